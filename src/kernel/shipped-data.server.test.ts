import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { packageRoot, readShippedYaml } from './shipped-data.server.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'entrelacs-package-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function addPackage(path: string, name: string): string {
  const root = join(folder, path);
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, 'package.json'), JSON.stringify({ name }));
  return root;
}

test('the package is found from its source as from its build, past a package file of the build', () => {
  const root = addPackage('site', 'entrelacs');
  const build = addPackage('site/build', 'something-built');
  expect(packageRoot([join(root, 'src/kernel')])).toBe(root);
  expect(packageRoot([join(build, 'server/chunks')])).toBe(root);
});

test('a build that was moved away falls back on the folder it is started from', () => {
  const root = addPackage('site', 'entrelacs');
  expect(packageRoot([join(folder, 'moved/build'), root])).toBe(root);
});

test('outside of the package it says where it looked', () => {
  expect(() => packageRoot([join(folder, 'elsewhere')])).toThrow(/elsewhere/);
});

test('a shipped file is read and checked', () => {
  const about = readShippedYaml('levers.yaml', z.object({ version: z.number(), licence: z.string() }));
  expect(about).toEqual({ version: 1, licence: 'CC BY-SA 4.0' });
});

test('a file of the wrong shape is refused, with its name and the field', () => {
  const shape = z.object({ version: z.string(), levers: z.array(z.object({ phase: z.literal('never') })) });
  expect(() => readShippedYaml('levers.yaml', shape)).toThrow(
    /data\/levers\.yaml[^]*version[^]*levers\.0\.phase/,
  );
});
