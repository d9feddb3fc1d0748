import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Commune } from '#modules/territories/index.ts';
import { type CoordinateCells, placePoint } from './coordinates.ts';
import { distanceKm } from './france.ts';
import { parseCoordinate, parsePair } from './parse-coordinates.ts';

const none: CoordinateCells = { latitude: '', longitude: '', point: '', x: '', y: '' };
const redon: Commune = {
  code: '35236',
  name: 'Redon',
  department: '35',
  epci: null,
  postalCodes: ['35600'],
  population: 9000,
  centre: { latitude: 47.651, longitude: -2.085, withinKm: 15 },
};
/** Brittany and around. */
const area = [-5.5, 46.8, -0.8, 49] as const;

function place(
  cells: Partial<CoordinateCells>,
  { commune, within }: { commune?: Commune; within?: typeof area } = {},
) {
  const placement = placePoint({ ...none, ...cells }, { commune, area: within });
  return { ...placement, warnings: placement.warnings.map(({ code }) => code) };
}
const near = (latitude: number, longitude: number) => ({
  latitude: expect.closeTo(latitude, 3),
  longitude: expect.closeTo(longitude, 3),
});

describe('parseCoordinate', () => {
  it.each([
    ['47.65', 47.65],
    ['47,65', 47.65],
    [' −2,08 ', -2.08],
    ['47.65°', 47.65],
    ['2.08 W', -2.08],
    ['O 2,08', -2.08],
    ['1° 30\' 36" N', 1.51],
    ['2°5’6”O', -2.085],
    ['268 346,70', 268_346.7],
    ['4.765E1', 47.65],
  ])('reads %j', (text, value) => {
    expect(parseCoordinate(text)).toBeCloseTo(value, 6);
  });

  it.each(['', 'Redon', '47.6.5', '47,65,1', '--2', "47° 75' N", '1e999'])('refuses %j', (text) => {
    expect(parseCoordinate(text)).toBeNull();
  });
});

describe('parsePair', () => {
  it.each([
    '47.65|-2.08',
    '47.65, -2.08',
    '47.65,-2.08',
    '47,65 ; -2,08',
    '47,65,-2,08',
    '47,65 -2,08',
    '(47.65, -2.08)',
    '47.65 / -2.08',
    "47°39'N 2.08 O",
    `47° 39' N, 2° 4' 48" O`,
    'POINT(-2.08 47.65)',
    'SRID=4326;POINT (-2.08 47.65)',
    '{"type":"Point","coordinates":[-2.08, 47.65]}',
  ])('reads %j', (text) => {
    const pair = parsePair(text);
    const [latitude, longitude] =
      pair?.order === 'lat-lng' ? [pair.first, pair.second] : [pair?.second, pair?.first];
    expect(latitude).toBeCloseTo(47.65, 6);
    expect(longitude).toBeCloseTo(-2.08, 6);
  });

  it.each(['', 'ici', '47.65', '12 rue, 35', '1,2,3', 'POINT(a b)'])('refuses %j', (text) => {
    expect(parsePair(text)).toBeNull();
  });
});

describe('placePoint reads', () => {
  it('degrees', () => {
    expect(place({ latitude: '47,651', longitude: '-2,085' }, { commune: redon })).toEqual({
      point: { latitude: 47.651, longitude: -2.085 },
      isDoubtful: false,
      warnings: [],
    });
  });

  // The origins of the projections, as EPSG defines them; Web Mercator is a sphere of 6,378,137 m.
  it.each([
    ['Lambert-93 (EPSG:2154)', '700 000', '6 600 000', near(46.5, 3)],
    ['a conic zone (EPSG:3948)', '1700000', '7200000', near(48, 3)],
    ['Lambert II (EPSG:27572)', '600000', '2200000', near(46.8, 2.337)],
    ['Web Mercator (EPSG:3857)', '-232101.14', '6045636.3', near(47.6307, -2.085)],
  ])('metres of %s', (_, x, y, point) => {
    expect(place({ x, y })).toMatchObject({ point, warnings: [] });
  });

  it('metres that were swapped, or called latitude and longitude', () => {
    expect(place({ x: '6600000', y: '700000' })).toMatchObject({
      point: near(46.5, 3),
      warnings: ['coordinates-swapped'],
    });
    expect(place({ latitude: '6600000', longitude: '700000' })).toMatchObject({
      point: near(46.5, 3),
      warnings: [],
    });
  });

  it('both in one cell, and x and y that are degrees', () => {
    expect(place({ point: '47.651|-2.085' }).point).toEqual({ latitude: 47.651, longitude: -2.085 });
    expect(place({ x: '-2.085', y: '47.651' }).point).toEqual({ latitude: 47.651, longitude: -2.085 });
  });

  it('nothing where nothing is written', () => {
    expect(place({})).toEqual({ point: null, isDoubtful: false, warnings: [] });
  });
});

