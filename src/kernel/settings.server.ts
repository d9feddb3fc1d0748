import { randomBytes } from 'node:crypto';
import type { Database } from './database.server.ts';

/** The secret of that name, made at its first use and kept in the database, the same for every node. */
export async function secretNamed(db: Database, name: string): Promise<string> {
  const key = `secret.${name}`;
  const known = await findSetting(db, key);
  if (known) return known.value;
  await db
    .insertInto('setting')
    .values({ key, value: randomBytes(32).toString('base64url') })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  const made = await findSetting(db, key);
  if (!made) throw new Error(`The secret ${name} was made and is not there`);
  return made.value;
}

function findSetting(db: Database, key: string) {
  return db.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst();
}
