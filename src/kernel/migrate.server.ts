import type { Kysely } from 'kysely';
import { type Migration, type MigrationResultSet, Migrator } from 'kysely/migration';
import { migrations } from './migrations/index.ts';

/** Brings the tables up to date; safe when several nodes start at once. Returns the names of what it ran. */
export async function migrate<T>(db: Kysely<T>): Promise<string[]> {
  return namesOf(await migratorOf(db, migrations).migrateToLatest());
}

/**
 * Brings the tables to what they were after the migration `last`, or up to date without one, inside a transaction that the
 * caller began and will end on the one connection of `db`. Returns the names of what it ran.
 */
export async function migrateWithin<T>(
  db: Kysely<T>,
  known: Record<string, Migration>,
  last?: string,
): Promise<string[]> {
  const migrator = migratorOf(db, known, { disableTransactions: true });
  return namesOf(await (last === undefined ? migrator.migrateToLatest() : migrator.migrateTo(last)));
}

function migratorOf<T>(
  db: Kysely<T>,
  known: Record<string, Migration>,
  options: { disableTransactions?: boolean } = {},
): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => known }, ...options });
}

function namesOf({ error, results }: MigrationResultSet): string[] {
  if (error) throw error;
  return (results ?? []).map((result) => result.migrationName);
}
