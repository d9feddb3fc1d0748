import { describe, expect, test } from 'vitest';
import { loadCommunes } from './communes.server.ts';
import { epcisCalled } from './epci-names.ts';

describe('an EPCI', () => {
  test.each(['Redon Agglomération', 'CA Redon Agglomération', 'redon agglomeration', '243500741'])(
    'is found as people call it: %s',
    async (name) => {
      expect(epcisCalled(await loadCommunes(), name)).toEqual([
        { code: '243500741', name: 'CA Redon Agglomération' },
      ]);
    },
  );

  test('is not guessed from a part of its name', async () => {
    expect(epcisCalled(await loadCommunes(), 'Redon')).toEqual([]);
    expect(epcisCalled(await loadCommunes(), '')).toEqual([]);
  });
});
