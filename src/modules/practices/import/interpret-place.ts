import {
  type Commune,
  type CommuneDirectory,
  type CommuneResolution,
  resolveCommuneIn,
} from '#modules/territories/index.ts';
import { shorten } from './clean-text.ts';
import { type Area, placePoint } from './coordinates.ts';
import { parseGeometry } from './formats/parse-geometry.ts';
import { shortened } from './interpret-values.ts';
import type { ImportWarning, ImportWarningCode } from './import-codes.ts';
import type { NamedPlace } from '../practice.ts';
import { type Area as DrawnArea, areaFrom, middleOf, readArea } from '../practice-area.ts';
import {
  type Places,
  communeCalled,
  meansEverywhere,
  namesIn,
  placeLimits,
  readPlaces,
} from '../practice-place.ts';
import type { Point, PracticeDraft } from './practice-draft.ts';
import type { RowCells } from './row-cells.ts';

/** What a whole import knows beforehand. */
export interface ImportSurroundings {
  communes: CommuneDirectory;
  /** INSEE codes of the territory: they settle which commune is meant when several bear a name. */
  preferredCommunes?: readonly string[];
  /** Where records are expected; a point outside whose mirror is inside has probably lost its sign. */
  area?: Area;
  /** Longitudes of this file have lost their sign wherever that can be told. */
  hasLostSigns?: boolean;
}

type Place = Pick<PracticeDraft, 'place' | 'postalCode' | 'point' | 'pointIsDoubtful' | 'area'> & Places;

/** Longest address or name of a place. */
const longestPlace = 300;

export function interpretPlace(row: RowCells, surroundings: ImportSurroundings): Place {
  const place = shortened(row, 'address', longestPlace);
  const postalCode = readPostalCode(row);
  const several = severalPlaces(row, surroundings);
  const found: CommuneResolution = several
    ? { certainty: 'unknown', reason: 'nothing-given', code: null, name: null, isFormer: false }
    : findCommune(row, { address: place, postalCode }, surroundings);
  const commune = found.code === null ? undefined : surroundings.communes.findByCode(found.code);
  const { point, isDoubtful, warnings } = placePoint(
    {
      latitude: row.lineOf('latitude'),
      longitude: row.lineOf('longitude'),
      point: row.lineOf('point'),
      x: row.lineOf('x'),
      y: row.lineOf('y'),
    },
    {
      commune: found.certainty === 'certain' ? commune : undefined,
      area: surroundings.area,
      hasLostSigns: surroundings.hasLostSigns,
    },
  );
  row.warnings.push(...warnings);
  keepUnreadCoordinates(row, warnings);
  if (commune && differs(postalCode, commune) && !/cedex/i.test(row.lineOf('communeName'))) {
    row.warn('postalCode', 'postal-code-differs', { postalCode, commune: commune.name });
  }
  const communeName = found.name ?? (several ? '' : shortened(row, 'communeName', 100));
  const places = withReach(row, several ?? alone({ code: found.code, name: communeName }), surroundings);
  const area = drawnArea(row, warnings);
  if (!point && !area && !places.communeName && !place) row.warn(null, 'no-place');
  return {
    place,
    postalCode: found.reason === 'code-as-postal-code' ? '' : postalCode || onlyPostalCode(commune),
    ...places,
    ...(area && { reach: 'area' }),
    point: point ?? (area && middlePoint(area)),
    pointIsDoubtful: isDoubtful,
    area,
  };
}

/** Corrections of a point that its area would need too. */
const moves: ReadonlySet<ImportWarningCode> = new Set([
  'coordinates-swapped',
  'longitude-sign-restored',
  'longitude-sign-doubtful',
  'point-outside-france',
  'point-far-from-commune',
]);

/** The surface that a cell draws in GeoJSON; one that stands elsewhere than it should is kept under its column's name. */
function drawnArea(row: RowCells, ofPoint: readonly ImportWarning[]): DrawnArea | null {
  const [cell] = row.cellsOf('area');
  if (!cell) return areaOfPoint(row, ofPoint);
  const area = ofPoint.some(({ code }) => moves.has(code)) ? null : readArea(cell.text);
  if (area) return area;
  row.warn('area', 'area-not-understood');
  row.keepExtra(cell);
  return null;
}

/** A table may have a single column for where things are, with points and surfaces in it. */
function areaOfPoint(row: RowCells, ofPoint: readonly ImportWarning[]): DrawnArea | null {
  const drawn = parseGeometry(row.cellsOf('point')[0]?.text ?? '');
  return ofPoint.some(({ code }) => moves.has(code)) ? null : areaFrom(drawn);
}

function middlePoint(area: DrawnArea): Point {
  const { lat, lng } = middleOf(area);
  return { latitude: lat, longitude: lng };
}

function alone({ code, name }: NamedPlace): Places {
  const reach = code === null && meansEverywhere(name) ? 'everywhere' : 'place';
  return { communeCode: code, communeName: name, alsoIn: [], epciCode: null, epciName: '', reach };
}

