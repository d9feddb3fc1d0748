import { type ColumnType, type Selectable, sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { OwnField, OwnForm, OwnKind, OwnVisibility } from './own-field.ts';
import type { OwnList, OwnOption } from './own-list.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    own_field: OwnFieldTable;
    own_list: OwnListTable;
  }
}

interface OwnFieldTable {
  id: Id;
  territory_id: Id;
  key: string;
  label: string;
  help: string;
  kind: OwnKind;
  list_id: Id | null;
  visibility: OwnVisibility;
  required: boolean;
  in_list: boolean;
  is_filter: boolean;
  removed: boolean;
  position: number;
}

interface OwnListTable {
  id: Id;
  territory_id: Id;
  key: string;
  name: string;
  options: ColumnType<OwnOption[], string, string>;
}

/** The whole form of the territory: a few dozen fields and lists at most. */
export async function selectOwnForm({ db, territoryId }: Context): Promise<OwnForm> {
  const fields = await db
    .selectFrom('own_field')
    .selectAll()
    .where('territory_id', '=', territoryId)
    .orderBy('position')
    .orderBy('id')
    .execute();
  const lists = await db
    .selectFrom('own_list')
    .selectAll()
    .where('territory_id', '=', territoryId)
    .orderBy(sql`name collate "fr-x-icu"`)
    .orderBy('id')
    .execute();
  return {
    fields: fields.map(toField),
    lists: new Map(lists.map(({ id, key, name, options }) => [id, { id, key, name, options }])),
  };
}

function toField(row: Selectable<OwnFieldTable>): OwnField {
  const { id, key, label, help, kind, visibility, required, removed, position } = row;
  return {
    id,
    key,
    label,
    help,
    kind,
    listId: row.list_id,
    visibility,
    required,
    inList: row.in_list,
    isFilter: row.is_filter,
    removed,
    position,
  };
}

/** Keeps two people from shaping the form of a territory at once, until the transaction ends. */
export async function lockOwnForm({ db, territoryId }: Context): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('own-form'), hashtext(${territoryId}))`.execute(db);
}

/** Writes a field as it is now, new or not. */
export async function writeField({ db, territoryId }: Context, field: OwnField): Promise<void> {
  const { id, key, label, help, kind, visibility, required, removed, position } = field;
  const values = {
    label,
    help,
    kind,
    list_id: field.listId,
    visibility,
    required,
    in_list: field.inList,
    is_filter: field.isFilter,
    removed,
    position,
  };
  await db
    .insertInto('own_field')
    .values({ id, territory_id: territoryId, key, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute();
}

/** Writes a list as it is now, new or not. */
export async function writeList({ db, territoryId }: Context, list: OwnList): Promise<void> {
  const { id, key, name } = list;
  const values = { name, options: JSON.stringify(list.options) };
  await db
    .insertInto('own_list')
    .values({ id, territory_id: territoryId, key, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute();
}
