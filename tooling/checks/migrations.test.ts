import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot, textOf } from '../support/project-files.ts';

const folder = 'src/kernel/migrations';
const names = readdirSync(path.join(projectRoot, folder))
  .filter((name) => name !== 'index.ts' && !name.includes('.test.'))
  .toSorted();

/** What is wrong with a list of migrations: numbers run from 0001 without a gap, names say what is done to what. */
function orderProblems(migrations: readonly string[]): string[] {
  return migrations.flatMap((name, index) => {
    const number = String(index + 1).padStart(4, '0');
    if (!/^\d{4}-[a-z]+(-[a-z0-9]+)+\.ts$/.test(name)) return [`${name}: name it NNNN-verb-noun.ts`];
    return name.startsWith(`${number}-`) ? [] : [`${name}: its number should be ${number}`];
  });
}

describe('migrations', () => {
  test('are numbered without a gap and named after what they do', () => {
    expect(orderProblems(names)).toEqual([]);
  });

  test('are all listed, in order', () => {
    const list = textOf(`${folder}/index.ts`) ?? '';
    const listed = [...list.matchAll(/'(\d{4}-[a-z0-9-]+)':/g)].map(([, name]) => `${name}.ts`);
    expect(listed).toEqual(names);
  });

  test('are forward only', () => {
    const backward = names.filter((name) => /\bexport\b.*\bdown\b/.test(textOf(`${folder}/${name}`) ?? ''));
    expect(backward).toEqual([]);
  });

  const release = lastRelease();
  test.skipIf(release === null)('that were released are never edited', () => {
    const edited = git('diff', '--name-only', '--diff-filter=a', String(release), '--', `${folder}/0*.ts`);
    expect(edited.split('\n').filter(Boolean)).toEqual([]);
  });
});

function git(...args: string[]): string {
  return execFileSync('git', args, {
    cwd: projectRoot,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** The tag of the last release; null before the first one, and in a copy without history. */
function lastRelease(): string | null {
  try {
    return git('describe', '--tags', '--abbrev=0', '--match', 'v*').trim();
  } catch {
    return null;
  }
}

describe('a planted fault in the order is found', () => {
  test.each([
    [['0001-create-records.ts', '0003-add-links.ts'], /0003-add-links\.ts: its number should be 0002/],
    [['0001-create-records.ts', '0001-add-links.ts'], /its number should be 0002/],
    [['0002-create-records.ts'], /its number should be 0001/],
    [['0001-records.ts'], /NNNN-verb-noun/],
    [['0001_create_records.ts'], /NNNN-verb-noun/],
  ])('%j', (migrations, problem) => {
    expect(orderProblems(migrations).join('\n')).toMatch(problem);
  });
});
