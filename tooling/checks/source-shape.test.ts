import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileProblem } from '../lint/layout.ts';
import { projectFiles, projectRoot, textOf } from '../support/project-files.ts';

const mostLines = 400;

/** Files made by a program, which nobody reads from top to bottom. */
const generated: readonly string[] = [];

const unfinished = /\b(TODO|FIXME|XXX)\b/;
const silenced = /\b(ox|es)lint-disable|@ts-(ignore|nocheck|expect-error)|prettier-ignore|svelte-ignore a11y/;

/** This file and the texts it plants. */
const itself = 'tooling/checks/source-shape.test.ts';

const code = /\.(ts|js|mjs|svelte|css|html)$/;
const program = projectFiles().filter((file) => code.test(file) && file !== itself);

/** What the text of a file does against its shape, with the line. */
function shapeProblems(file: string, text: string): string[] {
  const lines = text.split('\n');
  const marks = lines.flatMap((line, index) => {
    if (unfinished.test(line)) return [`${file}:${index + 1} is unfinished: do it, or open an issue`];
    return silenced.test(line) ? [`${file}:${index + 1} silences a check: mend what the check found`] : [];
  });
  const isLong = lines.length > mostLines && !generated.includes(file);
  return isLong ? [...marks, `${file} has ${lines.length} lines: split it (at most ${mostLines})`] : marks;
}

describe('the source', () => {
  test('is in files of a readable size, finished, with no check silenced', () => {
    expect(program.flatMap((file) => shapeProblems(file, textOf(file) ?? ''))).toEqual([]);
  });

  test('has files named and placed by the rules', () => {
    const ours = projectFiles().filter((file) => /^(src|tooling|e2e|bench|bin|docs)\//.test(file));
    expect(ours.flatMap((file) => fileProblem(file) ?? []).toSorted()).toEqual([]);
  });

  test('explains each module in a README', () => {
    const modules = path.join(projectRoot, 'src/modules');
    const names = existsSync(modules) ? readdirSync(modules) : [];
    expect(names.filter((name) => !existsSync(path.join(modules, name, 'README.md')))).toEqual([]);
  });
});

describe('a planted fault is found', () => {
  test.each([
    ['a long file', 'export const a = 1;\n'.repeat(mostLines), /at most 400/],
    ['an unfinished thought', '// TODO: later', /a\.ts:1 is unfinished/],
    ['a silenced linter', 'const a = 1;\n// oxlint-disable-next-line', /a\.ts:2 silences a check/],
    ['a silenced compiler', '// @ts-expect-error', /silences a check/],
    ['a silenced accessibility check', '<!-- svelte-ignore a11y_click_events -->', /silences a check/],
  ])('%s', (_, text, problem) => {
    expect(shapeProblems('src/a.ts', text).join('\n')).toMatch(problem);
  });

  test('but words that only resemble are left alone', () => {
    expect(shapeProblems('src/a.ts', '// todos los días; eslint and oxlint')).toEqual([]);
  });
});
