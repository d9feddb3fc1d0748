import { sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { JournalPosition } from '#kernel/journal.server.ts';
import type { Locale } from '#kernel/translate.ts';
import type { Rhythm } from './rhythm.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    news_reader: NewsReaderTable;
  }
}

interface NewsReaderTable {
  territory_id: Id;
  person_id: Id;
  rhythm: Rhythm;
  language: Locale;
  transaction_id: string;
  sequence: number;
  told_for: string;
}

/** How someone wishes to be told, and the round they were last told in. */
export interface NewsReader {
  personId: Id;
  rhythm: Rhythm;
  language: Locale;
  toldFor: string;
}

const columns = ['person_id as personId', 'rhythm', 'language', 'told_for as toldFor'] as const;

/** How those are told who chose nothing. */
export const usualRhythm: Rhythm = 'daily';

/** Someone who follows something and has no place in the journal yet. */
interface Newcomer {
  personId: Id;
  /** When they began to follow. */
  since: Date;
  language: Locale;
  from: string;
}

/**
 * Makes readers of those who follow something and are none yet. They are told from where their first follow stands in the
 * journal; in English, if all that they made is written in it, until they choose.
 *
 * @param roundOf the round in which someone stands who began to follow at that moment
 */
export async function addReaders(context: Context, roundOf: (since: Date) => string): Promise<void> {
  const { db, territoryId } = context;
  const { rows } = await sql<Newcomer>`
    select follow.person_id as "personId", min(follow.since) as since,
           case when bool_and(record.language = 'en') then 'en' else 'fr' end as language,
           (array_agg(follow.from_transaction order by follow.from_transaction))[1] as "from"
    from follow left join record on record.id = follow.record_id and record.territory_id = ${territoryId}
    where follow.territory_id = ${territoryId} and not exists (
      select from news_reader
      where news_reader.territory_id = ${territoryId} and news_reader.person_id = follow.person_id)
    group by follow.person_id`.execute(db);
  for (const { personId, since, language, from } of rows) {
    await db
      .insertInto('news_reader')
      .values({
        territory_id: territoryId,
        person_id: personId,
        rhythm: usualRhythm,
        language,
        transaction_id: from,
        sequence: 0,
        told_for: roundOf(since),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Everyone on the territory who follows something and wishes to be told. */
export async function selectReaders({ db, territoryId }: Context): Promise<NewsReader[]> {
  return db
    .selectFrom('news_reader')
    .select(columns)
    .where('territory_id', '=', territoryId)
    .where('rhythm', '!=', 'never')
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('follow')
          .select('follow.id')
          .where('follow.territory_id', '=', territoryId)
          .whereRef('follow.person_id', '=', 'news_reader.person_id'),
      ),
    )
    .orderBy('person_id')
    .execute();
}

export async function findReader(
  { db, territoryId }: Context,
  personId: Id,
): Promise<NewsReader | undefined> {
  return db
    .selectFrom('news_reader')
    .select(columns)
    .where('territory_id', '=', territoryId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
}

/**
 * A reader with their place in the journal, held until the transaction ends; undefined while another node holds them: it
 * tells them.
 */
export async function holdReader(
  { db, territoryId }: Context,
  personId: Id,
): Promise<(NewsReader & JournalPosition) | undefined> {
  return db
    .selectFrom('news_reader')
    .select(columns)
    .select(['transaction_id as transactionId', 'sequence'])
    .where('territory_id', '=', territoryId)
    .where('person_id', '=', personId)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

/** Notes up to where a reader was told, and in which round. */
export async function moveReader(
  { db, territoryId }: Context,
  personId: Id,
  { position, toldFor }: { position: JournalPosition; toldFor: string },
): Promise<void> {
  await db
    .updateTable('news_reader')
    .set({ transaction_id: position.transactionId, sequence: position.sequence, told_for: toldFor })
    .where('territory_id', '=', territoryId)
    .where('person_id', '=', personId)
    .execute();
}

/** Notes how someone wishes to be told; whoever had stopped is told of nothing that happened meanwhile. */
export async function saveWish(
  { db, territoryId }: Context,
  personId: Id,
  wish: { rhythm: Rhythm; language: Locale; toldFor: string },
): Promise<void> {
  const here = sql<string>`journal_transaction(pg_snapshot_xmin(pg_current_snapshot()))`;
  const values = { rhythm: wish.rhythm, language: wish.language, told_for: wish.toldFor };
  await db
    .insertInto('news_reader')
    .values({ territory_id: territoryId, person_id: personId, ...values, transaction_id: here, sequence: 0 })
    .onConflict((conflict) =>
      conflict.columns(['territory_id', 'person_id']).doUpdateSet({
        ...values,
        transaction_id: sql`case when news_reader.rhythm = 'never' then ${here} else news_reader.transaction_id end`,
        sequence: sql`case when news_reader.rhythm = 'never' then 0 else news_reader.sequence end`,
      }),
    )
    .execute();
}

export async function deleteReader({ db, territoryId }: Context, personId: Id): Promise<void> {
  await db
    .deleteFrom('news_reader')
    .where('territory_id', '=', territoryId)
    .where('person_id', '=', personId)
    .execute();
}
