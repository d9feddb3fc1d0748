import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../support/project-files.ts';

interface LockedPackage {
  resolved?: string;
  integrity?: string;
  link?: boolean;
  inBundle?: boolean;
}

/** What in a lockfile could make two installations differ, or come from elsewhere than the registry of npm. */
function lockfileProblems(packages: Record<string, LockedPackage>): string[] {
  return Object.entries(packages).flatMap(([place, { resolved, integrity, link, inBundle }]) => {
    if (place === '' || inBundle) return [];
    if (link) return [`${place}: is a link to a folder`];
    // Without an address, npm asks the registry that is configured: a mirror then serves as well.
    const isForeign = resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/');
    if (isForeign) return [`${place}: comes from ${resolved}`];
    return integrity?.startsWith('sha512-') ? [] : [`${place}: has no sha512 sum`];
  });
}

describe('package-lock.json', () => {
  const lockfile = JSON.parse(readFileSync(path.join(projectRoot, 'package-lock.json'), 'utf8'));

  test('takes every package from the registry of npm, with its sum', () => {
    expect(lockfile.lockfileVersion).toBe(3);
    expect(lockfileProblems(lockfile.packages)).toEqual([]);
  });
});

describe('package.json', () => {
  const manifest = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8'));
  const ranges: [string, string][] = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap(
    (kind) => Object.entries<string>(manifest[kind] ?? {}),
  );

  test('names versions only: no address, folder, branch or open range', () => {
    expect(ranges.filter(([, range]) => !/^[\^~]?\d+\.\d+\.\d+(-[\w.]+)?$/.test(range))).toEqual([]);
  });
});

test.each([
  [
    'plain http',
    { resolved: 'http://registry.npmjs.org/a/-/a-1.0.0.tgz', integrity: 'sha512-x' },
    /comes from http:/,
  ],
  ['git', { resolved: 'git+ssh://git@github.com/a/a.git#1', integrity: 'sha512-x' }, /comes from git/],
  ['a folder', { resolved: 'packages/a', link: true }, /link to a folder/],
  ['a file', { resolved: 'file:../a.tgz', integrity: 'sha512-x' }, /comes from file:/],
  ['a missing sum', {}, /no sha512/],
  [
    'a weak sum',
    { resolved: 'https://registry.npmjs.org/a/-/a-1.0.0.tgz', integrity: 'sha1-x' },
    /no sha512/,
  ],
])('%s is refused', (_, locked, problem) => {
  expect(lockfileProblems({ 'node_modules/a': locked }).join()).toMatch(problem);
});
