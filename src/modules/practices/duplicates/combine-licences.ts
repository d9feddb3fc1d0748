/** Whether texts under two licences may stand in one record, and under which of the two. */
export type Combination = { licence: string } | { problem: 'unknown' | 'not-combined' };

/**
 * Of each licence, those under which a text that also holds it may be given on, beside itself. CC0 asks for nothing. Licence Ouverte
 * 2.0 asks for the source to be named and says that it fits licences that ask the same (Etalab, 2017). CC BY fits CC BY-SA (Creative
 * Commons, FAQ "Can I combine material under different licenses?"). CC BY 4.0 is given on under ODbL only with the consent of its
 * authors (OpenStreetMap Foundation, "Waiver and Permission Templates"), and ODbL and CC BY-SA each want the whole for themselves.
 */
const goesUnder: Readonly<Record<string, readonly string[]>> = {
  'CC0-1.0': ['etalab-2.0', 'CC-BY-4.0', 'CC-BY-SA-4.0', 'ODbL-1.0'],
  'etalab-2.0': ['CC-BY-4.0', 'CC-BY-SA-4.0', 'ODbL-1.0'],
  'CC-BY-4.0': ['CC-BY-SA-4.0'],
  'CC-BY-SA-4.0': [],
  'ODbL-1.0': [],
};

/**
 * @param first SPDX identifier, or what a source calls its licence; empty when nobody said
 * @example combineLicences('etalab-2.0', 'ODbL-1.0') // { licence: 'ODbL-1.0' }
 * @example combineLicences('CC-BY-SA-4.0', 'ODbL-1.0') // { problem: 'not-combined' }
 */
export function combineLicences(first: string, second: string): Combination {
  if (first === second) return { licence: first };
  const [under, over] = [goesUnder[first], goesUnder[second]];
  if (!under || !over) return { problem: 'unknown' };
  if (under.includes(second)) return { licence: second };
  if (over.includes(first)) return { licence: first };
  return { problem: 'not-combined' };
}
