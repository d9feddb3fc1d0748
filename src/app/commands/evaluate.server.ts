import { readFile } from 'node:fs/promises';
import { type Result, err, ok } from '#kernel/result.ts';
import { evaluateCase } from '#mathematics/evaluate-case.ts';
import type { Command } from './index.server.ts';

/** `entrelacs evaluate CASE.json`: calculates without a database, from the `kind` and the `input` of the file. */
export const evaluate: Command = {
  options: { json: { type: 'boolean' } },
  positionals: 1,
  async run({ positionals: [file = ''] }) {
    const read = await readJson(file);
    if (!read.ok) return read;
    const result = evaluateCase(read.value);
    if (result.ok) return ok(JSON.stringify(result.value, null, 1));
    if (result.error.code === 'unknown-kind') {
      return err({ code: 'unknown-kind', values: { kinds: result.error.known.join(', ') } });
    }
    const places = result.error.problems.map(({ path, rule }) => `${path || 'input'} (${rule})`);
    return err({ code: 'bad-input', values: { places: places.join(', ') } });
  },
};

async function readJson(file: string): Promise<Result<unknown, { code: string; values: { file: string } }>> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return err({ code: 'file-unreadable', values: { file } });
  try {
    return ok(JSON.parse(text));
  } catch {
    return err({ code: 'file-not-json', values: { file } });
  }
}
