import { sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import { type TextSearch, matches, relevance } from '#modules/records/index.server.ts';

/** A search that names a place too: what is there and holds the other words is found as well. */
export type PracticeSearch = TextSearch & { place?: { rest: TextSearch; codes: string[] } };

/** Two questions of one index each: either of them alone would have to read every record. */
export function found({ db, territoryId }: Pick<Context, 'db' | 'territoryId'>, search: PracticeSearch) {
  const { place } = search;
  if (!place) return matches(search);
  const inWords = db
    .selectFrom('record')
    .select('record.id')
    .where('record.territory_id', '=', territoryId)
    .where('record.kind', '=', 'practice')
    .where(matches(search));
  const inPlace = db
    .selectFrom('practice')
    .innerJoin('record', 'record.id', 'practice.record_id')
    .select('record.id')
    .where('practice.territory_id', '=', territoryId)
    .where('record.territory_id', '=', territoryId)
    .where(sql<boolean>`practice.place_codes && ${place.codes}::text[]`)
    .$if(place.rest.text !== '', (query) => query.where(matches(place.rest)));
  return sql<boolean>`record.id in (${inWords} union ${inPlace})`;
}

/** How well a practice fits a search. In a place, all that is found holds the other words. */
export function fit(search: PracticeSearch) {
  const { place } = search;
  if (!place || place.rest.text === '') return relevance(search);
  return sql<number>`${relevance(place.rest)} + ${relevance(search)}`;
}
