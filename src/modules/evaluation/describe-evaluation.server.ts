import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type JournalEntry, findJournalEntry } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { CoreFormValues, RecordCore } from '#modules/records/index.ts';
import {
  type DetailedKind,
  type SaveError,
  editDetailed,
  prepareCore,
  undoDetailed,
} from '#modules/records/index.server.ts';
import type { InvalidEvaluation } from './create-evaluation.server.ts';
import { type EvaluationSession, can } from './evaluation.ts';
import { lockState } from './evaluation-state-store.server.ts';
import { findSession } from './evaluation-store.server.ts';

/** What is said of a session beside what it asks and of whom: it may change at any time, as no answer rests on it. */
const describingFields = ['topicIds', 'chatUrl', 'coAuthors', 'licence'];

/** A session by its description alone: what answers rest on stays as it is. */
const descriptions: DetailedKind<{ state?: EvaluationSession['state'] }> = {
  async find(context, where) {
    // One thing at a time befalls a session: it could be closing.
    await lockState(context, where.id, 'moving');
    const session = await findSession(context, where);
    return session && can(context.actor, 'see', session)
      ? { record: session.record, details: {} }
      : undefined;
  },
  update: async () => undefined,
  stateOf: () => ({}),
};

export type DescribeError = InvalidEvaluation | SaveError<object>;

/** Says what a session is about, where people talk of it, who wrote it and under which licence, whatever its state. */
export async function describeEvaluation(
  context: Context,
  description: { evaluationId: string; version: number; core: CoreFormValues | undefined },
): Promise<Result<RecordCore, DescribeError>> {
  if (!can(context.actor, 'describe')) return err({ code: 'not-allowed' });
  const { evaluationId: recordId, version, core: typed } = description;
  return editDetailed<object, InvalidEvaluation>(context, descriptions, {
    recordId,
    version,
    prepare: async ({ record, details }, inside) => {
      const core = await prepareCore(inside, typed, record);
      return core.ok ? ok({ fields: core.value, details }) : err({ code: 'invalid', problems: core.error });
    },
  });
}

/** Whether an entry of a session's history changed its description alone: such a one can be undone. */
export function isDescription({ action, changes }: Pick<JournalEntry, 'action' | 'changes'>): boolean {
  const fields = Object.keys(changes);
  return (
    /^evaluation\.(changed|change-undone)$/.test(action) &&
    fields.every((field) => describingFields.includes(field))
  );
}

/** Gives the description the values it had before one entry; other changes of a session are not undone. */
export async function undoDescription(context: Context, undo: { recordId: string; entryId: string }) {
  const { db, territoryId } = context;
  if (!can(context.actor, 'describe')) return err({ code: 'not-allowed' as const });
  const entry = await findJournalEntry(db, { territoryId, entryId: undo.entryId });
  if (!entry) return err({ code: 'not-found' as const });
  if (!isDescription(entry)) return err({ code: 'not-undone' as const });
  return inTransaction(db, (inner) => undoDetailed({ ...context, db: inner }, descriptions, undo));
}
