import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { Hiding, HidingReason, ModerationTarget } from './hiding.ts';
import type { Kind, RecordCore } from './record.ts';
import { type RecordName, isNamed, recordColumns, toRecordCore } from './record-store.server.ts';
import { visibleTo } from './visibility.server.ts';

const hidingColumns = ['hidden_at', 'hidden_reason', 'hidden_words'] as const;

/** What a row of a record or a comment keeps of its being hidden. */
export interface HidingRow {
  hidden_at: Date | null;
  hidden_reason: HidingReason | null;
  hidden_words: string;
}

/** Null for what is not hidden. */
export function toHiding(row: HidingRow): Hiding | null {
  if (row.hidden_at === null || row.hidden_reason === null) return null;
  return { at: row.hidden_at, reason: row.hidden_reason, words: row.hidden_words };
}

/**
 * Hides what is shown, or with null shows what is hidden, a record as a change of now for whoever keeps a copy; false when it was so
 * already.
 */
export async function setHiding(
  context: Context,
  target: ModerationTarget,
  hiding: Hiding | null,
): Promise<boolean> {
  const values = {
    hidden_at: hiding?.at ?? null,
    hidden_reason: hiding?.reason ?? null,
    hidden_words: hiding?.words ?? '',
  };
  const was = hiding ? 'is' : 'is not';
  const { territoryId } = context;
  const update =
    target.commentId === null
      ? context.db
          .updateTable('record')
          .set(hiding ? values : { ...values, updated_at: context.clock.now() })
          .where('territory_id', '=', territoryId)
          .where('id', '=', target.recordId)
          .where('hidden_at', was, null)
      : context.db
          .updateTable('comment')
          .set(values)
          .where('territory_id', '=', territoryId)
          .where('id', '=', target.commentId)
          .where('hidden_at', was, null);
  const { numUpdatedRows } = await update.executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Why a record is hidden: the caller has found the record as the actor sees it. Null when it is not. */
export async function findHiding(context: Context, recordId: Id): Promise<Hiding | null> {
  const row = await context.db
    .selectFrom('record')
    .select(hidingColumns)
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', recordId)
    .executeTakeFirst();
  return row ? toHiding(row) : null;
}

/** A hidden record that the actor would see if it were not: its address says that it is hidden, and why. */
export async function findHidden(
  context: Context,
  where: { kind: Kind } & RecordName,
): Promise<{ record: RecordCore; hiding: Hiding } | undefined> {
  const row = await context.db
    .selectFrom('record')
    .select(recordColumns)
    .select(hidingColumns)
    .where('record.territory_id', '=', context.territoryId)
    .where('record.kind', '=', where.kind)
    .where(isNamed(where))
    .where(visibleTo(context, 'hidden'))
    .executeTakeFirst();
  const hiding = row && toHiding(row);
  return hiding ? { record: toRecordCore(row), hiding } : undefined;
}
