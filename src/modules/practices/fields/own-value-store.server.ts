import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { type OwnForm, type OwnKind, hasList, publicFields } from './own-field.ts';
import { selectOwnForm } from './own-form-store.server.ts';
import type { OwnFilter } from './own-filters.ts';

/** How many practices say something in each field, by its key; those that wait for their purge included. */
export async function countValues({ db, territoryId }: Context): Promise<Map<string, number>> {
  const { rows } = await sql<{ key: string; count: number }>`
    select key, count(*)::int as count from practice, jsonb_object_keys(fields) as key
    where practice.territory_id = ${territoryId} and fields <> '{}' group by key`.execute(db);
  return new Map(rows.map(({ key, count }) => [key, count]));
}

/** Those of these keys in which some practice says something that was not deleted. */
export async function keysStillSaid(
  { db, territoryId }: Context,
  keys: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`
    select distinct key from practice
    join record on record.territory_id = practice.territory_id and record.id = practice.record_id
    cross join jsonb_object_keys(practice.fields) as key
    where practice.territory_id = ${territoryId} and record.deleted_at is null
      and key = any(${keys}::text[])`.execute(db);
  return new Set(rows.map(({ key }) => key));
}

/** How many practices would lose something if a field took another kind: zero, or all that say something in it. */
export async function countLosses(
  { db, territoryId }: Context,
  { key, from, to }: { key: string; from: OwnKind; to: OwnKind },
): Promise<number> {
  if (from === to || keepsAll(from, to)) return 0;
  const several =
    from === 'choices' && to === 'choice' ? sql`jsonb_array_length(fields -> ${key}) > 1` : sql`true`;
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from practice
    where practice.territory_id = ${territoryId} and fields ? ${key} and ${several}`.execute(db);
  return rows[0]?.count ?? 0;
}

function keepsAll(from: OwnKind, to: OwnKind): boolean {
  if (from === 'choice' && to === 'choices') return true;
  return to === 'text' && !hasList(from) && from !== 'practices';
}

/** Gives the values of a field the form of its new kind, once {@link countLosses} said that none is lost. */
export async function convertValues(
  { db, territoryId }: Context,
  { key, from, to }: { key: string; from: OwnKind; to: OwnKind },
): Promise<void> {
  const value =
    to === 'choices'
      ? sql`jsonb_build_array(fields -> ${key}::text)`
      : to === 'choice'
        ? sql`fields -> ${key}::text -> 0`
        : sql`to_jsonb(fields ->> ${key}::text)`;
  if (from === to) return;
  await sql`
    update practice set fields = jsonb_set(fields, array[${key}]::text[], ${value})
    where practice.territory_id = ${territoryId} and fields ? ${key}`.execute(db);
}

/** Lets searches find what practices that were just written say in public texts. */
export async function writeSearchedTextsOf(context: Context, recordIds: readonly Id[]): Promise<void> {
  const form = await selectOwnForm(context);
  // Most territories have no text of their own: then nothing was ever written.
  if (!form.fields.some(({ kind }) => kind === 'text')) return;
  await writeSearchedTexts(context, { form, recordIds });
}

function searchedKeys(form: OwnForm): string[] {
  return publicFields(form).flatMap(({ key, kind }) => (kind === 'text' ? [key] : []));
}

/**
 * Lets searches find what practices say in public texts, and nothing that others than everyone see.
 *
 * @param recordIds only these; else every practice that says something in one of the fields of `keys`
 */
export async function writeSearchedTexts(
  { db, territoryId }: Context,
  { form, recordIds, key }: { form: OwnForm; recordIds?: readonly Id[]; key?: string },
): Promise<void> {
  const searched = searchedKeys(form);
  const which = recordIds
    ? sql`practice.record_id = any(${recordIds}::uuid[])`
    : sql`practice.fields ? ${key ?? ''}`;
  await sql`
    update record set own_text = said.words
    from (
      select practice.record_id,
        coalesce((
          select string_agg(practice.fields ->> searched, E'\n' order by place)
          from unnest(${searched}::text[]) with ordinality as wanted (searched, place)
          where jsonb_typeof(practice.fields -> searched) = 'string'
        ), '') as words
      from practice where practice.territory_id = ${territoryId} and ${which}
    ) as said
    where record.territory_id = ${territoryId} and record.id = said.record_id and record.own_text <> said.words
  `.execute(db);
}

/** A condition on `practice`: what it says in one of the territory's own fields. */
export function meetsOwnFilter(filter: OwnFilter): RawBuilder<SqlBool> {
  const { key } = filter;
  switch (filter.kind) {
    case 'number':
      return sql<SqlBool>`case when jsonb_typeof(practice.fields -> ${key}::text) = 'number' then
        (practice.fields ->> ${key}::text)::numeric >= coalesce(${filter.from}::numeric, '-Infinity')
        and (practice.fields ->> ${key}::text)::numeric <= coalesce(${filter.to}::numeric, 'Infinity') else false end`;
    case 'date':
      // A year means all its months: as text, "~" comes after whatever follows it.
      return sql<SqlBool>`(practice.fields ->> ${key}::text collate "C" >= ${filter.from ?? '0'}
        and practice.fields ->> ${key}::text collate "C" <= ${`${filter.to ?? ''}~`})`;
    default: {
      const said = filter.anyOf.map((one) =>
        JSON.stringify({ [key]: filter.kind === 'choice' ? one : [one] }),
      );
      if (said.length === 0) return sql<SqlBool>`false`;
      // One containment each: the index answers those, and no other form of the question.
      return sql<SqlBool>`(${sql.join(
        said.map((one) => sql`practice.fields @> ${one}::jsonb`),
        sql` or `,
      )})`;
    }
  }
}
