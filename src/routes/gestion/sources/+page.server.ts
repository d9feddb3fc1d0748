import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import type { Context } from '#kernel/context.ts';
import type { Result } from '#kernel/result.ts';
import {
  addSource,
  decideHeld,
  listSources,
  pauseSource,
  readImport,
  runNow,
} from '#modules/practices/index.server.ts';
import { refuse } from '../../refusal.server.ts';
import { pageAsked } from '../../page-asked.ts';
import { readSourceForm, sourceShown } from './source-form.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { context } = locals;
  const listed = await listSources(context, pageAsked(url.searchParams.get('page')));
  if (!listed.ok) return refuse(listed.error.code);
  const { sources, ...rest } = listed.value;
  return {
    ...rest,
    sources: sources.map((source) => sourceShown(source, locals.locale)),
    given: await givenBy(context, url.searchParams.get('import') ?? ''),
    done: url.searchParams.get('fait') !== null,
  };
};

/** What an import from an address says of it: the form begins with that. */
async function givenBy(context: Context, importId: string) {
  const found = importId === '' ? undefined : await readImport(context, importId);
  if (!found?.ok || found.value.run.address === '') return { import: '', name: '', address: '', licence: '' };
  const { sourceName, address, licence } = found.value.run;
  return { import: importId, name: sourceName, address, licence };
}

type Step = (context: Context, id: string) => Promise<Result<undefined, { code: string }>>;

/** Takes a step about the source that the form names, then shows the list again. */
function taking(step: Step) {
  return async ({ locals, request }: RequestEvent) => {
    const id = String((await request.formData()).get('source') ?? '');
    const taken = await step(locals.context, id);
    if (taken.ok) redirect(303, localPath(locals.locale, '/gestion/sources?fait=1'));
    if (taken.error.code === 'busy') return fail(409, { busy: true as const });
    return refuse(taken.error.code);
  };
}

export const actions: Actions = {
  add: async ({ locals, request }) => {
    const form = await request.formData();
    const values = readSourceForm(form);
    const added = await addSource(locals.context, values, String(form.get('import') ?? ''));
    if (added.ok) redirect(303, localPath(locals.locale, '/gestion/sources?fait=1'));
    const { error } = added;
    if (error.code === 'invalid')
      return fail(422, { values, fields: error.problems.map(({ field }) => field) });
    if (error.code === 'name-taken') return fail(409, { values, fields: ['taken'] });
    return refuse(error.code);
  },
  run: taking(runNow),
  pause: taking((context, id) => pauseSource(context, id, true)),
  resume: taking((context, id) => pauseSource(context, id, false)),
  accept: taking((context, id) => decideHeld(context, id, true)),
  wait: taking((context, id) => decideHeld(context, id, false)),
};
