import { randomBytes } from 'node:crypto';
import type { Database } from './database.server.ts';

/** The secret of that name, made at its first use and kept in the database, the same for every node. */
export async function secretNamed(db: Database, name: string): Promise<string> {
  const key = `secret.${name}`;
  await db
    .insertInto('setting')
    .values({ key, value: randomBytes(32).toString('base64url') })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  const row = await db.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirstOrThrow();
  return row.value;
}
