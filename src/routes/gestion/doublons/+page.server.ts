import { redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { findJob } from '#kernel/job-run-store.server.ts';
import { isId } from '#kernel/ids.ts';
import { decideDuplicate, listDuplicates, searchDuplicates } from '#modules/practices/index.server.ts';
import { pairStates } from '#modules/practices/index.ts';
import { addressOf } from '#modules/records/index.ts';
import { pageAsked } from '../../page-asked.ts';
import { refuse } from '../../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { context } = locals;
  const state = pairStates.find((one) => one === url.searchParams.get('etat')) ?? 'open';
  const list = await listDuplicates(context, { state, page: pageAsked(url.searchParams.get('page')) });
  if (!list.ok) return refuse(context.actor.personId ? list.error.code : 'sign-in-first');
  const jobId = url.searchParams.get('travail') ?? '';
  const { db, territoryId } = context;
  const job = isId(jobId) ? await findJob(db, { territoryId, id: jobId }) : undefined;
  const { items, ...rest } = list.value;
  return {
    ...rest,
    state,
    work: job && { state: job.state, done: job.done, total: job.total },
    done: url.searchParams.get('fait') === 'reunies' ? ('merged' as const) : null,
    items: items.map(({ practices, reasons, score, said }) => ({
      reasons,
      score,
      said,
      practices: practices.map(({ record, details }) => ({
        id: record.id,
        shortId: record.shortId,
        title: record.title,
        language: record.language,
        address: addressOf(record),
        commune: details.communeName,
        source: record.sourceName,
        licence: record.licence,
      })),
    })),
  };
};

export const actions: Actions = {
  decide: async ({ locals, request }) => {
    const form = await request.formData();
    const read = (name: string) => String(form.get(name) ?? '');
    const decided = await decideDuplicate(locals.context, {
      ids: [read('first'), read('second')],
      state: read('state'),
    });
    if (!decided.ok) refuse(decided.error.code);
    const from = pairStates.find((one) => one === read('from')) ?? 'open';
    redirect(303, `${localPath(locals.locale, '/gestion/doublons')}?etat=${from}`);
  },
  search: async ({ locals }) => {
    const asked = await searchDuplicates(locals.context);
    if (!asked.ok) refuse(asked.error.code);
    redirect(303, `${localPath(locals.locale, '/gestion/doublons')}?travail=${asked.value}`);
  },
};
