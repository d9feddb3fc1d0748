import { normaliseCommuneName } from './commune-names.ts';

export interface Epci {
  /** SIREN, nine digits. */
  code: string;
  name: string;
}

export interface CommuneCentre {
  /** WGS 84 degrees, to about 100 m where the town itself is known. */
  latitude: number;
  longitude: number;
  /** The whole commune lies within that many kilometres: 15 around its town, more where only its surroundings are known. */
  withinKm: number;
}

export interface Department {
  /** `35`, `2A`, `974`. */
  code: string;
  name: string;
}

/** A commune as the INSEE's official geographic code has it this year. */
export interface Commune {
  /** INSEE code, such as `35236`. */
  code: string;
  name: string;
  /** Code of its department: `35`, `2A`, `974`. */
  department: string;
  epci: Epci | null;
  postalCodes: string[];
  population: number | null;
  /** Null in French Guiana, whose communes are too vast, and in some islands. */
  centre: CommuneCentre | null;
}

/** Contents of `data/communes`. */
interface CommuneTables {
  communes: string;
  formerCommunes: string;
  epcis: string;
  departments: string;
}

/** Every commune of France. Lists of codes are texts separated by spaces, which take four times less memory. */
export interface CommuneDirectory {
  findByCode(code: string): Commune | undefined;
  /** The code of today's commune for one that has disappeared, or for a district of Paris, Lyon or Marseille. */
  findSuccessor(code: string): Commune | undefined;
  /** Communes that bear that name today, whatever its capitals, accents, hyphens or abbreviations. */
  findByName(name: string, among?: { department?: string }): Commune[];
  /** Today's communes of those that bore that name, or in which it is that of a delegated commune. */
  findByFormerName(name: string): Commune[];
  findByPostalCode(postalCode: string): Commune[];
  findEpci(code: string): Epci | undefined;
  listCommunesOfEpci(code: string): Commune[];
  listCommunesOfDepartment(code: string): Commune[];
  /** Communes one of whose words begins as this name does; those that begin with it first. */
  findAlike(name: string, limit: number): Commune[];
  epcis: readonly Epci[];
  departments: readonly Department[];
}

/** The directory of these tables. Each index is made when it is first needed, and communes when they are asked for. */
export function createCommuneDirectory(tables: CommuneTables): CommuneDirectory {
  const lines = new Map(rowsOf(tables.communes).map((line) => [line.slice(0, 5), line]));
  const epcis = new Map(rowsOf(tables.epcis).map(namedEntry));
  const byName = once(() => indexBy(lines, (line) => [normaliseCommuneName(cellAt(line, 1))]));
  const byPostalCode = once(() => indexBy(lines, (line) => cellAt(line, 3).split(' ').filter(Boolean)));
  const former = once(() => indexFormer(rowsOf(tables.formerCommunes), lines));

  function findByCode(code: string): Commune | undefined {
    const line = lines.get(code);
    return line === undefined ? undefined : parseCommune(line, epcis);
  }
  function findAll(codes: string | undefined): Commune[] {
    return (codes?.split(' ') ?? []).flatMap((code) => findByCode(code) ?? []);
  }
  function findAlike(name: string, limit: number): Commune[] {
    const key = normaliseCommuneName(name);
    const names = [...byName().keys()];
    const beginning = names.filter((one) => one.startsWith(key));
    const inside = names.filter((one) => one.includes(` ${key}`) && !one.startsWith(key));
    return [...beginning, ...inside]
      .slice(0, limit)
      .flatMap((one) => findAll(byName().get(one)))
      .slice(0, limit);
  }
  return {
    findByCode,
    findSuccessor: (code) => findByCode(former().successors.get(code) ?? ''),
    findByName: (name, among) =>
      findAll(byName().get(normaliseCommuneName(name))).filter(
        ({ department }) => among?.department === undefined || among.department === department,
      ),
    findByFormerName: (name) => findAll(former().byName.get(normaliseCommuneName(name))),
    findByPostalCode: (postalCode) => findAll(byPostalCode().get(postalCode)),
    findEpci: (code) => epcis.get(code),
    listCommunesOfEpci: (code) =>
      [...lines.values()].filter((line) => cellAt(line, 2) === code).map((line) => parseCommune(line, epcis)),
    listCommunesOfDepartment: (code) =>
      [...lines.values()]
        .filter((line) => departmentOf(line.slice(0, 5)) === code)
        .map((line) => parseCommune(line, epcis)),
    findAlike,
    epcis: [...epcis.values()],
    departments: rowsOf(tables.departments).map((line) => namedEntry(line)[1]),
  };
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

type Index = Map<string, string>;

function indexBy(lines: Index, keysOf: (line: string) => string[]): Index {
  const index: Index = new Map();
  for (const [code, line] of lines) for (const key of keysOf(line)) addTo(index, key, code);
  return index;
}

function indexFormer(rows: readonly string[], lines: Index): { successors: Index; byName: Index } {
  const successors: Index = new Map();
  const byName: Index = new Map();
  for (const row of rows) {
    const [code, name, current] = [cellAt(row, 0), cellAt(row, 1), cellAt(row, 2)];
    if (!lines.has(code)) successors.set(code, current);
    if (name) addTo(byName, normaliseCommuneName(name), current);
  }
  return { successors, byName };
}

/** One cell of a line, without cutting the others. */
function cellAt(line: string, column: number): string {
  let start = 0;
  for (let skipped = 0; skipped < column; skipped += 1) start = line.indexOf('\t', start) + 1;
  const end = line.indexOf('\t', start);
  return line.slice(start, end === -1 ? line.length : end);
}

/** Lines of a table without the names of its columns. */
function rowsOf(table: string): string[] {
  return table.split('\n').slice(1).filter(Boolean);
}

function addTo(index: Index, key: string, code: string): void {
  const before = index.get(key);
  if (before === undefined) index.set(key, code);
  else if (!before.includes(code)) index.set(key, `${before} ${code}`);
}

function namedEntry(line: string): [string, { code: string; name: string }] {
  const [code = '', name = ''] = line.split('\t');
  return [code, { code, name }];
}

function parseCommune(line: string, epcis: ReadonlyMap<string, Epci>): Commune {
  const [code = '', name = '', epci = '', postalCodes = '', population, latitude, longitude, withinKm] =
    line.split('\t');
  return {
    code,
    name,
    department: departmentOf(code),
    epci: epcis.get(epci) ?? null,
    postalCodes: postalCodes.split(' ').filter(Boolean),
    population: population ? Number(population) : null,
    centre: latitude
      ? { latitude: Number(latitude), longitude: Number(longitude), withinKm: Number(withinKm) }
      : null,
  };
}

/** `35236` → `35`, `97411` → `974`. */
export function departmentOf(code: string): string {
  return code.startsWith('97') || code.startsWith('98') ? code.slice(0, 3) : code.slice(0, 2);
}
