import { sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Database } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import type { Likeness } from './import/fingerprint.ts';
import type { ImportWarning } from './import/import-codes.ts';
import type { ImportedPractice } from './import/imported-practice.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    import_row: ImportRowTable;
    import_mark: ImportMarkTable;
  }
}

/** Both live in one transaction: no other one sees them, and they go when that one ends, however it ends. */
interface ImportRowTable {
  /** The number of the record in its file. */
  number: number;
  content: Pick<StagedPractice, 'practice' | 'warnings'>;
}

interface ImportMarkTable {
  number: number;
  repeats: number | null;
  turn: number | null;
  lookalike: number | null;
  sharing: number | null;
}

/** A record of a file that waits for its import, and by what it is compared with the others of its file. */
export interface StagedPractice {
  practice: ImportedPractice;
  /** What its row alone told. */
  warnings: readonly ImportWarning[];
  /** Its id at its source, or here: of two records with the same one, the first counts. Null when it has none. */
  identity: string | null;
  /** Null where resembling is no accident: in our own exports. */
  likeness: Likeness | null;
}

/** What comparing the records of one file told of one of them; null where there is nothing to tell. */
export interface ImportMarks {
  /** Number of the record that has the same identity. */
  repeats: number | null;
  /** Number of the first record that looks alike. */
  lookalike: number | null;
  /** How many differently named records stand exactly where this one does, at different addresses or at none. */
  sharing: number | null;
}

export interface MarkedPractice extends ImportMarks {
  practice: ImportedPractice;
  warnings: readonly ImportWarning[];
}

/** Makes the place where the records of one file wait, in this transaction. */
export async function openImportRows(tx: Database): Promise<void> {
  // Comparing them sorts all their keys four times: rather on disk than in four times eight megabytes.
  await sql`set local work_mem = '2MB'`.execute(tx);
  // Keys are compared byte by byte: nobody reads them.
  await sql`
    create temporary table if not exists import_row (
      number integer primary key,
      identity text collate "C",
      fingerprint text collate "C" not null,
      in_commune text collate "C",
      nearby text collate "C",
      point text collate "C",
      title text collate "C",
      place text collate "C",
      content json not null
    ) on commit drop;
    create temporary table if not exists import_mark (
      number integer primary key, repeats integer, turn integer, lookalike integer, sharing integer
    ) on commit drop`.execute(tx);
  await sql`truncate import_row, import_mark`.execute(tx);
}

export async function addImportRows(tx: Database, staged: readonly StagedPractice[]): Promise<void> {
  const rows = staged.map(({ practice, warnings, identity, likeness }) => ({
    number: practice.record,
    identity,
    fingerprint: practice.fingerprint,
    in_commune: likeness?.inCommune,
    nearby: likeness?.nearby,
    point: likeness?.point,
    title: likeness?.title,
    place: likeness?.place,
    content: { practice, warnings },
  }));
  await sql`
    insert into import_row (number, identity, fingerprint, in_commune, nearby, point, title, place, content)
    select number, identity, fingerprint, in_commune, nearby, point, title, place, content
    from json_to_recordset(${JSON.stringify(rows)}::json) as given(number integer, identity text, fingerprint text,
      in_commune text, nearby text, point text, title text, place text, content json)`.execute(tx);
}

/**
 * Compares the staged records with each other, in the order of their file; the database does it, so that a file of a
 * million rows fills no memory. Records that repeat another one's identity are out of every other comparison.
 */
