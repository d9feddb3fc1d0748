import { type Expression, type SqlBool, sql } from 'kysely';
import { type Context, hasRole } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { RichText } from '#kernel/rich-text/rich-text.ts';
import type { Kind, Language } from './record.ts';
import {
  type TextSearch,
  matches,
  mostFound,
  newestFound,
  relevance,
  wordsQuery,
} from './search-store.server.ts';
import { visibleTo } from './visibility.server.ts';

/** Either the best of each kind, or one page of one of them. */
export type SearchWindow =
  { bestOfEach: number } | { among: Kind | 'comment'; limit: number; offset: number };

/** A record that was found, or a comment on it. */
export interface FoundRecord {
  among: Kind | 'comment';
  id: Id;
  kind: Kind;
  shortId: string;
  slug: string;
  title: string;
  pitch: string;
  /** The beginning of the text; empty for a comment and for a reserved text. */
  text: string;
  language: Language;
  updatedAt: Date;
  comment: { id: Id; body: RichText } | null;
}

export interface FoundRecords {
  /** By kind, each kind’s best first. */
  items: FoundRecord[];
  /** How many of each kind are found, `mostFound + 1` standing for more; kinds without any are left out. */
  counts: Map<Kind | 'comment', number>;
}

/** Characters of a text in which the words to show are looked for. */
const textRead = 4000;

/**
 * What a search finds among the records that the actor may see, and the comments on them, in one question whatever the
 * window: ranking and counting both read everything found. Of each kind the newest `mostFound` are ranked, so that ten
 * thousand practices hide no lever. Comments are found by their words, never by likeness.
 */
export async function searchRecords(
  context: Context,
  options: { search: TextSearch; kinds: readonly Kind[]; window: SearchWindow },
): Promise<FoundRecords> {
  const { search, kinds, window } = options;
  if (kinds.length === 0) return { items: [], counts: new Map() };
  const parts: Expression<Found>[] = kinds.map((kind) => foundOfKind(context, kind, search));
  if (search.mode === 'words') parts.push(foundComments(context, kinds, search));
  const found = sql<Found>`(${sql.join(parts, sql` union all `)})`;
  const rows = await placedRows(context, found, window).execute();
  return {
    items: rows.filter((row) => isInWindow(row, window)).map(toFound),
    counts: new Map(rows.map(({ among, total }) => [among, total])),
  };
}

/** What one kind, or comments, add to everything found; each names its columns in this order, as a union demands. */
interface Found {
  id: Id;
  among: Kind | 'comment';
  comment_id: Id | null;
  rank: number;
  recency: Date;
}

function foundOfKind(context: Context, kind: Kind, search: TextSearch) {
  const records = context.db
    .selectFrom('record')
    .where('record.territory_id', '=', context.territoryId)
    .where('record.kind', '=', kind)
    .where(visibleTo(context))
    .where(matches(search));
  return context.db
    .selectFrom(newestFound(records).as('record'))
    .select(['record.id', sql<Found['among']>`record.kind`.as('among')])
    .select([sql<Id | null>`null::uuid`.as('comment_id'), relevance(search).as('rank')])
    .select('record.updated_at as recency');
}

/** Comments that the actor may read, on records that they may see. */
function foundComments(context: Context, kinds: readonly Kind[], search: TextSearch) {
  const { actor, territoryId } = context;
  const newest = context.db
    .selectFrom('record')
    .innerJoin('comment', 'comment.record_id', 'record.id')
    .select(['record.id', 'comment.id as comment_id', 'comment.created_at as recency', 'comment.search'])
    .where('record.territory_id', '=', territoryId)
    .where('comment.territory_id', '=', territoryId)
    .where(visibleTo(context))
    .where('record.kind', 'in', kinds)
    .where('comment.deleted_at', 'is', null)
    .where((eb) =>
      hasRole(actor, 'facilitator')
        ? eb.lit(true)
        : eb.or([eb('comment.hidden_at', 'is', null), eb('comment.author_id', '=', actor.personId)]),
    )
    .where(sql<SqlBool>`comment.search @@ ${wordsQuery(search)}`)
    .orderBy('comment.created_at', 'desc')
    .limit(mostFound + 1);
  return context.db
    .selectFrom(newest.as('comment'))
    .select(['comment.id', sql<Found['among']>`'comment'`.as('among'), 'comment.comment_id'])
    .select(sql<number>`ts_rank(comment.search, ${wordsQuery(search)})`.as('rank'))
    .select('comment.recency');
}

/** Those of the window with what is shown of them, and in any case the first of each kind, which tells how many there are. */
function placedRows(context: Context, found: Expression<Found>, window: SearchWindow) {
  const [least, most] =
    'bestOfEach' in window ? [1, window.bestOfEach] : [window.offset + 1, window.offset + window.limit];
  return context.db
    .with('found', () => found)
    .with('placed', (db) =>
      db
        .selectFrom('found')
        .select(['id', 'among', 'comment_id'])
        .select([
          sql<number>`row_number() over (partition by among order by rank desc, recency desc, id, comment_id)`.as(
            'place',
          ),
          sql<number>`count(*) over (partition by among)`.as('total'),
        ]),
    )
    .selectFrom('placed')
    .innerJoin('record', 'record.id', 'placed.id')
    .leftJoin('comment', (join) =>
      join.onRef('comment.id', '=', 'placed.comment_id').on('comment.territory_id', '=', context.territoryId),
    )
    .select([
      'placed.among',
      'placed.place',
      'placed.total',
      'placed.comment_id as commentId',
      'comment.body as commentBody',
      'record.id',
      'record.kind',
      'record.short_id as shortId',
      'record.slug',
      'record.title',
      'record.pitch',
      'record.language',
      'record.updated_at as updatedAt',
    ])
    .select(
      sql<string>`case when record.body_reserved then '' else left(record.body_text, ${textRead}) end`.as(
        'text',
      ),
    )
    .where('record.territory_id', '=', context.territoryId)
    .where((eb) => {
      const inWindow = [eb('placed.place', '>=', least), eb('placed.place', '<=', most)];
      const ofKind = 'among' in window ? [eb('placed.among', '=', window.among)] : [];
      return eb.or([eb('placed.place', '=', 1), eb.and([...inWindow, ...ofKind])]);
    })
    .orderBy('placed.among')
    .orderBy('placed.place');
}

type PlacedRow = Awaited<ReturnType<ReturnType<typeof placedRows>['execute']>>[number];

function isInWindow({ among, place }: PlacedRow, window: SearchWindow): boolean {
  if ('bestOfEach' in window) return place <= window.bestOfEach;
  return among === window.among && place > window.offset;
}

function toFound({ commentId, commentBody, place: _place, total: _total, ...shown }: PlacedRow): FoundRecord {
  return { ...shown, comment: commentId && commentBody ? { id: commentId, body: commentBody } : null };
}
