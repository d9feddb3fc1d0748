import { VectorTile } from '@mapbox/vector-tile';
import fc from 'fast-check';
import { PbfReader } from 'pbf';
import { describe, expect, test } from 'vitest';
import { buildIndex, tile, type ClusterIndex } from './cluster-tiles.server.ts';
import { clusterLayer, deepestTile, pointLayer, type MapPoint } from './map-point.ts';

const repairCafe: MapPoint = {
  id: '018f3a1c-0000-7000-8000-000000000001',
  lng: -2.0848,
  lat: 47.6514,
  title: 'Repair café « L’Atelier »',
  language: 'fr',
  address: '/pratique/repair-cafe-4f2',
  purpose: 'sharing',
  status: 'active',
};

function pointsAt(places: (readonly [number, number])[]): MapPoint[] {
  return places.map(([lng, lat], index) => ({
    ...repairCafe,
    id: String(index),
    title: `Pratique ${index}`,
    lng,
    lat,
  }));
}

interface Drawn {
  layer: string;
  x: number;
  y: number;
  properties: Record<string, number | string | boolean>;
}

/** What a tile draws, read back from its bytes, without what only overflows from its neighbours. */
function drawn(index: ClusterIndex, z: number, x: number, y: number): Drawn[] {
  const { layers } = new VectorTile(new PbfReader(tile(index, { z, x, y })));
  return Object.entries(layers).flatMap(([name, layer]) =>
    Array.from({ length: layer.length }, (_, position) => {
      const feature = layer.feature(position);
      const [[place] = []] = feature.loadGeometry();
      return { layer: name, x: place?.x ?? NaN, y: place?.y ?? NaN, properties: feature.properties };
    }).filter((feature) => [feature.x, feature.y].every((unit) => unit >= 0 && unit < layer.extent)),
  );
}

/** Practices drawn at a level, all its tiles together. */
function countAt(index: ClusterIndex, z: number): number {
  const side = Array.from({ length: 2 ** z }, (_, number) => number);
  const all = side.flatMap((x) => side.flatMap((y) => drawn(index, z, x, y)));
  return all.reduce((sum, { properties }) => sum + Number(properties['count'] ?? 1), 0);
}

/** Column and row of the tile that holds a position: the Web Mercator formulas. */
function tileOf(z: number, { lng, lat }: MapPoint): [number, number] {
  const sine = Math.sin((lat * Math.PI) / 180);
  const y = 0.5 - (0.25 * Math.log((1 + sine) / (1 - sine))) / Math.PI;
  return [Math.floor((lng / 360 + 0.5) * 2 ** z), Math.floor(y * 2 ** z)];
}

const place = fc.tuple(
  fc.double({ min: -179, max: 179, noNaN: true }),
  fc.double({ min: -84, max: 84, noNaN: true }),
);

describe('tiles of practices', () => {
  test('at every level, the numbers of the clusters and the single practices add up to all practices', () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 60 }), fc.integer({ min: 0, max: 4 }), (places, z) => {
        expect(countAt(buildIndex(pointsAt(places)), z)).toBe(places.length);
      }),
    );
  });

  test('a practice by itself carries what the map shows of it, and nothing else', () => {
    const [alone] = drawn(buildIndex([repairCafe]), 6, ...tileOf(6, repairCafe));
    expect(alone?.layer).toBe(pointLayer);
    const { id, title, language, address, purpose, status } = repairCafe;
    expect(alone?.properties).toEqual({ id, title, language, address, purpose, status });
  });

  test('an unknown purpose is left out', () => {
    const [alone] = drawn(buildIndex([{ ...repairCafe, purpose: null }]), 0, 0, 0);
    expect(alone?.properties).not.toHaveProperty('purpose');
  });

  test('near practices are one circle with their number, until the level at which they come apart', () => {
    const points = pointsAt([
      [-2.08, 47.65],
      [-2.07, 47.65],
    ]);
    const [first = repairCafe] = points;
    const index = buildIndex(points);
    const [cluster, ...others] = drawn(index, 5, ...tileOf(5, first));
    expect(others).toEqual([]);
    expect(cluster?.layer).toBe(clusterLayer);
    expect(cluster?.properties['count']).toBe(2);
    const opensAt = Number(cluster?.properties['opensAt']);
    expect(opensAt).toBeGreaterThan(5);
    expect(drawn(index, opensAt - 1, ...tileOf(opensAt - 1, first))[0]?.layer).toBe(clusterLayer);
    const apart = [...new Set(points.map((point) => tileOf(opensAt, point).join()))].flatMap((address) => {
      const [x = 0, y = 0] = address.split(',').map(Number);
      return drawn(index, opensAt, x, y);
    });
    expect(apart.map(({ layer }) => layer)).toEqual([pointLayer, pointLayer]);
  });

  test('practices at the very same place can all be reached at the deepest level', () => {
    const points = pointsAt(Array.from({ length: 25 }, () => [repairCafe.lng, repairCafe.lat] as const));
    const reached = drawn(buildIndex(points), deepestTile, ...tileOf(deepestTile, repairCafe));
    expect(reached.map(({ properties }) => properties['id']).toSorted()).toEqual(
      points.map(({ id }) => id).toSorted(),
    );
  });

  test('where there is nothing there is no byte', () => {
    expect(tile(buildIndex([repairCafe]), { z: 6, x: 0, y: 0 })).toHaveLength(0);
    expect(tile(buildIndex([]), { z: 0, x: 0, y: 0 })).toHaveLength(0);
  });
});
