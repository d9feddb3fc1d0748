import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { newId, shortIdOf } from '#kernel/ids.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { Locale } from '#kernel/translate.ts';
import { type RecordCore, newRecordFields } from '#modules/records/index.ts';
import { createRecord, lockRecords } from '#modules/records/index.server.ts';
import { findTerritoryName } from '#modules/territories/index.server.ts';
import type { FrameworkContent, Lineage } from '../framework-content.ts';
import { findFramework } from '../framework-store.server.ts';
import { can } from '../framework.ts';
import { begunFrom, emptyDraft, forkedFrom } from './begin-draft.ts';
import { findWritten, saveDetails } from './draft-store.server.ts';
import { titleAndBody } from './write-draft.server.ts';

/** What a new framework begins with. */
export interface FrameworkStart {
  title: string;
  language: Locale;
  /** The version it is made from, and where it comes from when that is not here; nothing to begin with an empty one. */
  from?: { content: FrameworkContent; territory?: Lineage['territory'] };
}

/** Makes a framework of the territory's own, as a draft that members may read and facilitators write. */
export async function startFramework(
  context: Context,
  { title, language, from }: FrameworkStart,
): Promise<Result<RecordCore, { code: 'not-allowed' | 'no-title' }>> {
  if (!can(context.actor, 'write')) return err({ code: 'not-allowed' });
  const called = title.trim().slice(0, 200);
  if (called === '') return err({ code: 'no-title' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const own = {
      number: 1,
      day: dayOf(context),
      id: freshId(),
      title: { [language]: called },
      authors: [(await findTerritoryName(db, context.territoryId)) || called],
    };
    const draft = from
      ? forkedFrom(from.content, { ...own, ...(from.territory && { territory: from.territory }) })
      : emptyDraft(own);
    return ok(await makeFramework(inside, draft, language));
  });
}

/** The record of a framework that is a draft only, which members may read. The caller has checked that the actor may. */
export async function makeFramework(
  context: Context,
  draft: FrameworkContent,
  language: Locale,
): Promise<RecordCore> {
  const fields = {
    ...newRecordFields,
    language,
    ...titleAndBody({ language }, draft),
    visibility: 'members' as const,
    licence: draft.licence,
  };
  const record = await createRecord(context, { kind: 'framework', fields, details: {} });
  await saveDetails(context, record.id, { draft, retired: false });
  return record;
}

/** Begins the next version of a framework from the last one published; says which draft there is when there is one. */
export async function beginDraft(
  context: Context,
  recordId: string,
): Promise<Result<FrameworkContent, { code: 'not-allowed' | 'not-found' }>> {
  if (!can(context.actor, 'write')) return err({ code: 'not-allowed' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const found = await findWritten(inside, { id: recordId });
    if (!found) return err({ code: 'not-found' });
    await lockRecords(inside, [found.record.id], true);
    const { record, details } = (await findWritten(inside, { id: recordId })) ?? found;
    if (details.draft) return ok(details.draft);
    const last = await findFramework(inside, record);
    if (!last) return err({ code: 'not-found' });
    const { number, content } = last.version;
    const draft = begunFrom(content, { number: number + 1, day: dayOf(context) });
    await saveDetails(inside, record.id, { draft, retired: details.retired });
    await appendToJournal(inside, { recordId: record.id, action: 'framework.draft-begun' });
    return ok(draft);
  });
}

/** Random, so that two territories never write two frameworks under one id. */
export function freshId(): string {
  return `f-${shortIdOf(newId())}`;
}

export function dayOf({ clock }: Context): string {
  return clock.now().toISOString().slice(0, 10);
}
