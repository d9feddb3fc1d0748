import { type RequestEvent, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { translators } from '#messages/index.ts';
import { type FrameworkContent, can, differenceBetween, wordsIn } from '#modules/framework/index.ts';
import {
  type WrittenFramework,
  findNumbered,
  findWritten,
  setRetired,
} from '#modules/framework/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { refuse } from '../../../refusal.server.ts';
import { frameworkAt } from '../../framework-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

/** How the address names the version that is being written. */
const draftName = 'brouillon';

export const load: PageServerLoad = async (event) => {
  const { context, locale } = event.locals;
  const { record } = await frameworkAt(event);
  const found = (await findWritten(context, { id: record.id })) ?? refuse('not-found');
  const { published, details } = found;
  const draft = can(context.actor, 'read-draft') ? details.draft : null;
  const asked = (name: string) => event.url.searchParams.get(name) ?? '';
  const [before, after] = [
    await contentAsked(event, found, asked('de')),
    await contentAsked(event, found, asked('a')),
  ];
  return {
    address: addressOf(record),
    title: record.title,
    language: record.language,
    isRetired: details.retired,
    mayWrite: can(context.actor, 'write'),
    hasDraft: draft !== null,
    versions: published.toReversed().map(({ number, publishedAt, changeNote }) => ({
      number,
      publishedAt,
      note: wordsIn(changeNote, locale),
    })),
    asked: { from: asked('de'), to: asked('a') },
    difference: before && after && differenceBetween(translators[locale], { before, after }, locale),
  };
};

async function contentAsked(
  { locals: { context } }: RequestEvent,
  { record, details }: WrittenFramework,
  name: string,
): Promise<FrameworkContent | undefined> {
  if (name === draftName && can(context.actor, 'read-draft')) return details.draft ?? undefined;
  if (!/^\d{1,9}$/.test(name)) return undefined;
  const { shortId } = record;
  return (await findNumbered(context, { shortId, number: Number(name) }))?.version.content;
}

export const actions: Actions = {
  retire: async (event) => {
    const { record } = await frameworkAt(event);
    const isRetired = (await event.request.formData()).get('retired') === '1';
    const result = await setRetired(event.locals.context, record.id, isRetired);
    if (!result.ok) refuse(result.error.code);
    redirect(303, localPath(event.locals.locale, `${addressOf(record)}/versions`));
  },
};
