import { z } from 'zod';
import { type Context, hasRole } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type FieldProblem, limitedText, problemsOf } from '#kernel/field-problems.ts';
import type { Id } from '#kernel/ids.ts';
import { type JobRun, findJob } from '#kernel/job-run-store.server.ts';
import { appendToJournal, changesBetween } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { storableLine } from '#kernel/storable-text.ts';
import { deleteRun, findRun } from '../import-run-store.server.ts';
import { readAddress } from './fetch-inventory.server.ts';
import { freeRecords, readAnew } from './mirror.server.ts';
import { todayOf } from './note-run.server.ts';
import {
  countTroubledSources,
  deleteSource,
  findSource,
  insertSource,
  listSourceRows,
  lockSource,
  updateSource,
} from './source-store.server.ts';
import { type Source, nextDay, rhythms, tellAfter } from './source.ts';

type AccessRefusal = { code: 'not-allowed' | 'sign-in-first' };
type Refusal = AccessRefusal | { code: 'not-found' | 'busy' };

/** What the job `run-source` is asked for. */
export interface SourceTask {
  sourceId: Id;
  step: 'run' | 'accept' | 'remove';
}

export const sourceJobName = 'run-source';

const perPage = 20;

const line = (most: number) => limitedText(most, (text) => storableLine(text));

/** The form that adds or changes a source. */
const sourceShape = z.object({
  name: line(200).refine((name) => name !== ''),
  address: z
    .string()
    .refine((text) => readAddress(text) !== null)
    .transform((text) => text.trim()),
  licence: line(200),
  attribution: line(300),
  every: z.enum(rhythms),
  mirror: z.enum(['', 'yes']).transform((mirror) => mirror === 'yes'),
});

export type SourceForm = Record<'name' | 'address' | 'licence' | 'attribution' | 'every' | 'mirror', string>;

function refusalOf({ actor }: Context): AccessRefusal | undefined {
  if (hasRole(actor, 'facilitator')) return undefined;
  return { code: actor.personId === null ? 'sign-in-first' : 'not-allowed' };
}

/** A source, and the work under way for it. */
export type SourceShown = Source & { job: JobRun | undefined };

/** The sources of the territory, by name. For facilitators. */
export async function listSources(
  context: Context,
  asked: number,
): Promise<Result<{ sources: SourceShown[]; page: number; pages: number; total: number }, AccessRefusal>> {
  const refusal = refusalOf(context);
  if (refusal) return err(refusal);
  const first = await listSourceRows(context, { page: 1, perPage });
  const pages = Math.max(1, Math.ceil(first.total / perPage));
  const page = Math.min(Math.max(1, asked), pages);
  const { sources } = page === 1 ? first : await listSourceRows(context, { page, perPage });
  const shown = await Promise.all(
    sources.map(async (source) => ({ ...source, job: await jobOf(context, source) })),
  );
  return ok({ sources: shown, page, pages, total: first.total });
}

async function jobOf({ db, territoryId }: Context, { jobId }: Source): Promise<JobRun | undefined> {
  return jobId === null ? undefined : findJob(db, { territoryId, id: jobId });
}

/** How many sources wait for a decision, or failed several times in a row; the caller has checked who asks. */
export function troubledSources(context: Context): Promise<number> {
  return countTroubledSources(context, tellAfter);
}

/** One source. For facilitators. */
export async function readSource(context: Context, id: string): Promise<Result<SourceShown, Refusal>> {
  const refusal = refusalOf(context);
  if (refusal) return err(refusal);
  const source = await findSource(context, id);
  return source ? ok({ ...source, job: await jobOf(context, source) }) : err({ code: 'not-found' });
}

type FormRefusal = { code: 'invalid'; problems: FieldProblem[] } | { code: 'name-taken' };

/**
 * Adds an inventory at an address that is to be asked again and again, and asks it at once. For facilitators.
 *
 * @param fromImport an import of the same address, whose choice of columns is kept
 */
export async function addSource(
  context: Context,
  form: SourceForm,
  fromImport = '',
): Promise<Result<Id, AccessRefusal | FormRefusal>> {
  const refusal = refusalOf(context);
  if (refusal) return err(refusal);
  const read = sourceShape.safeParse(form);
  if (!read.success) return err({ code: 'invalid', problems: problemsOf(read.error) });
  return inTransaction<Result<Id, AccessRefusal | FormRefusal>>(context.db, async (db) => {
    const inside = { ...context, db };
    const run = fromImport === '' ? undefined : await findRun(inside, fromImport);
    const mapping = run?.address === read.data.address ? run.mapping : {};
    const nextOn = nextDay(read.data.every, 0, await todayOf(inside));
    const id = await insertSource(inside, { ...read.data, mapping, nextOn });
    if (id === undefined) return err({ code: 'name-taken' });
    // Not its address: that may hold what opens it, and the journal leaves with archives.
    await tell(inside, 'source.added', { source: read.data.name });
    await enqueue(inside, { sourceId: id, step: 'run' });
    return ok(id);
  });
}