/** Communes that one cell names together: only when every name of it is surely one, for a name may hold a comma. */
function severalPlaces(
  row: RowCells,
  { communes, preferredCommunes = [] }: ImportSurroundings,
): Places | undefined {
  const text = row.cellsOf('communeName')[0]?.text ?? '';
  if (!/[,;|\n/]|\set\s/.test(text) || row.lineOf('communeCode') !== '') return undefined;
  const knowledge = { directory: communes, preferred: preferredCommunes };
  const splits = [namesIn(text.replaceAll('/', ',')), namesIn(text.replaceAll(/\set\s|\//g, ','))];
  const names = splits.find(
    (some) =>
      some.length > 1 &&
      some.length <= placeLimits.count &&
      some.every((name) => communeCalled(name, knowledge) !== null),
  );
  return names && readPlaces(names, knowledge);
}

/** What a column of its own says of how far it reaches: communes, an EPCI, everywhere. The rest stays under its name. */
function withReach(
  row: RowCells,
  places: Places,
  { communes, preferredCommunes = [] }: ImportSurroundings,
): Places {
  const [cell] = row.cellsOf('reach');
  if (!cell) return places;
  const names = namesIn(cell.text).map((name) => shorten(name, placeLimits.length));
  const own = places.communeName ? [{ code: places.communeCode, name: places.communeName }] : [];
  const told = readPlaces(
    names.slice(0, placeLimits.count),
    { directory: communes, preferred: preferredCommunes },
    [...own, ...places.alsoIn],
  );
  const all = [
    ...(told.communeName && told.communeName !== told.epciName ? [asPlace(told)] : []),
    ...told.alsoIn,
  ];
  const isUnderstood = told.reach === 'everywhere' || all.every(({ code }) => code !== null);
  if (!isUnderstood) {
    row.warn('reach', 'reach-not-understood', { value: shorten(cell.text, 100) });
    row.keepExtra(cell);
    return places;
  }
  if (own.length === 0) return told;
  const others = [...places.alsoIn, ...(told.reach === 'everywhere' ? [] : all)].filter(
    ({ code, name }) => name !== places.communeName && (code === null || code !== places.communeCode),
  );
  const alsoIn = [...new Map(others.map((one) => [one.code ?? one.name, one])).values()];
  const reach = told.reach === 'place' && alsoIn.length > 0 ? 'communes' : told.reach;
  return { ...places, alsoIn, epciCode: told.epciCode, epciName: told.epciName, reach };
}

function asPlace({ communeCode, communeName }: Places): NamedPlace {
  return { code: communeCode, name: communeName };
}

function readPostalCode(row: RowCells): string {
  const [cell] = row.cellsOf('postalCode');
  if (!cell) return '';
  const digits = cell.text.replace(/[.,]0+$/, '').replaceAll(/\s|^F-/g, '');
  if (/^\d{4,5}$/.test(digits)) return digits.padStart(5, '0');
  row.warn('postalCode', 'postal-code-not-understood', { value: shorten(cell.text, 50) });
  row.keepExtra(cell);
  return /(?<!\d)\d{5}(?!\d)/.exec(cell.text)?.[0] ?? '';
}

function differs(postalCode: string, { postalCodes }: Commune): boolean {
  return postalCode !== '' && postalCodes.length > 0 && !postalCodes.includes(postalCode);
}

function onlyPostalCode(commune: Commune | undefined): string {
  return commune?.postalCodes.length === 1 ? (commune.postalCodes[0] ?? '') : '';
}

/** From its columns; else from the end of the address, when postal code and name agree there. */
function findCommune(
  row: RowCells,
  { address, postalCode }: { address: string; postalCode: string },
  { communes, preferredCommunes }: ImportSurroundings,
): CommuneResolution {
  const name = row.lineOf('communeName');
  const query = { code: row.lineOf('communeCode'), name, postalCode, preferred: preferredCommunes };
  const found = resolveCommuneIn(communes, query);
  if (found.certainty !== 'unknown') {
    warnOf(row, { found, name, postalCode });
    return found;
  }
  const inAddress = /(?<!\d)(\d{5})\s+([\p{L}][\p{L}\s’'-]+)$/u.exec(address);
  const byAddress = inAddress
    ? resolveCommuneIn(communes, { name: inAddress[2], postalCode: inAddress[1] })
    : found;
  if (byAddress.certainty === 'certain') return byAddress;
  warnOf(row, { found, name, postalCode });
  return found;
}

function warnOf(
  row: RowCells,
  { found, name, postalCode }: { found: CommuneResolution; name: string; postalCode: string },
): void {
  const given = shorten(name || row.lineOf('communeCode') || postalCode, 100);
  if (found.certainty === 'unknown') {
    if (found.reason === 'several-communes') row.warn('commune', 'several-communes', { given });
    if (found.reason === 'not-found') row.warn('commune', 'commune-not-found', { given });
    return;
  }
  if (found.isFormer) row.warn('commune', 'commune-merged', { given, commune: found.name });
  if (found.certainty === 'certain') return;
  const params = { given, commune: found.name };
  if (found.reason === 'name-differs-from-code') row.warn('commune', 'commune-name-differs', params);
  if (found.reason === 'name-not-found') row.warn('commune', 'commune-name-not-found', params);
}

function keepUnreadCoordinates(row: RowCells, warnings: readonly { code: string }[]): void {
  if (
    !warnings.some(({ code }) => code === 'coordinates-not-understood' || code === 'coordinates-incomplete')
  )
    return;
  for (const field of ['latitude', 'longitude', 'point', 'x', 'y'] as const) {
    for (const cell of row.cellsOf(field)) row.keepExtra(cell);
  }
}
