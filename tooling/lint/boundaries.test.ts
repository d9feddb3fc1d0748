import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectRoot } from '../support/project-files.ts';

/** The rows of a table of planted files: cells separated by " | ", comments start with "#". */
function rowsOf(table: string): string[][] {
  return readFileSync(path.join(import.meta.dirname, table), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('# '))
    .map((line) => line.split(' | ').map((cell) => cell.trim()));
}

function plant(pattern: string, index: number): string {
  return pattern.replace('*', pattern.endsWith('/*.svelte') ? `Planted${index}` : `planted-${index}`);
}

function sourceOf(file: string, code: string): string {
  const imported = /^from (?<specifier>.+)$/.exec(code)?.groups?.['specifier'];
  const script = imported
    ? `import { thing } from '${imported}';\nexport const used = thing;\n`
    : code.replaceAll(' ⏎ ', '\n');
  return file.endsWith('.svelte') ? `<script lang="ts">\n${script}\n</script>\n\n<p>a</p>\n` : script;
}

const faults = rowsOf('planted-faults.txt').map(([rule = '', pattern = '', code = '', says = ''], index) => {
  return { rule, says, code, file: plant(pattern, index) };
});
const legal = rowsOf('planted-legal.txt').map(([pattern = '', code = ''], index) => {
  return { code, file: plant(pattern, faults.length + index) };
});
const long = {
  rule: 'eslint(max-lines)',
  says: 'too many lines',
  code: Array.from({ length: 251 }, (_, line) => `export const a${line} = 1;`).join('\n'),
  file: 'src/modules/records/long.ts',
};
const everyFile = [...faults, ...legal, long];

interface Diagnostic {
  filename: string;
  message: string;
  code?: string;
}

let folder: string;
let diagnostics: Diagnostic[];

/** Runs the real linter, with the project's own settings, in a folder laid out like the project. */
async function lint(): Promise<Diagnostic[]> {
  const program = path.join(projectRoot, 'node_modules/oxlint/bin/oxlint');
  const run = promisify(execFile)(process.execPath, [program, '--format', 'json', 'src'], {
    cwd: folder,
    maxBuffer: 2 ** 26,
  });
  // Exit code 1 says that faults were found, which is what these files are for.
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  return JSON.parse(stdout).diagnostics;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'boundaries-'));
  await cp(path.join(projectRoot, '.oxlintrc.json'), path.join(folder, '.oxlintrc.json'));
  await cp(path.join(projectRoot, 'tooling/lint'), path.join(folder, 'tooling/lint'), { recursive: true });
  for (const { file, code } of everyFile) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), sourceOf(file, code));
  }
  diagnostics = await lint();
});

afterAll(() => rm(folder, { recursive: true }));

function answersFor(file: string): string[] {
  return diagnostics
    .filter((diagnostic) => diagnostic.filename.replaceAll('\\', '/') === file)
    .map(({ code, message }) => `${code ?? 'the plugin failed'}: ${message}`);
}

describe('a planted fault is refused, with what to do about it', () => {
  test.each([...faults, long])('$rule $file $code', ({ file, rule, says }) => {
    const answer = answersFor(file).find((candidate) => candidate.startsWith(`${rule}: `));
    expect(answer).toContain(says);
  });
});

describe('the legal twin is accepted', () => {
  test.each(legal)('$file $code', ({ file }) => {
    expect(answersFor(file)).toEqual([]);
  });
});

test('no planted file hides another, and no rule fails on one', () => {
  expect(new Set(everyFile.map(({ file }) => file)).size).toBe(everyFile.length);
  expect(diagnostics.filter(({ code }) => code === undefined)).toEqual([]);
});
