import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { Locale } from '#kernel/translate.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { dayOf, freshId, makeFramework } from '../draft/start-framework.server.ts';
import { type DraftError, editDraft, markOf } from '../draft/write-draft.server.ts';
import { type FrameworkContent, type Lineage, frameworkDraftShape } from '../framework-content.ts';
import { can } from '../framework.ts';
import type { FileDefaults, FileNote, FileProblem } from './framework-file.ts';
import { importedDraft, importedInto } from './imported-draft.ts';
import { readFrameworkFile } from './read-framework-file.server.ts';

/** What a file would make: nothing is written. */
export interface ImportPreview {
  draft: FrameworkContent;
  notes: FileNote[];
}

export async function previewImport(
  context: Context,
  bytes: Uint8Array,
  defaults: Omit<FileDefaults, 'today'>,
): Promise<Result<ImportPreview, { code: 'not-allowed' } | { code: 'invalid'; problems: FileProblem[] }>> {
  if (!can(context.actor, 'write')) return err({ code: 'not-allowed' });
  const today = dayOf(context);
  const read = await readFrameworkFile(bytes, { ...defaults, today });
  if (!read.ok) return err({ code: 'invalid', problems: read.error });
  const { content, lineage, notes } = read.value;
  const own = { id: freshId(), day: today };
  return ok({ draft: importedDraft(content, lineage && seenFrom(context, lineage), own), notes });
}

/** What was exported here comes from here, not from another territory. */
function seenFrom({ origin }: Context, { territory, ...lineage }: Lineage): Lineage {
  return territory && territory.url !== origin ? { ...lineage, territory } : lineage;
}

/** Makes a framework, as a draft, of what a preview showed. */
export async function importFramework(
  context: Context,
  { content, language }: { content: unknown; language: Locale },
): Promise<Result<RecordCore, { code: 'not-allowed' | 'invalid' }>> {
  if (!can(context.actor, 'write')) return err({ code: 'not-allowed' });
  const read = frameworkDraftShape.safeParse(content);
  if (!read.success) return err({ code: 'invalid' });
  const draft = importedDraft(read.data, read.data.from, { id: freshId(), day: dayOf(context) });
  return inTransaction(context.db, async (db) =>
    ok(await makeFramework({ ...context, db }, draft, language)),
  );
}

/**
 * Puts what a preview showed in the place of a draft, undone from its history as any other change.
 *
 * @param into.seen the mark of the draft that stood there: what someone wrote since is not written over
 */
export async function importIntoDraft(
  context: Context,
  into: { recordId: string; content: unknown; seen: string },
): Promise<Result<RecordCore, DraftError<{ code: 'invalid' | 'draft-changed' }>>> {
  const read = frameworkDraftShape.safeParse(into.content);
  return editDraft<{ code: 'invalid' | 'draft-changed' }>(context, into.recordId, (draft) => {
    if (!read.success) return err({ code: 'invalid' });
    return markOf(draft) === into.seen ? ok(importedInto(draft, read.data)) : err({ code: 'draft-changed' });
  });
}
