import type { Context } from '#kernel/context.ts';
import { newId } from '#kernel/ids.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { mergePractices } from '#modules/practices/index.server.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { type Subject, type Wanted, makers, recordIn } from './record-subjects.ts';
import { done } from './scene.ts';

/** Two practices of one territory that may be the same. */
export async function compared(wanted: Wanted): Promise<Subject> {
  const { record, subject } = await recordIn(wanted, makers.practice);
  const elsewhere = wanted.state === 'elsewhere';
  const other = await makers.practice(
    elsewhere ? wanted.scene.authorThere : wanted.scene.author,
    'Une autre',
  );
  const isAbsent = wanted.state === 'absent';
  const fields = {
    first: isAbsent ? newId() : record.id,
    second: other.id,
    state: 'later',
    keptVersion: '1',
    mergedVersion: '1',
  };
  return { ...subject, params: { ...subject.params, other: other.shortId }, fields };
}

/** A practice into which another one was merged. */
export async function merged(wanted: Wanted): Promise<Subject> {
  let entry = newId();
  const { subject } = await recordIn(wanted, async (context, title) => {
    const kept = await makers.practice(context, title);
    entry = await mergedInto(context, kept);
    return kept;
  });
  return { ...subject, params: { ...subject.params, entry } };
}

/** Returns the entry of the journal that tells the merge. */
async function mergedInto(context: Context, kept: RecordCore): Promise<string> {
  const facilitator: Context = { ...context, actor: { ...context.actor, role: 'facilitator' } };
  const other = await makers.practice(context, 'Une autre');
  done(
    await mergePractices(facilitator, {
      keptId: kept.id,
      keptVersion: kept.version,
      mergedId: other.id,
      mergedVersion: other.version,
      choices: { title: 'kept' },
      licencesAgreed: false,
    }),
  );
  const { db, territoryId } = context;
  const history = await historyOf(db, { territoryId, recordId: kept.id, limit: 9 });
  return history.find(({ action }) => action === 'practice.merged')?.id ?? newId();
}
