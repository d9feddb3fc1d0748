import { createHash } from 'node:crypto';
import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type Json, canonicalJson } from '#kernel/json.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import type { RecordCore, RecordFields } from '#modules/records/index.ts';
import {
  type DetailedKind,
  type NewState,
  type SaveError,
  deleteRecord,
  editDetailed,
  lockRecords,
  undoDetailed,
} from '#modules/records/index.server.ts';
import { type FrameworkContent, frameworkDraftShape } from '../framework-content.ts';
import { can } from '../framework.ts';
import { wordsIn } from '../words.ts';
import { type FrameworkDetails, contentOf, stateOfDetails } from './draft-state.ts';
import { findWritten, saveDetails } from './draft-store.server.ts';

/** Frameworks as records whose details are their draft: edited and undone as those of every other kind. */
const frameworks: DetailedKind<FrameworkDetails> = {
  find: findWritten,
  update: saveDetails,
  stateOf: stateOfDetails,
  withState: (_, state) => ({
    draft: contentOf(state) as FrameworkContent | null,
    retired: state['retired'] === true,
  }),
};

export type DraftError<Refusal> = Refusal | { code: 'no-draft' } | SaveError<FrameworkDetails>;

/** What a form was made from, in a few characters: whoever saves says what they saw. */
export function markOf(value: unknown): string {
  return createHash('sha256')
    .update(canonicalJson((value ?? null) as Json))
    .digest('base64url')
    .slice(0, 16);
}

/**
 * Changes the draft of a framework, whole or not at all. Two people who write different parts do not disturb one another:
 * `change` is given what stands there now, and refuses when the part is no longer the one that the person saw.
 */
export function editDraft<Refusal extends { code: string }>(
  context: Context,
  recordId: string,
  change: (draft: FrameworkContent) => Result<FrameworkContent | null, Refusal>,
): Promise<Result<RecordCore, DraftError<Refusal>>> {
  return editDetails<Refusal | { code: 'no-draft' }>(context, recordId, ({ draft, retired }) => {
    if (!draft) return err({ code: 'no-draft' });
    const changed = change(draft);
    return changed.ok ? ok({ draft: changed.value, retired }) : changed;
  });
}

/**
 * Gives a draft up. The history brings it back; a framework that was never published goes whole, as records do.
 *
 * @returns whether the framework stays, in its last version
 */
export async function giveUpDraft(
  context: Context,
  recordId: string,
): Promise<Result<boolean, DraftError<never>>> {
  if (!can(context.actor, 'write')) return err({ code: 'not-allowed' });
  const found = await findWritten(context, { id: recordId });
  const isPublished = (found?.published.length ?? 0) > 0;
  const given = isPublished
    ? await editDraft<never>(context, recordId, () => ok(null))
    : await deleteRecord(context, recordId);
  return given.ok ? ok(isPublished) : given;
}

/** Takes a framework out of what new sessions choose among, or puts it back. What rests on it stays as it is. */
export function setRetired(
  context: Context,
  recordId: string,
  retired: boolean,
): Promise<Result<RecordCore, DraftError<never>>> {
  return editDetails<never>(context, recordId, ({ draft }) => ok({ draft, retired }));
}

async function editDetails<Refusal>(
  context: Context,
  recordId: string,
  change: (details: FrameworkDetails) => Result<FrameworkDetails, Refusal>,
): Promise<Result<RecordCore, Refusal | SaveError<FrameworkDetails>>> {
  if (!can(context.actor, 'write')) return err({ code: 'not-allowed' });
  return inTransaction<Result<RecordCore, Refusal | SaveError<FrameworkDetails>>>(context.db, async (db) => {
    const inside = { ...context, db };
    const found = await findWritten(inside, { id: recordId });
    if (!found) return err({ code: 'not-found' });
    // One after the other: what is read is then what is written over.
    await lockRecords(inside, [found.record.id], true);
    return editDetailed<FrameworkDetails, Refusal>(inside, frameworks, {
      recordId,
      prepare: ({ record, details }): Result<NewState<FrameworkDetails>, Refusal> => {
        const changed = change(details);
        if (!changed.ok) return changed;
        const { draft } = changed.value;
        if (draft) frameworkDraftShape.parse(draft);
        // Until something is published, the record is called as its draft.
        const own = draft && found.published.length === 0 ? titleAndBody(record, draft) : {};
        return ok({ fields: { ...record, ...own }, details: changed.value });
      },
    });
  });
}

/** What the record says of a version: its title and description, in the record's language. */
export function titleAndBody(
  { language }: Pick<RecordFields, 'language'>,
  { title, description }: FrameworkContent,
): Pick<RecordFields, 'title' | 'body'> {
  const locale = language === 'en' ? 'en' : 'fr';
  return { title: wordsIn(title, locale), body: parseMarkdown(wordsIn(description, locale)) };
}

/** Gives what one entry of the history changed what it said before; what is no longer sound by then is refused. */
export async function undoFrameworkChange(context: Context, undo: { recordId: string; entryId: string }) {
  if (!can(context.actor, 'write')) return err({ code: 'not-allowed' as const });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const undone = await undoDetailed(inside, frameworks, undo);
    if (!undone.ok) return undone;
    const after = await findWritten(inside, { id: undo.recordId });
    const { draft } = after?.details ?? {};
    if (draft && !frameworkDraftShape.safeParse(draft).success) {
      throw new Error('undoing made a framework that is not sound');
    }
    return undone;
  });
}
