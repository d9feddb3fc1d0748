import { type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Tables } from '#kernel/database.server.ts';
import { storableText } from '#kernel/storable-text.ts';
import type { Kind } from './record.ts';
import { visibleTo } from './visibility.server.ts';

/**
 * How a search matches. `words`: accents and endings forgiven, over the whole text. `typos`: words of the
 * title that resemble what was typed, tried only when no text has the words themselves.
 */
export interface TextSearch {
  text: string;
  mode: 'words' | 'typos';
}

/** A search for the words as they are typed. */
export function textSearch(text: string): TextSearch {
  return { text: storableText(text), mode: 'words' };
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
  return found ? words : { ...words, mode: 'typos' };
}

/** What is searched for, as PostgreSQL reads it. */
export function wordsQuery({ text }: TextSearch) {
  return sql`websearch_to_tsquery('french_plain', ${text})`;
}

/**
 * For typos, the beginning of a word is enough (`<%`: "coop" finds "coopérative"), and so is a whole word with a letter
 * too many or too few (`<<%`: "epicrie" finds "épicerie"). A reserved text is found by its title and pitch only.
 */
export function matches(search: TextSearch): RawBuilder<SqlBool> {
  if (search.mode === 'words') {
    return sql<SqlBool>`(record.search @@ ${wordsQuery(search)} and
      (not record.body_reserved or ts_filter(record.search, '{a,b}') @@ ${wordsQuery(search)}))`;
  }
  const text = sql`plain_text(${search.text})`;
  return sql<SqlBool>`(${text} <% plain_text(record.title) or ${text} <<% plain_text(record.title))`;
}

/** Best matches first. */
export function relevance(search: TextSearch) {
  return search.mode === 'words'
    ? sql<number>`ts_rank(record.search, ${wordsQuery(search)})`
    : sql<number>`word_similarity(plain_text(${search.text}), plain_text(record.title))`;
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
