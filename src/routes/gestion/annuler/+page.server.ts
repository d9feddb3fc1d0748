import { redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { undoers } from '#app/undoers.server.ts';
import { type Context, hasRole } from '#kernel/context.ts';
import { isId } from '#kernel/ids.ts';
import { findJob } from '#kernel/job-run-store.server.ts';
import type { Result } from '#kernel/result.ts';
import {
  findUndoing,
  previewUndo,
  requestRedo,
  requestUndo,
  undoPeriods,
} from '#modules/moderation/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { linkedRecords } from '#modules/records/index.server.ts';
import { refuse } from '../../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

/** Changes that a preview names; the counts tell of all. */
const mostNamed = 200;

export const load: PageServerLoad = async ({ locals, url }) => {
  const { context } = locals;
  if (!hasRole(context.actor, 'facilitator'))
    refuse(context.actor.personId ? 'not-allowed' : 'sign-in-first');
  const jobId = url.searchParams.get('travail');
  const personId = url.searchParams.get('personne');
  return {
    periods: undoPeriods,
    work: jobId === null ? null : await workShown(context, jobId),
    preview:
      jobId === null && personId !== null
        ? await previewShown(context, { personId, hours: Number(url.searchParams.get('heures') ?? '24') })
        : null,
  };
};

async function previewShown(context: Context, { personId, hours }: { personId: string; hours: number }) {
  const until = context.clock.now();
  const shown = await previewUndo(context, { personId, hours, until }, undoers);
  if (!shown.ok && shown.error.code !== 'too-many') return refuse(shown.error.code);
  if (!shown.ok) return { personId, hours, until, tooMany: true as const };
  const changes = shown.value.changes.slice(0, mostNamed);
  const records = await linkedRecords(context, [
    ...new Set(changes.flatMap(({ recordId }) => recordId ?? [])),
  ]);
  return {
    personId,
    hours,
    until,
    tooMany: false as const,
    name: shown.value.person.name,
    counts: shown.value.counts,
    total: shown.value.changes.length,
    changes: changes.map(({ recordId, ...change }) => {
      const record = recordId === null ? undefined : records.get(recordId);
      return {
        ...change,
        record: record && { title: record.title, language: record.language, address: addressOf(record) },
      };
    }),
  };
}

async function workShown(context: Context, id: string) {
  const { db, territoryId } = context;
  const [job, done] = await Promise.all([
    isId(id) ? findJob(db, { territoryId, id }) : undefined,
    findUndoing(context, id),
  ]);
  if (!job && !done) return refuse('not-found');
  return {
    id,
    state: done ? ('done' as const) : (job?.state ?? 'done'),
    progress: job && { done: job.done, total: job.total },
    act: done?.action === 'moderation.redone' ? ('redone' as const) : ('undone' as const),
    counts: done?.changes['counts']?.after ?? null,
  };
}

export const actions: Actions = {
  undo: async ({ locals, request }) => {
    const form = await request.formData();
    const read = (name: string) => String(form.get(name) ?? '');
    const until = new Date(read('until'));
    const asked = { personId: read('person'), hours: Number(read('hours')), until };
    return toWork(locals, await requestUndo(locals.context, asked));
  },
  redo: async ({ locals, request }) => {
    const entryId = String((await request.formData()).get('entry') ?? '');
    return toWork(locals, await requestRedo(locals.context, entryId));
  },
};

function toWork(locals: App.Locals, asked: Result<string, { code: string }>): never {
  if (!asked.ok) refuse(asked.error.code);
  redirect(303, `${localPath(locals.locale, '/gestion/annuler')}?travail=${asked.value}`);
}
