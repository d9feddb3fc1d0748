import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { type Kind, type RecordCore, type RecordFields, newRecordFields } from '#modules/records/index.ts';
import { addComment, changeRecord, createRecord } from '#modules/records/index.server.ts';

/** A record made by the actor of `context`. */
export function makeRecord(
  context: Context,
  { kind = 'practice', ...fields }: Partial<RecordFields> & { kind?: Kind } = {},
): Promise<RecordCore> {
  const body = parseMarkdown('On cuit le **samedi**.');
  const whole = { ...newRecordFields, title: 'Four à pain', pitch: 'Du pain ensemble', body, ...fields };
  return inTransaction(context.db, (db) =>
    createRecord({ ...context, db }, { kind, fields: whole, details: {} }),
  );
}

/** Changes fields of a record as it stands, as the actor of `context`. */
export async function improve(
  context: Context,
  current: RecordCore,
  fields: Partial<RecordFields>,
): Promise<RecordCore> {
  const changed = await changeRecord(context, {
    current,
    version: current.version,
    fields: { ...current, ...fields },
    details: { before: {}, after: {} },
  });
  if (!changed.ok) throw new Error(changed.error.code);
  return changed.value.record;
}

export async function comment(context: Context, { id }: RecordCore, markdown: string): Promise<string> {
  const added = await addComment(context, { recordId: id, markdown });
  if (!added.ok) throw new Error(added.error.code);
  return added.value;
}
