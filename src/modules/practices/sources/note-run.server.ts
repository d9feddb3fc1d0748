import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { dayOf } from '#kernel/dates/format-date.ts';
import type { Id } from '#kernel/ids.ts';
import { findTerritorySigns } from '#modules/territories/index.server.ts';
import type { Validators } from './fetch-inventory.server.ts';
import { lockSource, updateSource } from './source-store.server.ts';
import { type Source, type SourceFigures, nextDay, tellAfter } from './source.ts';
import { tellTrouble } from './tell-trouble.server.ts';

/** Today, where the territory is. */
export async function todayOf(context: Pick<Context, 'db' | 'clock' | 'territoryId'>): Promise<string> {
  const { timeZone } = await findTerritorySigns(context.db, context.territoryId);
  return dayOf(context.clock.now(), timeZone);
}

/** Notes that a source answered and had nothing new. */
export async function noteAnswer(
  context: Context,
  sourceId: Id,
  { etag, lastModified, digest }: Validators & { digest: string },
): Promise<void> {
  await note(context, sourceId, async (inside, source) => ({
    ...(await answered(inside, source)),
    etag,
    lastModified,
    digest,
  }));
}

export async function noteChange(
  context: Context,
  sourceId: Id,
  change: Validators & { digest: string; figures: SourceFigures; importId: Id },
): Promise<void> {
  const { etag, lastModified, digest, figures, importId } = change;
  await note(context, sourceId, async (inside, source) => ({
    ...(await answered(inside, source)),
    etag,
    lastModified,
    digest,
    figures,
    changedAt: inside.clock.now(),
    lastImport: importId,
  }));
}

/** What a source says when it answers well: whatever was wrong is over. */
async function answered(inside: Context, { every }: Source): Promise<Partial<Source>> {
  const now = inside.clock.now();
  const nextOn = nextDay(every, 0, await todayOf(inside));
  return { state: 'on', askedAt: now, answeredAt: now, nextOn, failures: 0, failure: null, heldImport: null };
}

/** Counts one more failure: the source is left alone for longer, and the facilitators are told of the third. */
export async function noteFailure(
  context: Context,
  sourceId: Id,
  failure: NonNullable<Source['failure']>,
): Promise<void> {
  await note(context, sourceId, async (inside, source) => {
    const failures = source.failures + 1;
    const nextOn = nextDay(source.every, failures, await todayOf(inside));
    if (failures === tellAfter) await tellTrouble(inside, source, failure);
    const asked = { askedAt: inside.clock.now(), failures, failure, nextOn };
    // What was kept of a held answer could not be read again: it is asked anew.
    return source.state === 'held' ? { ...asked, state: 'on', heldImport: null } : asked;
  });
}

/** Notes that a person is to decide, and tells the facilitators. */
export async function noteHeld(
  context: Context,
  sourceId: Id,
  { importId, gone, before }: { importId: Id; gone: number; before: number },
): Promise<void> {
  await note(context, sourceId, async (inside, source) => {
    const failure = { key: 'import.source.held', params: { gone, before } };
    await tellTrouble(inside, source, failure);
    const now = inside.clock.now();
    return { state: 'held', askedAt: now, answeredAt: now, failure, heldImport: importId, nextOn: null };
  });
}

async function note(
  context: Context,
  sourceId: Id,
  changeOf: (inside: Context, source: Source) => Promise<Partial<Source>>,
): Promise<void> {
  await inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const source = await lockSource(inside, sourceId);
    if (source) await updateSource(inside, sourceId, await changeOf(inside, source));
  });
}
