import type pg from 'pg';

/**
 * Takes foreign keys and indexes off all tables, and keeps triggers still, so that rows come in any order and at full speed;
 * what it returns puts everything back as it was, which checks every row. Primary keys and unique constraints stay.
 */
export async function setAsideRules(client: pg.Client): Promise<() => Promise<void>> {
  const keys = await listed(
    client,
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as away,
      format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as back
    from pg_constraint
    where contype = 'f' and connamespace = current_schema()::regnamespace
    order by conrelid::regclass::text, conname`,
  );
  const indexes = await listed(
    client,
    `select format('drop index %s', indexrelid::regclass) as away, pg_get_indexdef(indexrelid) as back
    from pg_index join pg_class on pg_class.oid = indrelid
    where relnamespace = current_schema()::regnamespace and relkind = 'r'
      and not exists (select from pg_constraint where conindid = indexrelid)
    order by indexrelid::regclass::text`,
  );
  const triggers = await listed(
    client,
    `select distinct format('alter table %s disable trigger user', tgrelid::regclass) as away,
      format('alter table %s enable trigger user', tgrelid::regclass) as back
    from pg_trigger join pg_class on pg_class.oid = tgrelid
    where relnamespace = current_schema()::regnamespace and not tgisinternal`,
  );
  // A foreign key may lean on an index: it leaves first and comes back after.
  for (const { away } of [...triggers, ...keys, ...indexes]) await client.query(away);
  return async () => {
    for (const { back } of [...indexes, ...keys, ...triggers]) await client.query(back);
  };
}

/** A statement and the one that undoes it. */
interface Undoable {
  away: string;
  back: string;
}

async function listed(client: pg.Client, query: string): Promise<Undoable[]> {
  const { rows } = await client.query<Undoable>(query);
  return rows;
}