export async function markImportRows(tx: Database): Promise<void> {
  await sql`
    insert into import_mark (number, repeats, turn, lookalike, sharing)
    with known as (
      select number, identity, fingerprint, in_commune, nearby, point, title, place,
        case when identity is not null then min(number) over (partition by identity) end as first
      from import_row
    ),
    kept as (
      select number, in_commune, nearby, point, title, place,
        case when identity is null
          then row_number() over (partition by identity is null, fingerprint order by number) end as turn,
        case when in_commune is not null then min(number) over (partition by in_commune) end as first_in_commune,
        case when nearby is not null then min(number) over (partition by nearby) end as first_nearby
      from known where first is null or first = number
    ),
    crowded as (
      select point, count(distinct title) as sharing from kept where point is not null group by point
      having count(distinct title) > 1 and (count(distinct place) > 1 or min(place) = '')
    )
    select number, first, null, null, null from known where first < number
    union all
    select number, null, nullif(turn, 1),
      case when first_in_commune < number then first_in_commune when first_nearby < number then first_nearby end,
      sharing
    from kept left join crowded on crowded.point = kept.point
    where turn > 1 or first_in_commune < number or first_nearby < number or sharing is not null`.execute(tx);
  // Words of texts enter their index by as much as fits there.
  await sql`set local work_mem to default`.execute(tx);
}

/** The next records of the file, in its order; of several with the same fingerprint, each later one's gets a number. */
export async function nextImportRows(
  tx: Database,
  options: { after: number; limit: number },
): Promise<MarkedPractice[]> {
  const { after, limit } = options;
  const rows = await tx
    .selectFrom('import_row')
    .leftJoin('import_mark', (join) =>
      // Said of both, so that neither is read from its beginning each time.
      join.onRef('import_mark.number', '=', 'import_row.number').on('import_mark.number', '>', after),
    )
    .select(['content', 'repeats', 'turn', 'lookalike', 'sharing'])
    .where('import_row.number', '>', after)
    .orderBy('import_row.number')
    .limit(limit)
    .execute();
  return rows.map(({ content: { practice, warnings }, turn, ...marks }) => ({
    ...marks,
    warnings,
    practice: inTurn(practice, turn),
  }));
}

function inTurn(practice: ImportedPractice, turn: number | null): ImportedPractice {
  return turn === null ? practice : { ...practice, fingerprint: `${practice.fingerprint}#${turn}` };
}

/** The records of the file that have one of these titles, of these ids at their source or of these short ids of ours; each once. */
export async function importRowsCalled(tx: Database, names: readonly string[]): Promise<ImportedPractice[]> {
  const { rows } = await sql<{ practice: ImportedPractice; turn: number | null }>`
    select content -> 'practice' as practice, turn
    from import_row left join import_mark using (number)
    where repeats is null and (content #>> '{practice,state,title}' = any(${[...names]}::text[])
      or content #>> '{practice,sourceRecordId}' = any(${[...names]}::text[])
      or content #>> '{practice,ownShortId}' = any(${[...names]}::text[]))
    order by number`.execute(tx);
  return rows.map(({ practice, turn }) => inTurn(practice, turn));
}

/** Whether the territory has any practice yet. */
export async function hasPractices({ db, territoryId }: Context): Promise<boolean> {
  const found = await db
    .selectFrom('record')
    .select('id')
    .where('territory_id', '=', territoryId)
    .where('kind', '=', 'practice')
    .where('deleted_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/**
 * The numbers of those records that have the title of a practice everyone saw in the same commune before. `before` is an
 * id made when the import began.
 */
export async function findSameTitles(
  context: Context,
  { before, practices }: { before: Id; practices: readonly ImportedPractice[] },
): Promise<Set<number>> {
  const titles = practices.map(({ record, state }) => ({
    number: record,
    title: state['title'],
    commune: state['communeCode'],
  }));
  // In the collation of the index that finds practices by their title.
  const { rows } = await sql<{ number: number }>`
    select given.number
    from json_to_recordset(${JSON.stringify(titles)}::json) as given(number integer, title text, commune text)
    cross join lateral (
      select from record
      join practice on practice.territory_id = record.territory_id and practice.record_id = record.id
      where record.territory_id = ${context.territoryId} and record.kind = 'practice'
        and record.title collate "fr-x-icu" = given.title and record.deleted_at is null
        and record.visibility = 'public' and record.id < ${before}::uuid
        and practice.commune_code = given.commune
      limit 1
    ) as same`.execute(context.db);
  return new Set(rows.map(({ number }) => number));
}
