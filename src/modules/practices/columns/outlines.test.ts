import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Position } from '#kernel/map/bounds.ts';
import { convexHull, outlinesIn, outlinesOf } from './outlines.ts';
import { type ColumnName, type ColumnRow, PracticeColumns, codedColumns } from './practice-columns.ts';

const nothing = Object.fromEntries(codedColumns.map((name) => [name, ''])) as Record<ColumnName, string>;
const places: Record<string, Position[]> = {
  '35236': [[-2.08, 47.65]],
  '56001': [[-2.16, 47.69]],
  '243500741': [
    [-2.08, 47.65],
    [-2.16, 47.69],
  ],
};
const placesOf = (code: string) => places[code] ?? [];

function columnsOf(
  ...rows: (Partial<Pick<ColumnRow, 'areaBounds' | 'audience'>> & { reach: string; at: string[] })[]
): PracticeColumns {
  const columns = new PracticeColumns();
  rows.forEach(({ reach, at, areaBounds = null, audience = 1 }, row) =>
    columns.write({
      id: String(row),
      title: '',
      ownerIds: [],
      audience,
      updatedAt: 0,
      confirmedAt: 0,
      point: null,
      areaBounds,
      values: { ...nothing, reach, places: at.join('\n') },
    }),
  );
  return columns;
}

describe('what practices cover', () => {
  it('is what was drawn, or about where their communes are; a place covers nothing', () => {
    const columns = columnsOf(
      { reach: 'place', at: ['35236'] },
      { reach: 'area', at: [], areaBounds: [-2, 47, -1, 48] },
      { reach: 'communes', at: ['35236', '56001'] },
      { reach: 'epci', at: ['243500741'] },
      { reach: 'communes', at: ['99999'] },
      { reach: 'epci', at: ['243500741'], audience: 0 },
    );
    const outlines = outlinesOf(columns, placesOf);
    expect(outlines.map(({ row, about }) => [row, about !== null])).toEqual([
      [1, false],
      [2, true],
      [3, true],
    ]);
    expect(outlines[1]?.about).toEqual(outlines[2]?.about);
  });

  it('is shown where it lies, the largest first, and not when it is hardly a point', () => {
    const outlines = outlinesOf(
      columnsOf(
        { reach: 'epci', at: ['243500741'] },
        { reach: 'area', at: [], areaBounds: [-3, 47, -1, 48] },
        { reach: 'area', at: [], areaBounds: [10, 47, 11, 48] },
      ),
      placesOf,
    );
    const shown = (kept: number[], z: number, x: number, y: number) =>
      outlinesIn(outlines, Uint8Array.from(kept), { z, x, y }).map(({ row }) => row);
    expect(shown([1, 1, 1], 8, 126, 89)).toEqual([1, 0]);
    expect(shown([1, 0, 1], 8, 126, 89)).toEqual([0]);
    expect(shown([1, 1, 1], 0, 0, 0)).toEqual([]);
  });
});

describe('the ring around points', () => {
  const point = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }));

  it('holds them all and turns one way', () => {
    fc.assert(
      fc.property(fc.uniqueArray(point, { minLength: 3, maxLength: 20, selector: String }), (points) => {
        const ring = convexHull(points);
        for (const [place, [x, y]] of ring.entries()) {
          const [nextX, nextY] = ring[place + 1] ?? [x, y];
          for (const [px, py] of points)
            expect((nextX - x) * (py - y) - (nextY - y) * (px - x)).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 100 },
    );
  });
});
