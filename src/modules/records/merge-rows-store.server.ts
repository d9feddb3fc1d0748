import { sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { MovedRows } from './merge-store.server.ts';

interface Ends {
  from: Id;
  to: Id;
}

/**
 * Gives what people added to one record to another: comments, follows, files and links. What both have already, and what ties one
 * to the other, stays where it is.
 */
export async function moveRows(context: Context, { from, to }: Ends): Promise<Omit<MovedRows, 'authors'>> {
  const { db, territoryId } = context;
  const ids = async (query: ReturnType<typeof sql<{ id: Id }>>) =>
    (await query.execute(db)).rows.map(({ id }) => id);
  const comments = await ids(sql`
    update comment set record_id = ${to} where territory_id = ${territoryId} and record_id = ${from}
    returning id`);
  const follows = await ids(sql`
    update follow set record_id = ${to} where territory_id = ${territoryId} and record_id = ${from}
      and person_id not in (
        select person_id from follow where territory_id = ${territoryId} and record_id = ${to})
    returning id`);
  const attachments = await ids(sql`
    update attachment set record_id = ${to}, position = position + (
      select coalesce(max(position), 0) from attachment where territory_id = ${territoryId} and record_id = ${to})
    where territory_id = ${territoryId} and record_id = ${from} returning id`);
  // A tie is read the same either way, and exists once from whichever end it was made.
  const linksFrom = await ids(sql`
    update record_link set from_id = ${to}
    where territory_id = ${territoryId} and from_id = ${from} and to_id <> ${to} and not exists (
      select from record_link as there where there.territory_id = ${territoryId} and there.type = record_link.type
        and ((there.from_id = ${to} and there.to_id = record_link.to_id)
          or (there.type = 'related-to' and there.to_id = ${to} and there.from_id = record_link.to_id)))
    returning id`);
  const linksTo = await ids(sql`
    update record_link set to_id = ${to}
    where territory_id = ${territoryId} and to_id = ${from} and from_id <> ${to} and not exists (
      select from record_link as there where there.territory_id = ${territoryId} and there.type = record_link.type
        and ((there.to_id = ${to} and there.from_id = record_link.from_id)
          or (there.type = 'related-to' and there.from_id = ${to} and there.to_id = record_link.from_id)))
    returning id`);
  return { comments, follows, attachments, linksFrom, linksTo };
}

/** Gives back what {@link moveRows} took, as far as it is still there. */
export async function moveRowsBack(context: Context, { from, to }: Ends, moved: MovedRows): Promise<void> {
  const { db, territoryId } = context;
  const giveBack = (table: string, column: string, ids: readonly Id[]) =>
    sql`
      update ${sql.table(table)} set ${sql.ref(column)} = ${to}
      where territory_id = ${territoryId} and ${sql.ref(column)} = ${from} and id = any(${ids}::uuid[])`.execute(
      db,
    );
  await giveBack('comment', 'record_id', moved.comments);
  await giveBack('attachment', 'record_id', moved.attachments);
  await giveBack('follow', 'record_id', moved.follows);
  await giveBack('record_link', 'from_id', moved.linksFrom);
  await giveBack('record_link', 'to_id', moved.linksTo);
}
