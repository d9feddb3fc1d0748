import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Bounds, Position } from './bounds.ts';
import { clipLine, clipRing } from './clip.ts';

const bounds: Bounds = [-5, -5, 5, 5];
const west: Bounds = [-20, -20, 1, 20];
const east: Bounds = [1, -20, 20, 20];

const position = fc.tuple(
  fc.double({ min: -10, max: 10, noNaN: true }),
  fc.double({ min: -10, max: 10, noNaN: true }),
);
const line = fc.array(position, { minLength: 2, maxLength: 30 });
const ring = fc
  .tuple(position, fc.array(position, { minLength: 2, maxLength: 30 }))
  .map(([first, others]): Position[] => [first, ...others, first]);

function segments(positions: Position[]): [Position, Position][] {
  return positions.slice(1).map((end, index) => [positions[index] ?? end, end]);
}

/** Twice the signed area of a closed ring, by the shoelace formula. */
function area(closed: Position[]): number {
  return segments(closed).reduce((sum, [[x, y], [nextX, nextY]]) => sum + x * nextY - nextX * y, 0);
}

function length(positions: Position[]): number {
  return segments(positions).reduce(
    (sum, [[x, y], [nextX, nextY]]) => sum + Math.hypot(nextX - x, nextY - y),
    0,
  );
}

function staysInside(positions: Position[]): boolean {
  return positions.every(([x, y]) => Math.abs(x) <= 5 + 1e-9 && Math.abs(y) <= 5 + 1e-9);
}

describe('a ring', () => {
  test('of the worked example leaves the common square', () => {
    const square: Position[] = [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
      [-1, -1],
    ];
    const clipped = clipRing(square, [0, 0, 2, 2]);
    expect(new Set(clipped.map(String))).toEqual(new Set(['0,0', '1,0', '1,1', '0,1']));
    expect(clipped.at(-1)).toEqual(clipped[0]);
  });

  test('never leaves the bounds and stays closed', () => {
    fc.assert(
      fc.property(ring, (corners) => {
        const clipped = clipRing(corners, bounds);
        return staysInside(clipped) && String(clipped.at(-1)) === String(clipped[0]);
      }),
    );
  });

  test('cut in two keeps its area', () => {
    fc.assert(
      fc.property(ring, (corners) => {
        const halves = area(clipRing(corners, west)) + area(clipRing(corners, east));
        expect(halves).toBeCloseTo(area(corners), 6);
      }),
    );
  });

  test('inside the bounds is left as it is, outside nothing remains', () => {
    const triangle: Position[] = [
      [0, 0],
      [1, 0],
      [0, 1],
      [0, 0],
    ];
    expect(clipRing(triangle, bounds)).toEqual(triangle);
    expect(clipRing(triangle, [10, 10, 20, 20])).toEqual([]);
  });
});

describe('a line', () => {
  test('never leaves the bounds', () => {
    fc.assert(fc.property(line, (positions) => clipLine(positions, bounds).every(staysInside)));
  });

  test('cut in two keeps its length', () => {
    fc.assert(
      fc.property(line, (positions) => {
        const parts = [...clipLine(positions, west), ...clipLine(positions, east)];
        expect(parts.reduce((sum, part) => sum + length(part), 0)).toBeCloseTo(length(positions), 6);
      }),
    );
  });

  test('that comes back is in two parts', () => {
    const hairpin: Position[] = [
      [0, 0],
      [8, 0],
      [8, 2],
      [0, 2],
    ];
    expect(clipLine(hairpin, bounds)).toEqual([
      [
        [0, 0],
        [5, 0],
      ],
      [
        [5, 2],
        [0, 2],
      ],
    ]);
  });
});
