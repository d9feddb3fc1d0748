import { type CommuneDirectory, epcisCalled, resolveCommuneIn } from '#modules/territories/index.ts';
import { plainWords } from './import/clean-text.ts';
import type { NamedPlace, PracticeDetails, Reach } from './practice.ts';

/** Where a practice is, by name: its communes and its EPCI, and how far it reaches. */
export type Places = Pick<
  PracticeDetails,
  'reach' | 'communeCode' | 'communeName' | 'alsoIn' | 'epciCode' | 'epciName'
>;

/** Most places of one practice, and longest name. */
export const placeLimits = { count: 60, length: 100 };

/** Names of places as people write several of them. No commune of France has a comma in its name. */
export function namesIn(text: string): string[] {
  const names = text.split(/[,;|\n]/).map((name) => name.trim());
  return [...new Map(names.filter(Boolean).map((name) => [plainWords(name) || name, name])).values()];
}

const everywhere = new Set([
  'partout',
  'everywhere',
  'tout le territoire',
  'ensemble du territoire',
  'l ensemble du territoire',
  'sur tout le territoire',
  'territoire entier',
  'toutes les communes',
]);

export function meansEverywhere(name: string): boolean {
  return everywhere.has(plainWords(name));
}

export interface PlaceKnowledge {
  directory: CommuneDirectory;
  /** INSEE codes of the territory: they settle which commune is meant when several bear a name. */
  preferred: readonly string[];
}

/**
 * The places that people named: communes first, else an EPCI, else "everywhere"; what is none of these is kept as it was
 * written.
 *
 * @param known places that were settled before: a name that stands among them keeps its code
 */
export function readPlaces(
  names: readonly string[],
  { directory, preferred }: PlaceKnowledge,
  known: readonly NamedPlace[] = [],
): Places {
  const communes: NamedPlace[] = [];
  const epcis: { code: string; name: string }[] = [];
  let isEverywhere = false;
  for (const name of names) {
    const found = known.find((one) => one.name === name) ?? communeCalled(name, { directory, preferred });
    const [epci, ...others] = found ? [] : epcisCalled(directory, name);
    if (epci && others.length === 0) epcis.push(epci);
    else {
      isEverywhere ||= meansEverywhere(name);
      communes.push(found ?? { code: null, name });
    }
  }
  const [first, ...alsoIn] = communes;
  const [epci] = epcis;
  return {
    communeCode: first?.code ?? null,
    communeName: first?.name ?? epci?.name ?? '',
    alsoIn,
    epciCode: epci?.code ?? null,
    epciName: epci?.name ?? '',
    reach: reachOf({ isEverywhere, hasEpci: epci !== undefined, communes: communes.length }),
  };
}

/** The commune that bears that name, if one is surely meant. */
export function communeCalled(name: string, { directory, preferred }: PlaceKnowledge): NamedPlace | null {
  const found = resolveCommuneIn(directory, { name, preferred });
  return found.certainty === 'unknown' ? null : { code: found.code, name: found.name };
}

function reachOf(told: { isEverywhere: boolean; hasEpci: boolean; communes: number }): Reach {
  if (told.isEverywhere) return 'everywhere';
  if (told.hasEpci) return 'epci';
  return told.communes > 1 ? 'communes' : 'place';
}

type Named = Pick<PracticeDetails, 'communeName' | 'alsoIn' | 'epciName'>;

/** The names of where a practice is, the first first. */
export function placeNames({ communeName, alsoIn, epciName }: Named): string[] {
  const others = [...alsoIn.map(({ name }) => name), epciName];
  return [...new Set([communeName, ...others])].filter(Boolean);
}

/** The text of which {@link namesIn} makes these places. */
export function placesText(details: Named): string {
  return placeNames(details).join(', ');
}

/** Names for a line of a list: the first ones, and how many more there are. */
export function fewPlaces(details: Named): { names: string; more: number } {
  const names = placeNames(details);
  const most = names.length > 4 ? 3 : 4;
  return { names: names.slice(0, most).join(', '), more: Math.max(0, names.length - most) };
}
