import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CommuneDirectory } from '#modules/territories/index.ts';
import { loadCommunes } from '#modules/territories/index.server.ts';
import { placesCell, readPlacesCell } from './practice-cells.ts';
import { fewPlaces, namesIn, placesText, readPlaces } from './practice-place.ts';

let directory: CommuneDirectory;
beforeAll(async () => {
  directory = await loadCommunes();
});
const read = (text: string) => readPlaces(namesIn(text), { directory, preferred: ['35236', '56001'] });

describe('where a practice is', () => {
  test('is one commune', () => {
    expect(read('redon')).toMatchObject({
      reach: 'place',
      communeCode: '35236',
      communeName: 'Redon',
      alsoIn: [],
    });
  });

  test('is several communes, each with its code', () => {
    expect(read('Redon, Allaire ; Redon')).toMatchObject({
      reach: 'communes',
      communeCode: '35236',
      alsoIn: [{ code: '56001', name: 'Allaire' }],
    });
  });

  test('is a group of communes, alone or with the commune where it began', () => {
    const group = { reach: 'epci', epciCode: '243500741', epciName: 'CA Redon Agglomération' };
    expect(read('Redon Agglomération')).toMatchObject({
      ...group,
      communeCode: null,
      communeName: group.epciName,
    });
    expect(read('Redon, Redon Agglomération')).toMatchObject({ ...group, communeCode: '35236' });
  });

  test('is everywhere', () => {
    expect(read('Partout')).toMatchObject({ reach: 'everywhere', communeCode: null, communeName: 'Partout' });
  });

  test('is kept as it was written when nothing is called so', () => {
    expect(read('Au fond du jardin')).toMatchObject({
      reach: 'place',
      communeCode: null,
      communeName: 'Au fond du jardin',
    });
  });

  test('is read again as it was from its own text', () => {
    const name = fc.constantFrom(
      'Redon',
      'Allaire',
      'Partout',
      'Redon Agglomération',
      'Nulle Part',
      'Rennes',
    );
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1 }), (names) => {
        const once = read(names.join(', '));
        expect(read(placesText(once))).toEqual(once);
      }),
    );
  });

  test('is told in a line by its first names', () => {
    const alsoIn = ['B', 'C', 'D', 'E'].map((name) => ({ code: null, name }));
    expect(fewPlaces({ communeName: 'A', alsoIn, epciName: '' })).toEqual({ names: 'A, B, C', more: 2 });
    expect(fewPlaces({ communeName: 'A', alsoIn: alsoIn.slice(0, 3), epciName: '' })).toEqual({
      names: 'A, B, C, D',
      more: 0,
    });
  });
});

test('communes in one cell come back as they were', () => {
  const name = fc.oneof(
    fc.constantFrom('Redon', '35600 Redon', '? 35600 Redon', 'Île-de-Bréhat'),
    fc.string(),
  );
  const code = fc.constantFrom('35236', '2A004', null);
  fc.assert(
    fc.property(fc.array(fc.record({ code, name })), (places) => {
      // Names as the form lets them through: on one line, without what parts them.
      const clean = places.map((place) => ({ ...place, name: namesIn(place.name)[0] ?? 'Redon' }));
      const kept = clean.filter(
        (place) => !/\p{Cc}|[\u2028\u2029]/u.test(place.name) && place.name.isWellFormed(),
      );
      expect(readPlacesCell(placesCell(kept))).toEqual(kept);
    }),
  );
});
