import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import {
  type StandingMerge,
  describeDifferences,
  readUnmerge,
  unmergePractices,
} from '#modules/practices/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { refuse } from '../../../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

/** The merge that the address names. */
async function mergeAt({ locals: { context }, url }: RequestEvent): Promise<StandingMerge> {
  const read = (name: string) => url.searchParams.get(name) ?? '';
  const found = await readUnmerge(context, { shortId: read('fiche'), entryId: read('entree') });
  return found.ok ? found.value : refuse(context.actor.personId ? found.error.code : 'sign-in-first');
}

export const load: PageServerLoad = async (event) => {
  const { kept, changedSince } = await mergeAt(event);
  const { title, language } = kept.record;
  const changes = Object.fromEntries(
    changedSince.map(({ field, before, now }) => [field, { before, after: now }]),
  );
  const fields = await describeDifferences(event.locals.context, changes);
  return { record: { title, language, address: addressOf(kept.record) }, fields };
};

export const actions: Actions = {
  default: async (event) => {
    const { kept, entryId } = await mergeAt(event);
    const form = await event.request.formData();
    const decided = Object.fromEntries(
      [...form.keys()].map(
        (field) => [field, form.get(field) === 'give-back' ? 'give-back' : 'keep'] as const,
      ),
    );
    const undo = { recordId: kept.record.id, entryId, decided };
    const undone = await unmergePractices(event.locals.context, undo);
    if (undone.ok) redirect(303, localPath(event.locals.locale, addressOf(undone.value)));
    return undone.error.code === 'changed-since'
      ? fail(409, { error: 'changed-since' as const })
      : refuse(undone.error.code);
  },
};
