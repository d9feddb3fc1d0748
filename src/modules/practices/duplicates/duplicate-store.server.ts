import { type ColumnType, sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { JournalPosition } from '#kernel/journal.server.ts';
import type { Likeable, LikenessReason } from './likeness.ts';
import type { PairState } from './pair-state.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    duplicate_key: DuplicateKeyTable;
    duplicate_pair: DuplicatePairTable;
    duplicate_search: DuplicateSearchTable;
  }
}

interface DuplicateKeyTable {
  record_id: Id;
  territory_id: Id;
  key: string;
}

interface DuplicatePairTable {
  first_id: Id;
  second_id: Id;
  territory_id: Id;
  score: number;
  reasons: ColumnType<LikenessReason[], string, string>;
  state: PairState;
  said: boolean;
}

interface DuplicateSearchTable {
  territory_id: Id;
  transaction_id: string;
  sequence: number;
  read_up_to: Id | null;
  looked_at: Date;
}

/** Where a search works: nobody asks for it. */
export type SearchScope = Pick<Context, 'db' | 'territoryId' | 'clock'>;

export interface SearchState extends JournalPosition {
  readUpTo: Id | null;
  lookedAt: Date;
}

export async function findSearch({ db, territoryId }: SearchScope): Promise<SearchState | undefined> {
  return db
    .selectFrom('duplicate_search')
    .select([
      'transaction_id as transactionId',
      'sequence',
      'read_up_to as readUpTo',
      'looked_at as lookedAt',
    ])
    .where('territory_id', '=', territoryId)
    .executeTakeFirst();
}

/** The end of the journal as a reader who keeps its order sees it. */
export async function journalEnd({ db, territoryId }: SearchScope): Promise<JournalPosition> {
  const row = await db
    .selectFrom('journal_entry')
    .select(['transaction_id as transactionId', 'sequence'])
    .where('territory_id', '=', territoryId)
    .where(
      sql<boolean>`transaction_id < (select journal_transaction(pg_snapshot_xmin(pg_current_snapshot())))`,
    )
    .orderBy('transaction_id', 'desc')
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? { transactionId: '0', sequence: 0 };
}

export async function saveSearch(
  { db, territoryId, clock }: SearchScope,
  { transactionId, sequence, readUpTo }: Omit<SearchState, 'lookedAt'>,
): Promise<void> {
  const values = {
    transaction_id: transactionId,
    sequence,
    read_up_to: readUpTo,
    looked_at: clock.now(),
  };
  await db
    .insertInto('duplicate_search')
    .values({ territory_id: territoryId, ...values })
    .onConflict((conflict) => conflict.column('territory_id').doUpdateSet(values))
    .execute();
}

