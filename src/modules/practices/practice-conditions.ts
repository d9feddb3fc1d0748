import type { ColumnName } from './columns/practice-columns.ts';
import type { Condition } from './columns/select-rows.ts';
import type { Facet, PreparedFilters } from './practice-filters.ts';

/** The column that each filter asks of. */
export const columnOf: Readonly<Record<Facet, ColumnName>> = {
  theme: 'topics',
  challenge: 'topics',
  community: 'topics',
  tag: 'tags',
  purpose: 'purpose',
  status: 'status',
  state: 'status',
  sector: 'sector',
  legal_status: 'legal',
  milieu: 'milieu',
  digital: 'digital',
  reach: 'reach',
  commune: 'places',
  epci: 'places',
  source: 'source',
};

/** What filters ask of the columns: one condition for each that was chosen, which any of its values satisfies. */
export function conditionsOf(filters: PreparedFilters): Condition[] {
  const { about, places } = filters;
  const chosen: Partial<Record<Facet, readonly string[] | undefined>> = {
    ...about,
    ...places,
    tag: filters.tag,
    purpose: filters.purpose,
    status: filters.status,
    sector: filters.sector,
    legal_status: filters.legal_status,
    milieu: filters.milieu,
    digital: filters.digital,
    reach: filters.reach,
    source: filters.source,
  };
  const conditions = (Object.keys(columnOf) as Facet[]).flatMap((facet): Condition[] => {
    const values = chosen[facet];
    if (!values) return [];
    const wanted = new Set(values);
    return [{ facet, column: columnOf[facet], accepts: (held) => held.some((value) => wanted.has(value)) }];
  });
  const { state } = filters;
  if (!state) return conditions;
  const accepts = ([status]: readonly string[]) => state.includes(stateOf(status));
  return [...conditions, { facet: 'state', column: 'status', accepts }];
}

/** An idea may come to be; every other practice exists, or existed. */
function stateOf(status: string | undefined): 'potential' | 'existing' {
  return status === 'idea' ? 'potential' : 'existing';
}