/** Changes a source; its name stays, since its records bear it. For facilitators. */
export function changeSource(
  context: Context,
  id: string,
  form: Omit<SourceForm, 'name'>,
): Promise<Result<undefined, Refusal | FormRefusal>> {
  return withSource<FormRefusal>(context, id, async (inside, source) => {
    const read = sourceShape.safeParse({ ...form, name: source.name });
    if (!read.success) return err({ code: 'invalid', problems: problemsOf(read.error) });
    const { name: _, ...change } = read.data;
    const isAnew = change.address !== source.address || (change.mirror && !source.mirror);
    const nextOn = source.state === 'on' ? nextDay(change.every, 0, await todayOf(inside)) : source.nextOn;
    await updateSource(inside, source.id, {
      ...change,
      nextOn,
      ...(isAnew && { etag: '', lastModified: '', digest: '' }),
    });
    if (change.mirror && !source.mirror) await readAnew(inside, source.id);
    if (source.mirror && !change.mirror) await freeRecords(inside, source.id);
    await tell(inside, 'source.changed', { source: source.name, mirror: change.mirror, every: change.every });
    if (change.mirror && !source.mirror && source.state === 'on')
      await enqueue(inside, { sourceId: source.id, step: 'run' });
    return ok();
  });
}

/** Asks a source now, whatever its day. For facilitators. */
export function runNow(context: Context, id: string): Promise<Result<undefined, Refusal>> {
  return withSource(context, id, async (inside, source) => {
    if (source.state !== 'on') return err({ code: 'busy' });
    await enqueue(inside, { sourceId: source.id, step: 'run' });
    return ok();
  });
}

/** Stops asking a source by itself, or goes on. For facilitators. */
export function pauseSource(
  context: Context,
  id: string,
  isPaused: boolean,
): Promise<Result<undefined, Refusal>> {
  return withSource(context, id, async (inside, source) => {
    if (source.state !== (isPaused ? 'on' : 'paused')) return err({ code: 'busy' });
    const nextOn = isPaused ? null : nextDay(source.every, 0, await todayOf(inside));
    await updateSource(inside, source.id, { state: isPaused ? 'paused' : 'on', nextOn });
    return ok();
  });
}

/** Decides about a source that is held: what it lacks is hidden, or nothing changes and it is asked again. For facilitators. */
export function decideHeld(
  context: Context,
  id: string,
  accepts: boolean,
): Promise<Result<undefined, Refusal>> {
  return withSource(context, id, async (inside, source) => {
    if (source.state !== 'held') return err({ code: 'busy' });
    if (accepts) {
      await enqueue(inside, { sourceId: source.id, step: 'accept' });
      return ok();
    }
    if (source.heldImport !== null) await deleteRun(inside, source.heldImport);
    const nextOn = nextDay(source.every, 0, await todayOf(inside));
    await updateSource(inside, source.id, { state: 'on', heldImport: null, failure: null, nextOn });
    return ok();
  });
}

/** Removes a source. Its records stay, like any other, or are taken away, in the background. For facilitators. */
export function removeSource(
  context: Context,
  id: string,
  records: string,
): Promise<Result<undefined, Refusal | { code: 'unclear-wish' }>> {
  return withSource<{ code: 'unclear-wish' }>(context, id, async (inside, source) => {
    if (records !== 'stay' && records !== 'go') return err({ code: 'unclear-wish' });
    await freeRecords(inside, source.id);
    await tell(inside, 'source.removed', { source: source.name, records });
    if (records === 'stay') {
      await deleteSource(inside, source.id);
      return ok();
    }
    await updateSource(inside, source.id, { state: 'removing', nextOn: null });
    await enqueue(inside, { sourceId: source.id, step: 'remove' });
    return ok();
  });
}

/** Runs a change on a source that nobody else is changing, and for which no work is under way. */
function withSource<More = never>(
  context: Context,
  id: string,
  change: (inside: Context, source: Source) => Promise<Result<undefined, Refusal | More>>,
): Promise<Result<undefined, Refusal | More>> {
  return inTransaction<Result<undefined, Refusal | More>>(context.db, async (db) => {
    const inside = { ...context, db };
    const refusal = refusalOf(context);
    if (refusal) return err(refusal);
    const source = await lockSource(inside, id);
    if (!source) return err({ code: 'not-found' });
    return isBusy(await jobOf(inside, source)) ? err({ code: 'busy' }) : change(inside, source);
  });
}

export function isBusy(job: JobRun | undefined): boolean {
  return job !== undefined && ['queued', 'running', 'retrying'].includes(job.state);
}

/** One job at a time for a source: the caller holds it. */
export async function enqueue(
  inside: Pick<Context, 'db' | 'clock' | 'jobs' | 'territoryId'>,
  task: SourceTask,
): Promise<void> {
  const { db, territoryId, clock, jobs } = inside;
  const jobId = await jobs.enqueue(db, { territoryId, name: sourceJobName, input: { ...task }, clock });
  await updateSource(inside, task.sourceId, { jobId });
}

async function tell(inside: Context, action: string, told: Record<string, string | boolean>): Promise<void> {
  await appendToJournal(inside, { action, changes: changesBetween({}, told) });
}
