import { describe, expect, test } from 'vitest';
import { groupLicences, repositoryAddress, thirdPartyLicences } from './about.server.ts';

describe('the licences of what we use', () => {
  test('are told with the packages under each, the most used first', () => {
    expect(
      groupLicences({
        '': { license: 'AGPL-3.0-or-later' },
        'node_modules/one': { license: 'ISC' },
        'node_modules/@b/two': { license: 'MIT' },
        'node_modules/one/node_modules/@b/two': { license: 'MIT' },
        'node_modules/a': { license: 'MIT' },
        'node_modules/tests': { license: 'MIT', dev: true },
        'node_modules/maybe-tests': { license: 'MIT', devOptional: true },
        'node_modules/silent': {},
      }),
    ).toEqual([
      { licence: 'MIT', packages: ['@b/two', 'a'] },
      { licence: 'ISC', packages: ['one'] },
      { licence: '', packages: ['silent'] },
    ]);
  });

  test('are found for the product itself', () => {
    const packages = thirdPartyLicences().flatMap((group) => group.packages);
    expect(packages).toEqual(expect.arrayContaining(['svelte', 'pg', 'maplibre-gl']));
    expect(packages).not.toContain('vitest');
  });
});

describe('the address of the source', () => {
  test.each([
    ['https://exemple.test/entrelacs', 'https://exemple.test/entrelacs'],
    ['git+https://exemple.test/entrelacs.git', 'https://exemple.test/entrelacs.git'],
  ])('is read from %s', (url, address) => {
    expect(repositoryAddress(url)).toBe(address);
    expect(repositoryAddress({ url })).toBe(address);
  });

  test.each([undefined, '', 'owner/name', 'git@exemple.test:a.git', 'javascript:alert(1)', 'https://'])(
    'is none when package.json says %j',
    (repository) => {
      expect(repositoryAddress(repository)).toBeUndefined();
      expect(repositoryAddress({})).toBeUndefined();
    },
  );
});
