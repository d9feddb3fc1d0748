import { type ColumnType, sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { JournalPosition } from '#kernel/journal.server.ts';
import type { Comparable, Likeable } from './likeable.ts';
import { keysOf } from './likeness-keys.ts';
import type { LikenessReason } from './likeness.ts';
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

const keysOfRecord = (territoryId: Id) => sql`
  select from duplicate_key as known where known.territory_id = ${territoryId} and known.record_id = record.id`;

/** Before the first id. */
export const beforeAnyId: Id = '00000000-0000-0000-0000-000000000000';

/** The next practices in the order of their ids, for a first reading of all; or of those that no key is kept of yet. */
export async function nextPractices(
  { db, territoryId }: SearchScope,
  { after, limit, without }: { after: Id; limit: number; without?: 'keys' },
): Promise<Id[]> {
  const { rows } = await sql<{ id: Id }>`
    select id from record
    where record.territory_id = ${territoryId} and kind = 'practice' and id > ${after} and ${isCompared}
      ${without ? sql`and not exists (${keysOfRecord(territoryId)})` : sql``}
    order by id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
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

/** Drafts, and what is deleted, hidden or merged, are compared with nothing. */
const isCompared = sql`visibility <> 'draft' and deleted_at is null and hidden_at is null and merged_into is null`;

/** What the practices that may be compared say of themselves. */
export async function likeablesOf(
  { db, territoryId }: SearchScope,
  ids: readonly Id[],
): Promise<Map<Id, Likeable>> {
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
    where record.territory_id = ${territoryId} and record.id = any(${ids}::uuid[]) and ${isCompared}`.execute(
    db,
  );
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

/** Replaces the keys of these practices; those that may not be compared have none left. */
export async function replaceKeys(
  { db, territoryId }: SearchScope,
  ids: readonly Id[],
  told: ReadonlyMap<Id, Comparable>,
): Promise<void> {
  const rows = [...told].flatMap(([id, one]) => keysOf(one).map((key) => ({ id, key })));
  await db
    .deleteFrom('duplicate_key')
    .where('territory_id', '=', territoryId)
    .where('record_id', '=', sql<Id>`any(${ids}::uuid[])`)
    .execute();
  await sql`
    insert into duplicate_key (record_id, territory_id, key)
    select id, ${territoryId}::uuid, key
    from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ key }) => key)}::text[]) as given(id, key)`.execute(
    db,
  );
}

/** What more practices than this have in common, such as the site of their network, tells nothing. */
const mostSharing = 40;

/**
 * Practices that may be the same as these: by a key they are looked up by, an address or a telephone number; each pair once.
 *
 * @param which `after`: only those whose id comes later, for a reading of all, in which the others look for these
 */
export async function candidatesOf(
  { db, territoryId }: SearchScope,
  lookedUp: ReadonlyMap<Id, readonly string[]>,
  which: 'all' | 'after',
): Promise<{ firstId: Id; secondId: Id }[]> {
  const keys = [...lookedUp].flatMap(([id, each]) => each.map((key) => ({ id, key })));
  const { rows } = await sql<{ firstId: Id; secondId: Id }>`
    with own as (select id from unnest(${[...lookedUp.keys()]}::uuid[]) as given(id)),
    looked_up as (
      select id, key from unnest(${keys.map(({ id }) => id)}::uuid[], ${keys.map(({ key }) => key)}::text[]) as given(id, key)
    ),
    contact as (
      select own.id, lower(email) as email, right(regexp_replace(phone, '\D', '', 'g'), 9) as phone from own
      join practice_contact on practice_contact.record_id = own.id and practice_contact.territory_id = ${territoryId}
    ),
    met as (
      select id, few.ids from looked_up cross join lateral (
        select array_agg(record_id) as ids from (
          select record_id from duplicate_key
          where territory_id = ${territoryId} and key = looked_up.key limit ${mostSharing + 1}) as those) as few
      union all
      select id, few.ids from contact cross join lateral (
        select array_agg(record_id) as ids from (
          select record_id from practice_contact
          where territory_id = ${territoryId} and lower(practice_contact.email) = contact.email
            and practice_contact.email <> '' limit ${mostSharing + 1}) as those) as few
      union all
      select id, few.ids from contact cross join lateral (
        select array_agg(record_id) as ids from (
          select record_id from practice_contact
          where territory_id = ${territoryId} and practice_contact.phone <> ''
            and right(regexp_replace(practice_contact.phone, '\D', '', 'g'), 9) = contact.phone
          limit ${mostSharing + 1}) as those) as few
      where length(contact.phone) = 9
    )
    select distinct least(met.id, other) as "firstId", greatest(met.id, other) as "secondId"
    from met cross join lateral unnest(met.ids) as other
    where cardinality(met.ids) <= ${mostSharing} and other <> met.id
      ${which === 'after' ? sql`and other > met.id` : sql``}`.execute(db);
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
