import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { sharedFile } from '#kernel/testing/shared-data.server.ts';
import { evaluateCase } from '#mathematics/evaluate-case.ts';
import { evaluate } from './evaluate.server.ts';

interface Reference {
  kind: string;
  expected: Record<string, unknown>;
  tolerance: Record<string, unknown>;
}

function kindsKnown(): readonly string[] {
  const refused = evaluateCase({ kind: '', input: {} });
  return !refused.ok && refused.error.code === 'unknown-kind' ? refused.error.known : [];
}

/** Of the shares of draws: four standard errors of the 100,000 draws made. Otherwise the widest of what we print. */
function toleranceOf({ kind, tolerance }: Reference): number {
  if (kind === 'smaa') return 0.0064;
  const own = Object.entries(tolerance).filter(
    ([name]) => !/published|relative_change|^xi$|^weights$/.test(name),
  );
  return Math.max(1e-9, ...own.flatMap(([, value]) => (typeof value === 'number' ? [value] : [])));
}

/** Figures of the sources that we do not print: other methods, other digits, rankings read off the flows. */
const onlyInform = /published|exact|geometric_mean|GCI|ranking|relative_change|critical/;

/** What equals the expected figures within the tolerance. */
function within(tolerance: number, expected: unknown): unknown {
  if (typeof expected === 'number') return expect.closeTo(expected, -Math.log10(2 * tolerance));
  if (Array.isArray(expected)) return expected.map((value) => within(tolerance, value));
  if (typeof expected !== 'object' || expected === null) return expected;
  const printed = Object.entries(expected).filter(([key]) => !onlyInform.test(key));
  return Object.fromEntries(printed.map(([key, value]) => [key, within(tolerance, value)]));
}

async function run(file: string) {
  return evaluate.run({ values: {}, positionals: [file], locale: 'fr' });
}

describe('entrelacs evaluate', () => {
  it.for(kindsKnown())('prints the reference figures of kind %s', async (kind, test) => {
    const folder = path.dirname(sharedFile('cases/README.md', test));
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
    const cases = files.map((name) => ({
      file: path.join(folder, name),
      reference: JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Reference,
    }));
    const ofKind = cases.filter(({ reference }) => reference.kind === kind);
    expect(ofKind).not.toEqual([]);
    for (const { file, reference } of ofKind) {
      const outcome = await run(file);
      if (!outcome.ok) throw new Error(outcome.error.code);
      expect(JSON.parse(outcome.value)).toMatchObject(
        within(toleranceOf(reference), reference.expected) as object,
      );
    }
  });

  it('knows a kind of each reference case, and none without', (test) => {
    const folder = path.dirname(sharedFile('cases/README.md', test));
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
    const kinds = files.map(
      (name) => (JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Reference).kind,
    );
    expect(kindsKnown()).toEqual([...new Set(kinds)].toSorted());
  });

  it('says what is wrong with a file that is none, or no case', async () => {
    expect(await run('nulle/part.json')).toMatchObject({ error: { code: 'file-unreadable' } });
    expect(await run('README.md')).toMatchObject({ error: { code: 'file-not-json' } });
    expect(await run('package.json')).toMatchObject({
      error: {
        code: 'bad-input',
        values: { places: 'kind (absent, ou pas du bon type), input (absent, ou pas du bon type)' },
      },
    });
  });
});
