import { fail } from '@sveltejs/kit';
import { err } from '#kernel/result.ts';
import {
  addSource,
  presentationFormOf,
  presented,
  readPresentationForm,
  removeSource,
  sourceFrom,
  wordsIn,
} from '#modules/framework/index.ts';
import { editDraft, markOf } from '#modules/framework/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { draftAt, saved } from '../../../framework-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { locale } = event.locals;
  const { record, draft } = await draftAt(event);
  const other = locale === 'fr' ? 'en' : 'fr';
  const values = presentationFormOf(draft, locale);
  return {
    address: addressOf(record),
    framework: wordsIn(draft.title, locale),
    values,
    isTranslated: draft.title[other] !== undefined,
    seen: markOf(values),
    sources: draft.sources.map(({ id, title, publisher, url }) => ({
      id,
      title: wordsIn(title, locale),
      publisher,
      url,
    })),
  };
};

export const actions: Actions = {
  save: async (event) => {
    const { context, locale } = event.locals;
    const { record, draft } = await draftAt(event);
    const sent = await event.request.formData();
    const values = readPresentationForm(sent, draft);
    const seen = String(sent.get('seen') ?? '');
    const first = presented(draft, values, locale);
    if (!first.ok) return fail(422, { values, problems: first.error, seen });
    const result = await editDraft<{ code: string }>(context, record.id, (current) => {
      if (markOf(presentationFormOf(current, locale)) !== seen) return err({ code: 'meanwhile' });
      const written = presented(current, values, locale);
      return written.ok ? written : err({ code: 'meanwhile' });
    });
    if (!result.ok && result.error.code === 'meanwhile') {
      const theirs = presentationFormOf((await draftAt(event)).draft, locale);
      return fail(409, { values, problems: [], seen: markOf(theirs), isMeanwhile: true });
    }
    return saved(event, result);
  },
  addSource: async (event) => {
    const { context, locale } = event.locals;
    const { record } = await draftAt(event);
    const sent = await event.request.formData();
    const source = sourceFrom(sent, locale);
    if (!source) {
      const typed = (name: string) => String(sent.get(`source-${name}`) ?? '');
      return fail(422, {
        source: {
          title: typed('title'),
          publisher: typed('publisher'),
          date: typed('date'),
          url: typed('url'),
        },
      });
    }
    return saved(event, await editDraft(context, record.id, (current) => addSource(current, source)));
  },
  removeSource: async (event) => {
    const { record } = await draftAt(event);
    const id = String((await event.request.formData()).get('source') ?? '');
    const result = await editDraft(event.locals.context, record.id, (current) => removeSource(current, id));
    return saved(event, result);
  },
};
