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

/** The widest tolerance of the figures we print; those of published figures are of another precision. */
function toleranceOf({ tolerance }: Reference): number {
  const own = Object.entries(tolerance).filter(([name]) => !name.includes('published'));
  return Math.max(1e-9, ...own.flatMap(([, value]) => (typeof value === 'number' ? [value] : [])));
}

/** What equals the expected figures within the tolerance; keys that only inform are left out. */
function within(tolerance: number, expected: unknown): unknown {
  if (typeof expected === 'number') return expect.closeTo(expected, -Math.log10(2 * tolerance));
  if (Array.isArray(expected)) return expected.map((value) => within(tolerance, value));
  if (typeof expected !== 'object' || expected === null) return expected;
  const printed = Object.entries(expected).filter(([key]) => !/published|exact/.test(key));
  return Object.fromEntries(printed.map(([key, value]) => [key, within(tolerance, value)]));
}

async function run(file: string) {
  return evaluate.run({ values: {}, positionals: [file], locale: 'fr' });
}

describe('entrelacs evaluate', () => {
  it.for(['profile', 'krippendorff-alpha'])('prints the reference figures of kind %s', async (kind, test) => {
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

  it('has every kind it knows tried above', () => {
    expect(kindsKnown()).toEqual(['krippendorff-alpha', 'profile']);
  });

  it('says what is wrong with a file that is none, or no case', async () => {
    expect(await run('nulle/part.json')).toMatchObject({ error: { code: 'file-unreadable' } });
    expect(await run('README.md')).toMatchObject({ error: { code: 'file-not-json' } });
    expect(await run('package.json')).toMatchObject({ error: { code: 'bad-input' } });
  });
});
