import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { buildBasemap, type Basemap } from './basemap.server.ts';
import { surroundingsOf, type Bounds } from './bounds.ts';
import { createBasemaps } from './packed-basemaps.server.ts';

const redon: Bounds = [-2.35, 47.45, -1.7, 47.95];
const geneva: Bounds = [5.9, 46.1, 6.3, 46.4];
/** Between New Zealand and Chile. */
const openSea: Bounds = [-130, -40, -129, -39];
const wholeWorld: Bounds = [-170, -60, 170, 75];

function partsOf(basemap: Basemap, layer: string) {
  return basemap.features.filter(({ properties }) => properties.layer === layer);
}

function townsOf(basemap: Basemap) {
  return basemap.features.flatMap(({ properties }) => (properties.layer === 'town' ? [properties.name] : []));
}

/** Every longitude and latitude of a geometry, in pairs. */
function positionsOf(coordinates: unknown): number[][] {
  if (!Array.isArray(coordinates)) return [];
  if (typeof coordinates[0] === 'number') return [coordinates];
  return coordinates.flatMap(positionsOf);
}

describe('the shipped basemap', () => {
  test('shows the land and the towns of a territory, the largest of its own first', async () => {
    const basemap = await buildBasemap(redon);
    expect(townsOf(basemap).slice(0, 3)).toContain('Redon');
    expect(townsOf(basemap)).toEqual(
      expect.arrayContaining(['Rennes', 'Nantes', 'Pipriac', 'Guémené-Penfao']),
    );
    expect(partsOf(basemap, 'land')).toHaveLength(1);
    expect(positionsOf(partsOf(basemap, 'land')[0]?.geometry.coordinates).length).toBeGreaterThan(100);
  });

  test('is cut around the territory', async () => {
    const [west, south, east, north] = surroundingsOf(redon, 3.3);
    const basemap = await buildBasemap(redon);
    const outside = basemap.features
      .flatMap(({ geometry }) => positionsOf(geometry.coordinates))
      .filter(([lng = NaN, lat = NaN]) => !(lng >= west && lng <= east && lat >= south && lat <= north));
    expect(outside).toEqual([]);
  });

  test('covers all that the reader may see: inland, land to every corner', async () => {
    const [west, south, east, north] = surroundingsOf(geneva);
    const [land] = partsOf(await buildBasemap(geneva), 'land');
    const positions = positionsOf(land?.geometry.coordinates);
    expect(Math.min(...positions.map(([lng = 0]) => lng))).toBeLessThanOrEqual(west);
    expect(Math.max(...positions.map(([lng = 0]) => lng))).toBeGreaterThanOrEqual(east);
    expect(Math.min(...positions.map(([, lat = 0]) => lat))).toBeLessThanOrEqual(south);
    expect(Math.max(...positions.map(([, lat = 0]) => lat))).toBeGreaterThanOrEqual(north);
  });

  test('shows borders between countries where there are some', async () => {
    const [border] = partsOf(await buildBasemap(geneva), 'border');
    expect(positionsOf(border?.geometry.coordinates).length).toBeGreaterThan(10);
    const [none] = partsOf(await buildBasemap(redon), 'border');
    expect(none?.geometry.coordinates).toEqual([]);
  });

  test('is empty in the open sea, and no heavier for the whole world', async () => {
    const sea = await buildBasemap(openSea);
    expect(positionsOf(sea.features.map(({ geometry }) => geometry.coordinates))).toEqual([]);
    const world = await buildBasemap(wholeWorld);
    expect(townsOf(world)).toHaveLength(500);
    expect(JSON.stringify(world).length).toBeLessThan(400_000);
  });
});

describe('packed basemaps', () => {
  test('are the same basemap, compressed, built once for simultaneous calls', async () => {
    const basemaps = createBasemaps();
    const [first, second] = await Promise.all([basemaps(redon), basemaps(redon)]);
    expect(second).toBe(first);
    expect(JSON.parse(gunzipSync(first.body).toString())).toEqual(await buildBasemap(redon));
    expect(first.body.length).toBeLessThan(20_000);
    expect(first.etag).toMatch(/^[\w-]{22}$/);
  });

  test('forget a failure', async () => {
    const basemaps = createBasemaps();
    const nowhere = [NaN, NaN, NaN, NaN] as const;
    const failed = basemaps(nowhere);
    await expect(failed).rejects.toThrow('Command failed');
    const again = basemaps(nowhere);
    expect(again).not.toBe(failed);
    await expect(again).rejects.toThrow('Command failed');
  });
});
