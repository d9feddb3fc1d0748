import { normaliseCommuneName } from './commune-names.ts';
import type { CommuneDirectory, Epci } from './communes.ts';

/** The kinds of EPCI, as official names and people put them before the name itself. */
const kindWords =
  /^(cc|ca|cu|communaute (de communes|d agglomeration|urbaine)|agglomeration|metropole)( (du|de la|de l|des|de|d))? /;

function keyOf(name: string): string {
  const key = normaliseCommuneName(name);
  return key.replace(kindWords, '');
}

const indexes = new WeakMap<CommuneDirectory, Map<string, Epci[]>>();

/**
 * The EPCI that are called so, whatever the words for their kind: `Redon Agglomération`, `CA Redon Agglomération`; or the
 * one of that SIREN.
 */
export function epcisCalled(directory: CommuneDirectory, name: string): Epci[] {
  const byCode = directory.findEpci(name.trim());
  if (byCode) return [byCode];
  let index = indexes.get(directory);
  if (!index) {
    index = Map.groupBy(directory.epcis, (epci) => keyOf(epci.name));
    indexes.set(directory, index);
  }
  return index.get(keyOf(name)) ?? [];
}
