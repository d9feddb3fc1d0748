import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { expect, it } from 'vitest';
import type { Area } from '../practice-area.ts';
import { type DrawnArea, encodeTile } from './encode-tile.server.ts';

const point: DrawnArea['point'] = {
  id: 'a',
  title: 'Trame verte',
  language: 'fr',
  address: '/pratique/trame-a',
  purpose: null,
  status: 'active',
  count: 3,
};

function areasOf(area: Area, tile: { z: number; x: number; y: number }) {
  const bytes = encodeTile(
    { clusters: [], points: [], areas: [{ area, kind: 'drawn', hasPoint: true, point }] },
    tile,
  );
  const layer = new VectorTile(new PbfReader(bytes)).layers['areas'];
  return Array.from({ length: layer?.length ?? 0 }, (_, place) => layer?.feature(place));
}

const square = (from: number, to: number) => [
  [from, from],
  [to, from],
  [to, to],
  [from, to],
  [from, from],
];

it('an area is drawn with its holes, the right way round, and says what it is', () => {
  const [drawn] = areasOf(
    { type: 'Polygon', coordinates: [square(0, 40), square(10, 20)] },
    { z: 0, x: 0, y: 0 },
  );
  expect(drawn?.properties).toMatchObject({ title: 'Trame verte', kind: 'drawn', hasPoint: true, count: 3 });
  const rings = drawn?.loadGeometry() ?? [];
  const twice = rings.map((ring) =>
    ring.reduce(
      (sum, { x, y }, place) => sum + (ring[place - 1]?.x ?? x) * y - x * (ring[place - 1]?.y ?? y),
      0,
    ),
  );
  expect(twice.map(Math.sign)).toEqual([1, -1]);
});

it('an area is cut to its tile, each part apart, and is on no tile elsewhere', () => {
  const area: Area = { type: 'MultiPolygon', coordinates: [[square(-100, 80)], [square(-3, -2)]] };
  const parts = areasOf(area, { z: 2, x: 2, y: 1 });
  expect(parts).toHaveLength(2);
  for (const part of parts)
    for (const ring of part?.loadGeometry() ?? [])
      for (const { x, y } of ring)
        expect(Math.max(Math.abs(x - 2048), Math.abs(y - 2048))).toBeLessThanOrEqual(2560);
  expect(areasOf({ type: 'Polygon', coordinates: [square(-3, -2)] }, { z: 2, x: 0, y: 0 })).toEqual([]);
});
