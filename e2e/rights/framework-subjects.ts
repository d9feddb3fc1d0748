import type { Context } from '#kernel/context.ts';
import { newId } from '#kernel/ids.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { type FrameworkContent, addDimension } from '#modules/framework/index.ts';
import {
  beginDraft,
  editDraft,
  publishShippedFramework,
  readShippedFramework,
} from '#modules/framework/index.server.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { findRecord } from '#modules/records/index.server.ts';
import type { Fields } from './expectation.ts';
import { type Subject, type Wanted, recordIn } from './record-subjects.ts';
import { done } from './scene.ts';

const content = readShippedFramework();

async function publish(context: Context, title: string): Promise<RecordCore> {
  const published = { ...content, id: newId(), title: { fr: title, en: title } };
  const { recordId } = done(await publishShippedFramework(context, published));
  const found = await findRecord(context, { id: recordId });
  if (!found) throw new Error('The framework was just published');
  return found;
}

/** A framework of its own, published, then what is done with it. */
export async function framework(
  wanted: Wanted,
  then: (context: Context, recordId: string) => Promise<unknown> = () => Promise.resolve(),
): Promise<Subject> {
  const { subject } = await recordIn(wanted, async (context, title) => {
    const record = await publish(context, title);
    await then(context, record.id);
    return record;
  });
  const criterion = content.dimensions[0]?.criteria[0]?.id ?? '';
  return { ...subject, params: { ...subject.params, criterion } };
}

/** A framework of its own, published, whose next version is being written. */
export async function drafted(
  wanted: Wanted,
  fieldsOf: (draft: FrameworkContent) => Fields,
): Promise<Subject> {
  let fields: Fields = {};
  const subject = await framework(wanted, async (context, recordId) => {
    fields = fieldsOf(done(await beginDraft(context, recordId)));
  });
  return { ...subject, fields: { ...subject.fields, ...fields } };
}

/** One whose draft has a dimension that holds nothing. */
export function emptied(wanted: Wanted): Promise<Subject> {
  return framework(wanted, emptyOne).then((subject) => ({
    ...subject,
    fields: { ...subject.fields, dimension: 'vide', criterion: subject.params['criterion'] ?? '' },
  }));
}

async function emptyOne(context: Context, recordId: string) {
  done(await beginDraft(context, recordId));
  return done(await editDraft(context, recordId, (draft) => addDimension(draft, { fr: 'Vide' })));
}

/** One whose draft was changed, and the journal's entry of that change. */
export async function changedDraft(wanted: Wanted): Promise<Subject> {
  let entry = '';
  const subject = await framework(wanted, async (context, recordId) => {
    await emptyOne(context, recordId);
    const { db, territoryId } = context;
    const [latest] = await historyOf(db, { territoryId, recordId, limit: 1 });
    entry = latest?.id ?? '';
  });
  return { ...subject, fields: { ...subject.fields, entry } };
}