/** Lets one search of a territory go on at a time, until the transaction ends. */
export async function takeSearchTurn({ db, territoryId }: SearchScope): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('duplicates'), hashtext(${territoryId}))`.execute(db);
}

/** The next practices in the order of their ids, for a first reading of all. */
export async function nextPractices(
  { db, territoryId }: SearchScope,
  { after, limit }: { after: Id | null; limit: number },
): Promise<Id[]> {
  let query = db
    .selectFrom('record')
    .select('id')
    .where('territory_id', '=', territoryId)
    .where('kind', '=', 'practice');
  if (after !== null) query = query.where('id', '>', after);
  return (await query.orderBy('id').limit(limit).execute()).map(({ id }) => id);
}

export async function countPracticesRead({ db, territoryId }: SearchScope): Promise<number> {
  const { count } = await db
    .selectFrom('record')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('territory_id', '=', territoryId)
    .where('kind', '=', 'practice')
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** What the practices that may be compared say of themselves: drafts, deleted, hidden and merged ones may not. */
export async function likeablesOf(
  { db, territoryId }: SearchScope,
  ids: readonly Id[],
): Promise<Map<Id, Omit<Likeable, 'homonyms' | 'among'>>> {
  const { rows } = await sql<{
    id: Id;
    title: string;
    code: string | null;
    name: string;
    lat: number | null;
    lng: number | null;
    website: string;
    text: string;
    email: string | null;
    phone: string | null;
  }>`
    select record.id, title, commune_code as code, commune_name as name, website, left(body_text, 300) as text,
      case when point_is_doubtful then null else lat end as lat,
      case when point_is_doubtful then null else lng end as lng, contact.email, contact.phone
    from record
    join practice on practice.record_id = record.id and practice.territory_id = ${territoryId}
    left join practice_contact as contact on contact.record_id = record.id and contact.territory_id = ${territoryId}
    where record.territory_id = ${territoryId} and record.id = any(${ids}::uuid[]) and visibility <> 'draft'
      and deleted_at is null and hidden_at is null and merged_into is null`.execute(db);
  return new Map(
    rows.map(({ id, title, code, name, lat, lng, website, text, email, phone }) => [
      id,
      {
        title,
        communeCode: code,
        communeName: name,
        point: lat === null || lng === null ? null : { lat, lng },
        website,
        text,
        email: email ?? '',
        phone: phone ?? '',
      },
    ]),
  );
}

/** Replaces the keys of these practices; those without any have none left. */
export async function replaceKeys(
  { db, territoryId }: SearchScope,
  ids: readonly Id[],
  keys: readonly { id: Id; key: string }[],
): Promise<void> {
  await db
    .deleteFrom('duplicate_key')
    .where('territory_id', '=', territoryId)
    .where('record_id', '=', sql<Id>`any(${ids}::uuid[])`)
    .execute();
  await sql`
    insert into duplicate_key (record_id, territory_id, key)
    select id, ${territoryId}::uuid, key
    from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as given(id uuid, key text)`.execute(db);
}

/** What more practices than this have in common, such as the site of their network, tells nothing. */
const mostSharing = 40;

/**
 * Practices that may be the same as one of these: by a key they share, within half a kilometre and with a name that resembles, or
 * by an address or a telephone number.
 */
export async function candidatesOf(
  { db, territoryId }: SearchScope,
  ids: readonly Id[],
): Promise<{ id: Id; otherId: Id }[]> {
  const { rows } = await sql<{ id: Id; otherId: Id }>`
    select own.record_id as id, other.record_id as "otherId"
    from duplicate_key as own cross join lateral (
      select record_id, count(*) over () as sharing from (
        select record_id from duplicate_key as there
        where there.territory_id = ${territoryId} and there.key = own.key limit ${mostSharing + 1}) as few
    ) as other
    where own.territory_id = ${territoryId} and own.record_id = any(${ids}::uuid[]) and not starts_with(own.key, 'name ')
      and other.record_id <> own.record_id and other.sharing <= ${mostSharing}
    union
    select own.record_id, other.record_id
    from practice as own
    join record as own_record on own_record.id = own.record_id and own_record.territory_id = ${territoryId}
    join practice as other on other.territory_id = ${territoryId} and other.lng between own.lng - 0.0068 and own.lng + 0.0068
      and other.lat between own.lat - 0.0045 and own.lat + 0.0045 and other.lat is not null and not other.point_is_doubtful
      and other.record_id <> own.record_id
    join record as other_record on other_record.id = other.record_id and other_record.territory_id = ${territoryId}
    where own.territory_id = ${territoryId} and own.record_id = any(${ids}::uuid[]) and own.lat is not null
      and not own.point_is_doubtful
      and similarity(plain_text(own_record.title), plain_text(other_record.title)) >= 0.3
    union
    select own.record_id, other.record_id from practice_contact as own
    join practice_contact as other on other.territory_id = ${territoryId} and lower(other.email) = lower(own.email)
      and other.email <> '' and other.record_id <> own.record_id
    where own.territory_id = ${territoryId} and own.record_id = any(${ids}::uuid[]) and own.email <> ''
    union
    select own.record_id, other.record_id from practice_contact as own
    join practice_contact as other on other.territory_id = ${territoryId} and other.phone <> ''
      and right(regexp_replace(other.phone, '\\D', '', 'g'), 9) = right(regexp_replace(own.phone, '\\D', '', 'g'), 9)
      and other.record_id <> own.record_id
    where own.territory_id = ${territoryId} and own.record_id = any(${ids}::uuid[])
      and length(regexp_replace(own.phone, '\\D', '', 'g')) >= 9`.execute(db);
  return rows;
}

/** How many practices have each of these names; more than a thousand count as a thousand. */
export async function countHomonyms(
  { db, territoryId }: SearchScope,
  keys: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ key: string; count: number }>`
    select given.key, counted.count from unnest(${keys}::text[]) as given(key) cross join lateral (
      select count(*) as count from (select from duplicate_key
        where territory_id = ${territoryId} and duplicate_key.key = given.key limit 1000) as few) as counted`.execute(
    db,
  );
  return new Map(rows.map(({ key, count }) => [key, Number(count)]));
}
