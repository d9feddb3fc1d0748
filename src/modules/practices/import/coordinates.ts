import type { Commune } from '#modules/territories/index.ts';
import { distanceKm, isInFrance } from './france.ts';
import type { ImportWarning, ImportWarningCode, MessageParams } from './import-codes.ts';
import { parseCoordinate, parsePair } from './parse-coordinates.ts';
import type { Point } from './practice-draft.ts';
import { fromMetres } from './projections.ts';

/** What the cells of a row say of its place; empty when there is no such column. */
export interface CoordinateCells {
  latitude: string;
  longitude: string;
  /** Both in one cell. */
  point: string;
  x: string;
  y: string;
}

/** West, south, east, north, in degrees. */
export type Area = readonly [west: number, south: number, east: number, north: number];

export interface Surroundings {
  /** The commune the row declares, when it is certain. */
  commune: Commune | undefined;
  /** Where the records of this file are expected: around the territory. */
  area: Area | undefined;
  /** Longitudes of this file have lost their sign wherever that can be told. */
  hasLostSigns?: boolean | undefined;
}

interface Placement {
  point: Point | null;
  isDoubtful: boolean;
  warnings: ImportWarning[];
}

/** Degrees (about 1 km) around 0, 0 within which a point means that there was none. */
const nearZero = 0.01;

const nowhere: Placement = { point: null, isDoubtful: false, warnings: [] };

/**
 * The point of a record, from whatever cells hold it: degrees, metres of a French projection, both in one cell.
 * Swapped coordinates are put right when only that falls in France, and near the commune. The lost sign of a longitude
 * is put back when the point then falls by the commune the record declares. Each correction is told; any other
 * contradiction makes the point doubtful, where it stands.
 */
export function placePoint(cells: CoordinateCells, surroundings: Surroundings): Placement {
  const pair = readPair(cells);
  if (pair === null) return nowhere;
  if (typeof pair === 'string') return { ...nowhere, warnings: [warn(pair)] };
  const { latitude, longitude } = pair;
  if (Math.hypot(latitude, longitude) < nearZero) return { ...nowhere, warnings: [warn('coordinates-zero')] };
  const isDegrees = Math.abs(latitude) <= 180 && Math.abs(longitude) <= 180;
  const placement = isDegrees ? placeDegrees(pair, surroundings) : placeMetres(pair, surroundings);
  return placement.point ? { ...placement, point: rounded(placement.point) } : placement;
}

/** The two numbers, the northward one called latitude; a warning code when they cannot be read; null when absent. */
function readPair(cells: CoordinateCells): Point | ImportWarningCode | null {
  const sources = [
    [cells.latitude, cells.longitude],
    [cells.y, cells.x],
  ] as const;
  const separate = sources.find(([north, east]) => north !== '' && east !== '');
  if (separate) {
    const [latitude, longitude] = [parseCoordinate(separate[0]), parseCoordinate(separate[1])];
    return latitude === null || longitude === null ? 'coordinates-not-understood' : { latitude, longitude };
  }
  if (cells.point !== '') {
    const pair = parsePair(cells.point);
    if (!pair) return 'coordinates-not-understood';
    const isNorthFirst = pair.order === 'lat-lng';
    return isNorthFirst
      ? { latitude: pair.first, longitude: pair.second }
      : { latitude: pair.second, longitude: pair.first };
  }
  return sources.flat().some((cell) => cell !== '') ? 'coordinates-incomplete' : null;
}

function placeDegrees(given: Point, { commune, area, hasLostSigns }: Surroundings): Placement {
  const mirrored = { latitude: given.latitude, longitude: -given.longitude };
  if (commune?.centre && !isNear(given, commune) && isNear(mirrored, commune)) {
    return { point: mirrored, isDoubtful: false, warnings: [warn('longitude-sign-restored')] };
  }
  if (!isInFrance(given)) return placeAbroad(given, commune);
  const isMirrorLikelier = area ? !isWithin(given, area) && isWithin(mirrored, area) : false;
  if (!commune?.centre && given.longitude > 0 && (isMirrorLikelier || hasLostSigns)) {
    return { point: given, isDoubtful: true, warnings: [warn('longitude-sign-doubtful')] };
  }
  return checkCommune(given, commune);
}

function placeAbroad(given: Point, commune: Commune | undefined): Placement {
  const swapped = { latitude: given.longitude, longitude: given.latitude };
  if (!isInFrance(swapped)) {
    return { point: onEarth(given), isDoubtful: true, warnings: [warn('point-outside-france')] };
  }
  const placed = checkCommune(swapped, commune);
  return { ...placed, warnings: [warn('coordinates-swapped'), ...placed.warnings] };
}

function placeMetres({ latitude, longitude }: Point, { commune }: Surroundings): Placement {
  const asGiven = fromMetres(longitude, latitude);
  const swapped = asGiven.length === 0 ? fromMetres(latitude, longitude) : [];
  const candidates = [...asGiven, ...swapped];
  const point = candidates.find((one) => commune && isNear(one, commune)) ?? candidates[0];
  if (!point) return { ...nowhere, warnings: [warn('coordinates-not-understood')] };
  const placed = checkCommune(point, commune);
  return swapped.length > 0
    ? { ...placed, warnings: [warn('coordinates-swapped'), ...placed.warnings] }
    : placed;
}

function checkCommune(point: Point, commune: Commune | undefined): Placement {
  if (!commune?.centre || isNear(point, commune)) return { point, isDoubtful: false, warnings: [] };
  const distance = Math.round(distanceKm(point, commune.centre));
  const params = { commune: commune.name, distance };
  return { point, isDoubtful: true, warnings: [warn('point-far-from-commune', params)] };
}

function isNear(point: Point, { centre }: Commune): boolean {
  return centre !== null && distanceKm(point, centre) <= centre.withinKm;
}

function isWithin({ latitude, longitude }: Point, [west, south, east, north]: Area): boolean {
  return longitude >= west && longitude <= east && latitude >= south && latitude <= north;
}

function onEarth(point: Point): Point | null {
  return Math.abs(point.latitude) <= 90 ? point : null;
}

/** To seven decimals: one centimetre. Further ones are noise of binary numbers. */
function rounded({ latitude, longitude }: Point): Point {
  return { latitude: Number(latitude.toFixed(7)), longitude: Number(longitude.toFixed(7)) };
}

function warn(code: ImportWarningCode, params: MessageParams = {}): ImportWarning {
  return { field: 'point', code, params };
}
