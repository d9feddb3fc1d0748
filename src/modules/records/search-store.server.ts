import { type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Tables } from '#kernel/database.server.ts';
import { askedWords } from '#kernel/search-words.ts';
import { storableText } from '#kernel/storable-text.ts';
import type { Kind } from './record.ts';
import { type ResemblingWords, queryOf, resemblingWords } from './title-words.ts';
import { titleWords } from './title-words-store.server.ts';
import { visibleTo } from './visibility.server.ts';

/**
 * How a search matches, over the whole text. `words`: accents and endings forgiven. `typos`: the words that were probably meant,
 * tried only when no text has those that were typed.
 */
export type TextSearch =
  { mode: 'words'; text: string } | { mode: 'typos'; text: string; resembling: readonly ResemblingWords[] };

/** A search for the words as they are typed. */
export function textSearch(text: string): TextSearch {
  return { mode: 'words', text: storableText(text) };
}

/** A search for words of titles instead of those that no text has, each of them probably mistyped. */
export async function resemblingSearch(context: Context, text: string): Promise<TextSearch> {
  const asked = askedWords(text);
  const resembling = asked.length > 0 ? resemblingWords(asked, await titleWords(context)) : [];
  return { mode: 'typos', text: storableText(text), resembling };
}

/** Chooses the mode, so that a list, its count and its pages all match the same way. */
export async function prepareSearch(
  context: Context,
  search: { kind: Kind; text: string },
): Promise<TextSearch> {
  const words = textSearch(search.text);
  const found = await context.db
    .selectFrom('record')
    .select('record.id')
    .where('record.territory_id', '=', context.territoryId)
    .where('record.kind', '=', search.kind)
    .where(visibleTo(context))
    .where(matches(words))
    .limit(1)
    .executeTakeFirst();
  return found ? words : resemblingSearch(context, search.text);
}

/** What is searched for, as PostgreSQL reads it; with `rank`, all that makes a text a better find. */
export function wordsQuery(search: TextSearch, use: 'match' | 'rank' = 'match') {
  return search.mode === 'words'
    ? sql`websearch_to_tsquery('french_plain', ${search.text})`
    : sql`to_tsquery('french_plain', ${queryOf(search.resembling, use)})`;
}

/** A reserved text is found by its title and pitch only. */
export function matches(search: TextSearch): RawBuilder<SqlBool> {
  return sql<SqlBool>`(record.search @@ ${wordsQuery(search)} and
    (not record.body_reserved or ts_filter(record.search, '{a,b}') @@ ${wordsQuery(search)}))`;
}

/** Best matches first. */
export function relevance(search: TextSearch) {
  return sql<number>`ts_rank(record.search, ${wordsQuery(search, 'rank')})`;
}

/** Of a search that finds more, the newest are ranked and listed: to rank all that hold a common word takes seconds. */
export const mostFound = 2000;

/**
 * The newest of what a search finds among records of one kind, with what ranking them takes: one more than `mostFound`
 * when there are more.
 *
 * @param records of one kind, with what restricts them, the search included
 */
export function newestFound<Joined extends keyof Tables>(
  records: SelectQueryBuilder<Tables, 'record' | Joined, object>,
) {
  return (records as SelectQueryBuilder<Tables, 'record', object>)
    .select(['record.id', 'record.kind', 'record.title', 'record.updated_at', 'record.search'])
    .select(['record.confirmed_on', 'record.created_at'])
    .orderBy('record.updated_at', 'desc')
    .orderBy('record.id')
    .limit(mostFound + 1);
}