describe('placePoint corrects what is certain', () => {
  it('swapped coordinates, when only that falls in France', () => {
    expect(place({ latitude: '-2.085', longitude: '47.651' })).toEqual({
      point: { latitude: 47.651, longitude: -2.085 },
      isDoubtful: false,
      warnings: ['coordinates-swapped'],
    });
  });

  it('the lost sign of a longitude, when the point then falls by its commune', () => {
    expect(place({ latitude: '47.651', longitude: '2.085' }, { commune: redon })).toEqual({
      point: { latitude: 47.651, longitude: -2.085 },
      isDoubtful: false,
      warnings: ['longitude-sign-restored'],
    });
  });
});

it('puts a sign back also where the point would be outside France', () => {
  const strasbourg = {
    ...redon,
    code: '67482',
    name: 'Strasbourg',
    centre: { latitude: 48.58, longitude: 7.75, withinKm: 15 },
  };
  expect(place({ latitude: '48.58', longitude: '-7.75' }, { commune: strasbourg })).toMatchObject({
    point: { latitude: 48.58, longitude: 7.75 },
    warnings: ['longitude-sign-restored'],
  });
});

describe('placePoint doubts, and moves nothing', () => {
  it('a longitude whose sign may be lost, without a commune to tell', () => {
    expect(place({ latitude: '47.47', longitude: '1.55' }, { within: area })).toEqual({
      point: { latitude: 47.47, longitude: 1.55 },
      isDoubtful: true,
      warnings: ['longitude-sign-doubtful'],
    });
  });

  it('a point far from its commune', () => {
    const placement = placePoint(
      { ...none, latitude: '48.11', longitude: '-1.68' },
      { commune: redon, area: undefined },
    );
    expect(placement).toEqual({
      point: { latitude: 48.11, longitude: -1.68 },
      isDoubtful: true,
      warnings: [
        { field: 'point', code: 'point-far-from-commune', params: { commune: 'Redon', distance: 59 } },
      ],
    });
  });

  it('swapped coordinates that are far from the commune all the same', () => {
    expect(place({ latitude: '-1.68', longitude: '48.11' }, { commune: redon })).toMatchObject({
      isDoubtful: true,
      warnings: ['coordinates-swapped', 'point-far-from-commune'],
    });
  });

  it('a point outside France', () => {
    expect(place({ latitude: '40.7', longitude: '-74' })).toMatchObject({
      isDoubtful: true,
      warnings: ['point-outside-france'],
    });
  });

  it.each([
    [{ latitude: '0', longitude: '0,0' }, 'coordinates-zero'],
    [{ latitude: '0.0012', longitude: '-0.0005' }, 'coordinates-zero'],
    [{ latitude: '47.6', longitude: '' }, 'coordinates-incomplete'],
    [{ latitude: 'nord', longitude: '2' }, 'coordinates-not-understood'],
    [{ x: '99999999', y: '5' }, 'coordinates-not-understood'],
    [{ latitude: '47651', longitude: '2085' }, 'coordinates-not-understood'],
    [{ point: 'derrière la mairie' }, 'coordinates-not-understood'],
  ])('%o', (cells, code) => {
    expect(place(cells)).toEqual({ point: null, isDoubtful: false, warnings: [code] });
  });
});

it('distanceKm is that of the crow', () => {
  expect(
    distanceKm({ latitude: 48.11, longitude: -1.68 }, { latitude: 47.65, longitude: -2.08 }),
  ).toBeCloseTo(59, 0);
});

describe('laws of placePoint', () => {
  const text = fc.oneof(
    fc.string(),
    fc.double().map(String),
    fc.integer({ min: -9e6, max: 9e6 }).map(String),
  );
  const cells = fc.record({ latitude: text, longitude: text, point: text, x: text, y: text });

  it('never throws, and gives points on Earth', () => {
    fc.assert(
      fc.property(cells, fc.boolean(), (given, hasCommune) => {
        const { point } = placePoint(given, { commune: hasCommune ? redon : undefined, area });
        if (!point) return;
        expect(Math.abs(point.latitude)).toBeLessThanOrEqual(90);
        expect(Math.abs(point.longitude)).toBeLessThanOrEqual(180);
      }),
    );
  });

  it('a point that moved is told, or doubtful', () => {
    const degrees = fc.record({
      latitude: fc.double({ min: -90, max: 90, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    });
    fc.assert(
      fc.property(degrees, ({ latitude, longitude }) => {
        const given = { ...none, latitude: latitude.toFixed(7), longitude: longitude.toFixed(7) };
        const { point, warnings } = placePoint(given, { commune: redon, area });
        const isSame =
          point?.latitude === Number(given.latitude) && point.longitude === Number(given.longitude);
        expect(isSame || warnings.length > 0).toBe(true);
      }),
    );
  });
});
