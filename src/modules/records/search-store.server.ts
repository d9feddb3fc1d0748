import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
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

/**
 * For typos, the beginning of a word is enough (`<%`: "coop" finds "coopérative"), and so is a whole word with a letter
 * too many or too few (`<<%`: "epicrie" finds "épicerie").
 */
export function matches(search: TextSearch): RawBuilder<SqlBool> {
  if (search.mode === 'words')
    return sql<SqlBool>`record.search @@ websearch_to_tsquery('french_plain', ${search.text})`;
  const text = sql`plain_text(${search.text})`;
  return sql<SqlBool>`(${text} <% plain_text(record.title) or ${text} <<% plain_text(record.title))`;
}

/** Best matches first. */
export function relevance(search: TextSearch) {
  return search.mode === 'words'
    ? sql<number>`ts_rank(record.search, websearch_to_tsquery('french_plain', ${search.text}))`
    : sql<number>`word_similarity(plain_text(${search.text}), plain_text(record.title))`;
}
