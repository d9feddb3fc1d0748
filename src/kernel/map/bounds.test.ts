import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundsOf, isWithin, surroundingsOf, type Bounds } from './bounds.ts';

const position = fc.tuple(
  fc.double({ min: -179, max: 179, noNaN: true }),
  fc.double({ min: -80, max: 80, noNaN: true }),
);

describe('bounds of positions', () => {
  test('hold every position', () => {
    fc.assert(
      fc.property(fc.array(position, { minLength: 1 }), (positions) => {
        const bounds = boundsOf(positions);
        return bounds !== null && positions.every((one) => isWithin(one, bounds));
      }),
    );
  });

  test('are none without a position', () => {
    expect(boundsOf([])).toBeNull();
  });
});

describe('surroundings of a territory', () => {
  test('hold the territory and stay on the map', () => {
    fc.assert(
      fc.property(position, position, (one, other) => {
        const territory = boundsOf([one, other]) as Bounds;
        const [west, south, east, north] = surroundingsOf(territory);
        expect([
          west <= territory[0],
          south <= territory[1],
          east >= territory[2],
          north >= territory[3],
        ]).toEqual(Array(4).fill(true));
        expect(west >= -180 && east <= 180 && south > -85.1 && north < 85.1).toBe(true);
      }),
    );
  });

  test('are a square on the ground, three times the longer side', () => {
    // At 60° north a degree of longitude is half a degree of latitude: 2° wide is as long as 1° high.
    const [west, south, east, north] = surroundingsOf([10, 59.9, 12, 60.1]);
    expect(north - south).toBeCloseTo(3, 6);
    expect(east - west).toBeCloseTo(6, 6);
  });

  test('of a single place show some country around it', () => {
    const [west, south, east, north] = surroundingsOf([-2.08, 47.65, -2.08, 47.65]);
    expect(north - south).toBeCloseTo(0.6, 6);
    expect(east - west).toBeGreaterThan(0.6);
  });
});
