import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepestTile } from '../map/map-point.ts';
import { extent, placeIndexOf, readCells } from './map-cells.ts';
import { cellCode, partingLevel, placeCode, placeLevel, toWorld } from './place-code.ts';

interface Place {
  lng: number;
  lat: number;
}
const place: fc.Arbitrary<Place> = fc.record({
  lng: fc.double({ min: -179, max: 179, noNaN: true }),
  lat: fc.double({ min: -80, max: 80, noNaN: true }),
});

function indexOf(places: readonly Place[]) {
  const codes = places.map(placeCode);
  const rows = Uint32Array.from(places.keys()).toSorted(
    (one, other) => (codes[one] ?? 0) - (codes[other] ?? 0),
  );
  return placeIndexOf(
    {
      places: Float64Array.from(codes),
      lng: Float64Array.from(places, ({ lng }) => lng),
      lat: Float64Array.from(places, ({ lat }) => lat),
    },
    rows,
  );
}

/** What the tile itself shows, without the cells around it. */
function inside(read: ReturnType<typeof readCells>) {
  const isIn = ({ x, y }: { x: number; y: number }) => x >= 0 && y >= 0 && x < extent && y < extent;
  return { clusters: read.clusters.filter(isIn), points: read.points.filter(isIn) };
}

function countIn(read: ReturnType<typeof readCells>): number {
  const { clusters, points } = inside(read);
  return clusters.reduce((sum, { count }) => sum + count, points.length);
}

describe('the number of a place', () => {
  it('is that of a cell within the cell above, at every level', () => {
    fc.assert(
      fc.property(place, fc.integer({ min: 0, max: placeLevel }), (one, level) => {
        const { x, y } = toWorld(one);
        const cell = cellCode(Math.floor(x * 2 ** level), Math.floor(y * 2 ** level));
        expect(Math.floor(placeCode(one) / 4 ** (placeLevel - level))).toBe(cell);
      }),
    );
  });

  it('parts from another where their cells do', () => {
    expect(partingLevel(0, 3 * 4 ** 25)).toBe(1);
    expect(partingLevel(8, 9)).toBe(placeLevel);
    expect(partingLevel(7, 7)).toBe(placeLevel + 1);
  });
});

describe('the tiles of a level', () => {
  it('show every place once, alone or in a group', () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 40 }), fc.integer({ min: 0, max: 3 }), (places, z) => {
        const index = indexOf(places);
        const kept = new Uint8Array(places.length).fill(1);
        const across = 2 ** z;
        let total = 0;
        for (let x = 0; x < across; x += 1)
          for (let y = 0; y < across; y += 1) total += countIn(readCells(index, kept, { z, x, y }));
        expect(total).toBe(places.length);
      }),
    );
  });

  it('show nothing of what is left out', () => {
    const index = indexOf([{ lng: 2, lat: 48 }]);
    expect(readCells(index, new Uint8Array(1), { z: 0, x: 0, y: 0 })).toEqual({ clusters: [], points: [] });
  });

  it('open a group where its places part, and one by one in the closest view', () => {
    const near = [
      { lng: -2.084, lat: 47.652 },
      { lng: -2.0839, lat: 47.652 },
    ];
    const kept = new Uint8Array([1, 1]);
    const index = indexOf(near);
    const [group] = readCells(index, kept, { z: 0, x: 0, y: 0 }).clusters;
    expect(group).toMatchObject({ count: 2 });
    const { x, y } = toWorld({ lng: -2.084, lat: 47.652 });
    const tileAt = (z: number) => ({ z, x: Math.floor(x * 2 ** z), y: Math.floor(y * 2 ** z) });
    const shown = (z: number) => inside(readCells(index, kept, tileAt(z)));
    expect(shown((group?.opensAt ?? 1) - 1).clusters).toHaveLength(1);
    expect(shown(deepestTile).points).toHaveLength(2);
  });

  it('keep a crowd at one place together, however close the view', () => {
    const crowd = Array.from({ length: 80 }, () => ({ lng: -2.084, lat: 47.652 }));
    const { x, y } = toWorld(crowd[0] as Place);
    const tile = { z: 15, x: Math.floor(x * 2 ** 15), y: Math.floor(y * 2 ** 15) };
    const { clusters, points } = readCells(indexOf(crowd), new Uint8Array(80).fill(1), tile);
    expect([clusters.map(({ count }) => count), points]).toEqual([[80], []]);
  });
});
