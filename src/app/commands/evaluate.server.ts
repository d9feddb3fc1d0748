import { readFile } from 'node:fs/promises';
import { type Result, err, ok } from '#kernel/result.ts';
import type { Locale } from '#kernel/translate.ts';
import type { CaseFailure } from '#mathematics/evaluate-case.ts';
import { translators } from '#messages/index.ts';
import type { Command, CommandRefusal } from './index.server.ts';

/** Enough to mend a file by; the others are counted. */
const placesSaid = 10;

/** `entrelacs evaluate CASE.json`: calculates without a database, from the `kind` and the `input` of the file. */
export const evaluate: Command = {
  options: { json: { type: 'boolean' } },
  positionals: 1,
  async run({ positionals: [file = ''], locale }) {
    const read = await readJson(file);
    if (!read.ok) return read;
    // Only here: a server that starts has no use for these calculations and their packages.
    const { evaluateCase } = await import('#mathematics/evaluate-case.ts');
    const result = evaluateCase(read.value);
    return result.ok ? ok(JSON.stringify(result.value, null, 1)) : err(refusalOf(result.error, locale));
  },
};

function refusalOf(failure: CaseFailure, locale: Locale): CommandRefusal {
  if (failure.code === 'unknown-kind')
    return { code: failure.code, values: { kinds: failure.known.join(', ') } };
  const t = translators[locale];
  const said = failure.problems.slice(0, placesSaid);
  const places = said.map(({ path, rule }) => `${path || 'input'} (${t(`app.case-rule.${rule}`)})`);
  const more = failure.problems.length - said.length;
  return { code: failure.code, values: { places: places.join(', '), more } };
}

async function readJson(file: string): Promise<Result<unknown, { code: string; values: { file: string } }>> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return err({ code: 'file-unreadable', values: { file } });
  try {
    return ok(JSON.parse(text));
  } catch {
    return err({ code: 'file-not-json', values: { file } });
  }
}
