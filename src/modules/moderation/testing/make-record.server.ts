import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type RecordCore, type RecordFields, newRecordFields } from '#modules/records/index.ts';
import { createRecord } from '#modules/records/index.server.ts';

/** A public record made by the actor of `context`. */
export function makeRecord(context: Context, fields: Partial<RecordFields> = {}): Promise<RecordCore> {
  const whole = { ...newRecordFields, title: 'Four à pain partagé', ...fields };
  return inTransaction(context.db, (db) =>
    createRecord({ ...context, db }, { kind: 'practice', fields: whole, details: {} }),
  );
}
