import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { Locale } from '#kernel/translate.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { changeRecord, lockRecords } from '#modules/records/index.server.ts';
import { type FrameworkContent, frameworkShape } from '../framework-content.ts';
import { findOrigin } from '../framework-store.server.ts';
import { can } from '../framework.ts';
import { passageIn, problemsOfPassage } from '../passage/passage.ts';
import { settledPassage } from '../passage/settled-passage.ts';
import { findWritten, publishRow } from './draft-store.server.ts';
import { markOf, titleAndBody } from './write-draft.server.ts';

type PublishRefusal = {
  code: 'not-allowed' | 'not-found' | 'no-draft' | 'no-note' | 'incomplete' | 'unsaid' | 'changed-meanwhile';
};

/**
 * Publishes the draft: from then on it never changes, and new sessions choose it. From the second version on, a note says
 * what changed. A framework that only members could read is everyone's from its first version.
 * Refused as `unsaid` while a criterion of the version before has become nothing without a reason.
 *
 * @param publish.seen the mark of the draft that the person read: what someone else wrote since is not published unread
 */
export async function publishDraft(
  context: Context,
  publish: { recordId: string; note: string; language: Locale; seen: string },
): Promise<Result<{ record: RecordCore; versionId: Id }, PublishRefusal>> {
  if (!can(context.actor, 'write')) return err({ code: 'not-allowed' });
  return inTransaction<Result<{ record: RecordCore; versionId: Id }, PublishRefusal>>(
    context.db,
    async (db) => {
      const inside = { ...context, db };
      const seen = await findWritten(inside, { id: publish.recordId });
      if (!seen) return err({ code: 'not-found' });
      await lockRecords(inside, [seen.record.id], true);
      const { record, details, published } = (await findWritten(inside, { id: publish.recordId })) ?? seen;
      if (!details.draft) return err({ code: 'no-draft' });
      if (publish.seen !== markOf(details.draft)) return err({ code: 'changed-meanwhile' });
      const note = publish.note.trim().slice(0, 2000);
      if (note === '' && published.length > 0) return err({ code: 'no-note' });
      const ready = await readyContent(inside, details.draft, {
        ...(note !== '' && { changeNote: { [publish.language]: note } }),
      });
      if (!ready.ok) return ready;
      const versionId = await publishRow(inside, record.id, ready.value);
      const shown = await showVersion(inside, { record, isFirst: published.length === 0 }, ready.value);
      await appendToJournal(inside, {
        recordId: record.id,
        action: 'framework.version-published',
        changes: { version: { before: published.at(-1)?.number ?? null, after: ready.value.version } },
      });
      return ok({ record: shown, versionId });
    },
  );
}

/** The content as it is published: dated, with what became of every criterion of the version before. */
async function readyContent(
  context: Context,
  draft: FrameworkContent,
  noted: Pick<FrameworkContent, 'changeNote'>,
): Promise<Result<FrameworkContent, { code: 'incomplete' | 'unsaid' }>> {
  const origin = draft.from && (await findOrigin(context, draft.from));
  const published = context.clock.now().toISOString().slice(0, 10);
  const settled = origin ? settledPassage(origin.version.content, draft) : draft;
  const read = frameworkShape.safeParse({ ...settled, ...noted, published });
  if (!read.success) return err({ code: 'incomplete' });
  const problems = origin ? problemsOfPassage(origin.version.content, read.data, passageIn(read.data)) : [];
  const isUnsaid = problems.some(({ code }) => code === 'not-accounted' || code === 'no-reason');
  return isUnsaid ? err({ code: 'unsaid' }) : ok(read.data);
}

/** The record says what its latest version says, to everyone once there is one. */
async function showVersion(
  context: Context,
  { record, isFirst }: { record: RecordCore; isFirst: boolean },
  content: FrameworkContent,
): Promise<RecordCore> {
  const changed = await changeRecord(context, {
    current: record,
    version: record.version,
    fields: {
      ...record,
      ...titleAndBody(record, content),
      ...(isFirst && record.visibility === 'members' && { visibility: 'public' as const }),
      confirmedOn: content.published,
    },
    details: { before: {}, after: {} },
  });
  if (!changed.ok) throw new Error(`the record of a framework was not changed: ${changed.error.code}`);
  return changed.value.record;
}
