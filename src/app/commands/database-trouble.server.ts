import pg from 'pg';
import { isConnectionLost } from '#kernel/database.server.ts';
import { type Result, err } from '#kernel/result.ts';

/** What the database of the host said; `message` is its own words, which hold no value of a row. */
export type DatabaseTrouble =
  { code: 'database-unreachable'; message: string } | { code: 'database-refused'; message: string };

/** Runs work on the database; what the database says against it is an answer, and any other error is thrown. */
export async function orDatabaseTrouble<Value, Failure>(
  work: Promise<Result<Value, Failure>>,
): Promise<Result<Value, Failure | DatabaseTrouble>> {
  try {
    return await work;
  } catch (error) {
    if (isConnectionLost(error)) {
      return err({ code: 'database-unreachable', message: error.message });
    }
    if (error instanceof pg.DatabaseError) return err({ code: 'database-refused', message: error.message });
    throw error;
  }
}
