import { normaliseCommuneName } from './commune-names.ts';
import type { Commune, CommuneDirectory } from './communes.ts';

export const placeKinds = ['epci', 'department', 'commune'] as const;
export type PlaceKind = (typeof placeKinds)[number];

/** Communes that can be added to a territory at once. */
export interface Place {
  kind: PlaceKind;
  /** SIREN, code of the department or INSEE code. */
  code: string;
  name: string;
  /** How many communes there are, and how many people live there. */
  communes: number;
  population: number;
}

/** Most places of each kind that a search gives. */
const mostFound = 12;

/** EPCI, departments and communes that people may mean by a name, a postal code or an official code. */
export function placesCalled(directory: CommuneDirectory, text: string): Place[] {
  const key = normaliseCommuneName(text);
  if (key.length < 2) return [];
  const bears = ({ code, name }: { code: string; name: string }) =>
    code.toLowerCase() === key || ` ${normaliseCommuneName(name)}`.includes(` ${key}`);
  const groups = [
    ...directory.epcis.filter(bears).map((one) => ({ ...one, kind: 'epci' as const })),
    ...directory.departments.filter(bears).map((one) => ({ ...one, kind: 'department' as const })),
  ];
  const communes = [
    ...[directory.findByCode(key.toUpperCase()) ?? []].flat(),
    ...directory.findByPostalCode(key),
    ...directory.findAlike(text, mostFound),
  ];
  const apart = [...new Map(communes.map((commune) => [commune.code, commune])).values()];
  return [
    ...placeKinds
      .slice(0, 2)
      .flatMap((kind) => groups.filter((group) => group.kind === kind).slice(0, mostFound))
      .map((group) => ({ ...group, ...sumOf(communesIn(directory, group) ?? []) })),
    ...apart.slice(0, mostFound).map(({ code, name, population }) => ({
      kind: 'commune' as const,
      code,
      name,
      communes: 1,
      population: population ?? 0,
    })),
  ];
}

/** The communes of a place; undefined when nothing has that code. */
export function communesIn(
  directory: CommuneDirectory,
  { kind, code }: { kind: string; code: string },
): Commune[] | undefined {
  const found = {
    epci: () => directory.listCommunesOfEpci(code),
    department: () => directory.listCommunesOfDepartment(code),
    commune: () => [directory.findByCode(code) ?? []].flat(),
  };
  const known = placeKinds.find((one) => one === kind);
  const communes = known && code ? found[known]() : [];
  return communes.length > 0 ? communes : undefined;
}

function sumOf(communes: readonly Commune[]): { communes: number; population: number } {
  return {
    communes: communes.length,
    population: communes.reduce((sum, { population }) => sum + (population ?? 0), 0),
  };
}

/** Communes of a territory that belong together. */
export interface CommuneGroup {
  /** SIREN of their EPCI; empty for those that belong to none, and for codes that no commune has today. */
  code: string;
  name: string;
  communes: Pick<Commune, 'code' | 'name' | 'department' | 'population'>[];
  population: number;
}

/** The communes of these codes by EPCI, the most populated first; a code that no commune has today is its own name. */
export function groupedCommunes(directory: CommuneDirectory, codes: readonly string[]): CommuneGroup[] {
  const communes = codes.map(
    (code): Commune | (Pick<Commune, 'code' | 'name' | 'department' | 'population'> & { epci: null }) =>
      directory.findByCode(code) ?? { code, name: code, department: '', population: null, epci: null },
  );
  const groups = Map.groupBy(communes, ({ epci }) => epci?.code ?? '');
  return [...groups]
    .map(([code, ofGroup]) => ({
      code,
      name: directory.findEpci(code)?.name ?? '',
      communes: ofGroup
        .map(({ code: own, name, department, population }) => ({ code: own, name, department, population }))
        .toSorted((one, other) => one.name.localeCompare(other.name, 'fr')),
      population: ofGroup.reduce((sum, { population }) => sum + (population ?? 0), 0),
    }))
    .toSorted(
      (one, other) =>
        Number(one.code === '') - Number(other.code === '') || other.population - one.population,
    );
}
