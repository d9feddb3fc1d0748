import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Area, areaPoints, middleOf, mostAreaPoints, readArea, simplifyArea } from './practice-area.ts';

const square: Area = {
  type: 'Polygon',
  coordinates: [
    [
      [-2.1, 47.6],
      [-2.0, 47.6],
      [-2.0, 47.7],
      [-2.1, 47.7],
      [-2.1, 47.6],
    ],
  ],
};

/** A circle of that many points, in degrees. */
function circle(points: number, radius = 0.1): Area {
  const ring = Array.from({ length: points }, (_, index) => {
    const angle = (2 * Math.PI * index) / points;
    return [-2 + radius * Math.cos(angle), 47.6 + radius * Math.sin(angle)];
  });
  return { type: 'Polygon', coordinates: [[...ring, ring[0] ?? []]] };
}

describe('an area', () => {
  test('is read from a geometry, a feature or a collection', () => {
    const feature = { type: 'Feature', properties: { nom: 'Vallée' }, geometry: square };
    expect(readArea(JSON.stringify(square))).toEqual(square);
    expect(readArea(JSON.stringify(feature))).toEqual(square);
    const two = readArea(JSON.stringify({ type: 'FeatureCollection', features: [feature, feature] }));
    expect(two?.type).toBe('MultiPolygon');
    const mixed = {
      type: 'GeometryCollection',
      geometries: [{ type: 'Point', coordinates: [-2, 47] }, square],
    };
    expect(readArea(JSON.stringify(mixed))).toEqual(square);
    expect(readArea(JSON.stringify({ ...mixed, geometries: mixed.geometries.slice(0, 1) }))).toBeNull();
  });

  test.each([
    ['no JSON', 'ma vallée'],
    ['a point', JSON.stringify({ type: 'Point', coordinates: [-2, 47] })],
    [
      'an open ring',
      JSON.stringify({
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 1],
          ],
        ],
      }),
    ],
    ['beyond the globe', JSON.stringify(square).replaceAll('47.7', '97.7')],
    ['a number that is none', JSON.stringify(square).replace('47.7', 'NaN')],
    [
      'a line that was folded',
      JSON.stringify({
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [0, 0],
            [0, 0],
            [0, 0],
          ],
        ],
      }),
    ],
    ['nothing', '{}'],
  ])('is not read from %s', (_, text) => {
    expect(readArea(text)).toBeNull();
  });

  test('drawn with too many points keeps its outline with fewer', () => {
    const simple = simplifyArea(circle(5000));
    const points = simple ? areaPoints(simple) : [];
    expect(points.length).toBeGreaterThan(20);
    expect(points.length).toBeLessThanOrEqual(mostAreaPoints);
    for (const [lng, lat] of points) expect(Math.hypot(lng + 2, lat - 47.6)).toBeCloseTo(0.1, 2);
  });

  test('that is simple enough is read again to the letter', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 300 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (points, radius) => {
          const once = simplifyArea(circle(points, radius));
          expect(once && readArea(JSON.stringify(once))).toEqual(once);
        },
      ),
    );
  });

  test('stands on the map by its middle', () => {
    expect(middleOf(square)).toEqual({ lat: 47.65, lng: -2.05 });
    const island: Area = {
      type: 'Polygon',
      coordinates: [
        [
          [5, 5],
          [5.1, 5],
          [5.1, 5.1],
          [5, 5],
        ],
      ],
    };
    const both: Area = {
      type: 'MultiPolygon',
      coordinates: [island, square].flatMap((one) => (one.type === 'Polygon' ? [one.coordinates] : [])),
    };
    expect(middleOf(both)).toEqual({ lat: 47.65, lng: -2.05 });
  });
});
