import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { translators } from '#messages/index.ts';
import { contentProblem, differenceBetween, toFinish, wordsIn } from '#modules/framework/index.ts';
import { findOrigin, markOf, publishDraft } from '#modules/framework/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { refuse } from '../../../../refusal.server.ts';
import { draftAt } from '../../../framework-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { context, locale } = event.locals;
  const { record, draft } = await draftAt(event);
  const origin = draft.from && (await findOrigin(context, draft.from));
  const { missing, thin } = toFinish(draft);
  const t = translators[locale];
  return {
    address: addressOf(record),
    framework: wordsIn(draft.title, locale),
    number: draft.version,
    seen: markOf(draft),
    missing: missing.map((title) => title && wordsIn(title, locale)),
    thin: thin.map(({ id, title }) => ({ id, title: wordsIn(title, locale) })),
    before: origin && { title: wordsIn(origin.version.content.title, locale), number: origin.version.number },
    difference: origin && differenceBetween(t, { before: origin.version.content, after: draft }, locale),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const { context, locale } = event.locals;
    const { record } = await draftAt(event);
    const form = await event.request.formData();
    const note = String(form.get('note') ?? '');
    const published = await publishDraft(context, {
      recordId: record.id,
      note,
      language: locale,
      seen: String(form.get('seen') ?? ''),
    });
    if (published.ok) {
      redirect(303, localPath(locale, `${addressOf(published.value.record)}?publiee=1`));
    }
    const { code } = published.error;
    if (code === 'not-allowed' || code === 'not-found') refuse(code);
    return fail(422, { note, isNote: code === 'no-note', problem: contentProblem(code) });
  },
};
