import type { Context } from '#kernel/context.ts';
import { type Piece, excerptOf, markWords } from '#kernel/excerpt.ts';
import { toPlainText } from '#kernel/rich-text/to-text.ts';
import { type AskedWords, answers, askedWords, wordOf, wordsOf } from '#kernel/search-words.ts';
import { storableLine } from '#kernel/storable-text.ts';
import type { Locale } from '#kernel/translate.ts';
import { type Kind, addressOf, kindPaths } from '#modules/records/index.ts';
import {
  type FoundRecord,
  type SearchWindow,
  type TextSearch,
  mostFound,
  resemblingSearch,
  searchRecords,
  textSearch,
} from '#modules/records/index.server.ts';
import { type SearchItem, type SearchResult, longestSearch } from './search-result.ts';
import { type SearchScope, searchScopes } from './search-scope.ts';
import {
  type SmallDocument,
  communeDocuments,
  foundAmong,
  smallDocuments,
} from './small-documents.server.ts';

/** What is asked of a search. */
export interface SearchQuery {
  text: string;
  /** One part of everything, or null for the best of each. */
  scope: SearchScope | null;
  /** From 1; one that is not there is the nearest that is. */
  page: number;
  locale: Locale;
}

const bestOfEach = 4;
const perPage = 20;
/** Characters of a text shown around the words. */
const excerptLength = 220;

/**
 * Everything that the actor may read and that holds the words, by what it is; when nothing does, what resembles them.
 * Accents, capitals and endings are forgiven; best first: titles, then pitches, then texts.
 */
export async function searchEverything(context: Context, query: SearchQuery): Promise<SearchResult> {
  const whole = storableLine(query.text);
  const text = whole.slice(0, longestSearch).toWellFormed();
  const asked = askedWords(text);
  const told = { text, isShortened: text.length < whole.length, hasWords: asked.length > 0 };
  if (asked.length === 0) return { ...told, resembling: false, groups: [], only: null };
  const documents = [
    ...(await smallDocuments(context, query.locale)),
    ...(await communeDocuments(context, asked)),
  ];
  const all = { query, asked, documents };
  const inWords = await find(context, { ...all, search: textSearch(text) });
  if (inWords.groups.length > 0) return { ...told, resembling: false, ...inWords };
  const typos = await find(context, { ...all, search: await resemblingSearch(context, text) });
  return { ...told, resembling: typos.groups.length > 0, ...typos };
}

interface Search {
  query: SearchQuery;
  asked: AskedWords[];
  documents: readonly SmallDocument[];
  search: TextSearch;
}

async function find(context: Context, asking: Search): Promise<Pick<SearchResult, 'groups' | 'only'>> {
  const { query, search } = asking;
  const asked = [...asking.asked, ...wordsMeant(search)];
  const records = await searchRecords(context, {
    search,
    kinds: Object.keys(kindPaths) as Kind[],
    window: windowOf(query),
  });
  const documents = Map.groupBy(
    foundAmong(asking.documents, asking.asked, search.mode),
    ({ scope }) => scope,
  );
  const totalOf = (scope: SearchScope) =>
    isSmall(scope) ? (documents.get(scope)?.length ?? 0) : (records.counts.get(scope) ?? 0);
  const pages = query.scope ? Math.max(1, Math.ceil(Math.min(totalOf(query.scope), mostFound) / perPage)) : 1;
  if (query.page > pages) return find(context, { ...asking, query: { ...query, page: pages } });
  const groups = searchScopes.flatMap((scope) => {
    const total = totalOf(scope);
    if (total === 0) return [];
    const items = isSmall(scope)
      ? documentsIn(documents.get(scope) ?? [], { scope, query }).map((one) =>
          documentItem(one, { asked, query }),
        )
      : records.items.filter(({ among }) => among === scope).map((one) => recordItem(one, asked));
    return [{ scope, total: Math.min(total, mostFound), isCut: total > mostFound, items }];
  });
  const only = groups.find(({ scope }) => scope === query.scope);
  return {
    groups: byBestTitle(groups, asked),
    only: query.scope
      ? { ...(only ?? { scope: query.scope, total: 0, isCut: false, items: [] }), page: query.page, pages }
      : null,
  };
}

/** The words that a mistyped search was understood as: they are marked like those that were typed. */
function wordsMeant(search: TextSearch): AskedWords[] {
  if (search.mode === 'words') return [];
  return search.resembling.map(({ all }) => ({ all: all.flat().map(wordOf), none: [] }));
}

function isSmall(scope: SearchScope): scope is SmallDocument['scope'] {
  return scope === 'commune' || scope === 'criterion' || scope === 'entry' || scope === 'topic';
}

function windowOf({ scope, page }: SearchQuery): SearchWindow {
  if (scope === null) return { bestOfEach };
  // Of records, only how many there are.
  if (isSmall(scope)) return { bestOfEach: 0 };
  return { among: scope, limit: perPage, offset: (page - 1) * perPage };
}

function documentsIn(
  found: readonly SmallDocument[],
  { scope, query }: { scope: SearchScope; query: SearchQuery },
): readonly SmallDocument[] {
  if (query.scope === null) return found.slice(0, bestOfEach);
  return query.scope === scope ? found.slice((query.page - 1) * perPage, query.page * perPage) : [];
}

type PartFound = SearchResult['groups'][number];

/** Groups whose best title holds the words come first; else in the order of {@link searchScopes}. */
function byBestTitle(groups: PartFound[], asked: readonly AskedWords[]): PartFound[] {
  const holds = ({ items: [best] }: PartFound) =>
    best !== undefined && answers(wordsOf(textOf(best.title)), asked) ? 0 : 1;
  return groups.toSorted((one, other) => holds(one) - holds(other));
}

function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('');
}

function recordItem(found: FoundRecord, asked: readonly AskedWords[]): SearchItem {
  const { comment, title, pitch, text, language } = found;
  const address = addressOf(found);
  const shown = comment
    ? {
        address: `${address}#comment-${comment.id}`,
        excerpt: excerptOf(toPlainText(comment.body), asked, excerptLength),
      }
    : { address, excerpt: bestExcerpt(pitch, text, asked) };
  return { key: comment?.id ?? found.id, title: markWords(title, asked), language, ...shown };
}

function documentItem(
  { key, title, text, address }: SmallDocument,
  { asked, query }: Pick<Search, 'asked' | 'query'>,
): SearchItem {
  return {
    key,
    title: markWords(title, asked),
    excerpt: excerptOf(text, asked, excerptLength),
    address,
    language: query.locale,
  };
}

/** The pitch says best what a record is, unless only its text holds the words. */
function bestExcerpt(pitch: string, text: string, asked: readonly AskedWords[]): Piece[] {
  const isMarked = (pieces: Piece[]) => pieces.some(({ marked }) => marked);
  const inPitch = excerptOf(pitch, asked, excerptLength);
  if (isMarked(inPitch)) return inPitch;
  const inText = excerptOf(text, asked, excerptLength);
  return pitch === '' || isMarked(inText) ? inText : inPitch;
}
