import type { Feature, FeatureCollection, MultiLineString, MultiPolygon, Point } from 'geojson';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, GeometryObject, Polygon, Topology } from 'topojson-specification';
import { isWithin, surroundingsOf, type Bounds, type Position } from './bounds.ts';
import { clipLine, clipRing } from './clip.ts';
import { readTowns, type Town } from './towns.server.ts';

/** What is drawn, in one list: each part names its layer, a town its name and population. */
type BasemapFeature =
  | Feature<MultiPolygon, { layer: 'land' }>
  | Feature<MultiLineString, { layer: 'border' }>
  | Feature<Point, { layer: 'town'; name: string; population: number }>;

export type Basemap = FeatureCollection<BasemapFeature['geometry'], BasemapFeature['properties']>;

interface World extends Topology {
  objects: { countries: GeometryCollection; land: GeometryCollection };
}

const require = createRequire(import.meta.url);

/** More towns would hide each other anyway, and weigh on phones. */
const mostTowns = 500;

/** 4 decimals of a degree: 11 m, finer than the coast itself (some 200 m at its finest). */
const decimals = 1e4;

/** The edge of what is drawn lies a little beyond what `surroundingsOf` lets one see. */
const drawnTimes = 3.2;

/**
 * The shipped basemap around a territory: land, borders between countries (Natural Earth, public domain) and
 * the 500 towns that matter most to it (GeoNames, CC BY 4.0), clipped to its surroundings. Reads only files
 * that come with our packages: it works without network.
 */
export async function buildBasemap(territory: Bounds): Promise<Basemap> {
  const around = surroundingsOf(territory, drawnTimes);
  const world = await readWorld(around);
  const towns = await readTowns(around);
  return {
    type: 'FeatureCollection',
    features: [land(world, around), borders(world, around), ...mainTowns(towns, territory).map(town)],
  };
}

/** A coarser world for a wider view: its detail follows what a screen can show. */
async function readWorld([west, south, east, north]: Bounds): Promise<World> {
  const span = Math.max(east - west, north - south);
  const scale = span < 20 ? '10m' : span < 90 ? '50m' : '110m';
  return JSON.parse(await readFile(require.resolve(`world-atlas/countries-${scale}.json`), 'utf8')) as World;
}

/** One polygon at a time: the whole land of the finest world takes 100 MB once unfolded. */
function land(world: World, around: Bounds): BasemapFeature {
  const coordinates = [];
  for (const polygon of world.objects.land.geometries.flatMap(polygonsOf)) {
    const clipped = feature(world, polygon).geometry.coordinates.map((ring) =>
      clipRing(ring.map(position), around),
    );
    if (clipped[0]?.length) coordinates.push(clipped.filter((ring) => ring.length > 0).map(rounded));
  }
  return { type: 'Feature', properties: { layer: 'land' }, geometry: { type: 'MultiPolygon', coordinates } };
}

function polygonsOf(geometry: GeometryObject): Polygon[] {
  if (geometry.type !== 'MultiPolygon') throw new Error('The land of world-atlas is a MultiPolygon.');
  return geometry.arcs.map((arcs) => ({ type: 'Polygon', arcs }));
}

function borders(world: World, around: Bounds): BasemapFeature {
  const shared = mesh(world, world.objects.countries, (one, other) => one !== other);
  const coordinates = shared.coordinates.flatMap((line) => clipLine(line.map(position), around)).map(rounded);
  return {
    type: 'Feature',
    properties: { layer: 'border' },
    geometry: { type: 'MultiLineString', coordinates },
  };
}

/** Those of the territory first, then those around it, the most populous first. */
function mainTowns(towns: Town[], territory: Bounds): Town[] {
  const rank = (town: Town) => (isWithin(town.position, territory) ? 0 : 1);
  return towns.toSorted((a, b) => rank(a) - rank(b) || b.population - a.population).slice(0, mostTowns);
}

function town({ name, population, position }: Town): BasemapFeature {
  const geometry: Point = { type: 'Point', coordinates: round(position) };
  return { type: 'Feature', properties: { layer: 'town', name, population }, geometry };
}

function position([lng = 0, lat = 0]: number[]): Position {
  return [lng, lat];
}

function rounded(positions: Position[]): number[][] {
  return positions.map(round);
}

function round(position: Position): number[] {
  return position.map((degrees) => Math.round(degrees * decimals) / decimals);
}
