import { type LeverDetails, competentBodies, phases, postures } from './lever.ts';

/** The filters of the list of levers, by the names they have in its address. */
export const leverFilterNames = ['phase', 'posture', 'competent', 'brake'] as const;
export type LeverFilterName = (typeof leverFilterNames)[number];
export type LeverFilters = Partial<Record<LeverFilterName, string | undefined>>;

/** What filtering looks at. */
export type FilteredLever = Pick<LeverDetails, 'phase' | 'posture' | 'competent' | 'brakes'>;

const valuesOf: Record<LeverFilterName, (lever: FilteredLever) => readonly string[]> = {
  phase: (lever) => [lever.phase],
  posture: (lever) => [lever.posture],
  competent: (lever) => lever.competent,
  brake: (lever) => lever.brakes,
};

/**
 * Reads the filters of an address. A value that is not one of the choices is left aside and named, rather than
 * answering a person with an error.
 *
 * @param brakes ids of the brakes one may filter by
 */
export function readLeverFilters(
  query: URLSearchParams,
  brakes: readonly string[],
): { filters: LeverFilters; ignored: LeverFilterName[] } {
  const choices: Record<LeverFilterName, readonly string[]> = {
    phase: phases,
    posture: postures,
    competent: competentBodies,
    brake: brakes,
  };
  const filters: LeverFilters = {};
  const ignored: LeverFilterName[] = [];
  for (const name of leverFilterNames) {
    const value = query.get(name)?.trim() ?? '';
    if (value === '') continue;
    if (choices[name].includes(value)) filters[name] = value;
    else ignored.push(name);
  }
  return { filters, ignored };
}

export function filterLevers<One extends FilteredLever>(
  levers: readonly One[],
  filters: LeverFilters,
): One[] {
  return levers.filter((lever) =>
    leverFilterNames.every((name) => {
      const wanted = filters[name];
      return wanted === undefined || valuesOf[name](lever).includes(wanted);
    }),
  );
}

/**
 * For each filter, how many levers each of its values would leave, the other filters staying as they are. Values that
 * would leave none are absent.
 */
export function countChoices(
  levers: readonly FilteredLever[],
  filters: LeverFilters,
): Record<LeverFilterName, Map<string, number>> {
  const countOf = (name: LeverFilterName) => {
    const others = { ...filters, [name]: undefined };
    const counts = new Map<string, number>();
    for (const lever of filterLevers(levers, others)) {
      for (const value of valuesOf[name](lever)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return counts;
  };
  return {
    phase: countOf('phase'),
    posture: countOf('posture'),
    competent: countOf('competent'),
    brake: countOf('brake'),
  };
}
