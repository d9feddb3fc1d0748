import { type RequestEvent, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { storableLine } from '#kernel/storable-text.ts';
import {
  type ContentEdit,
  addDimension,
  can,
  moveCriterion,
  moveDimension,
  removeDimension,
} from '#modules/framework/index.ts';
import { beginDraft, editDraft, giveUpDraft } from '#modules/framework/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { refuse } from '../../../refusal.server.ts';
import { saved, writtenAt } from '../../framework-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { record, details, published } = await writtenAt(event);
  return {
    address: addressOf(record),
    shortId: record.shortId,
    title: record.title,
    draft: details.draft,
    isPublished: published.length > 0,
    mayWrite: can(event.locals.context.actor, 'write'),
  };
};

/** A form that changes the draft, and shows it where it changed. */
function change(editOf: (form: FormData) => ContentEdit, partOf?: (form: FormData) => string) {
  return async (event: RequestEvent) => {
    const { record } = await writtenAt(event);
    const form = await event.request.formData();
    const result = await editDraft(event.locals.context, record.id, editOf(form));
    return saved(event, result, partOf?.(form));
  };
}

const field = (form: FormData, name: string) => String(form.get(name) ?? '');
const wayIn = (form: FormData) => (form.get('move') === 'up' ? ('up' as const) : ('down' as const));

export const actions: Actions = {
  begin: async (event) => {
    const { record } = await writtenAt(event);
    const begun = await beginDraft(event.locals.context, record.id);
    if (!begun.ok) refuse(begun.error.code);
    redirect(303, localPath(event.locals.locale, `${addressOf(record)}/brouillon`));
  },
  addDimension: async (event) => {
    const { record } = await writtenAt(event);
    const title = storableLine(field(await event.request.formData(), 'title')).slice(0, 200);
    const { context, locale } = event.locals;
    const result = await editDraft(context, record.id, (draft) =>
      addDimension(draft, title === '' ? {} : { [locale]: title }),
    );
    return saved(event, result, 'add');
  },
  moveDimension: change(
    (form) => (draft) => moveDimension(draft, field(form, 'dimension'), wayIn(form)),
    (form) => field(form, 'dimension'),
  ),
  removeDimension: change((form) => (draft) => removeDimension(draft, field(form, 'dimension'))),
  moveCriterion: change(
    (form) => (draft) => {
      const to = field(form, 'to');
      return moveCriterion(draft, field(form, 'criterion'), to === '' ? wayIn(form) : { to });
    },
    (form) => field(form, 'criterion'),
  ),
  giveUp: async (event) => {
    const { record } = await writtenAt(event);
    const given = await giveUpDraft(event.locals.context, record.id);
    if (!given.ok) refuse(given.error.code);
    redirect(303, localPath(event.locals.locale, given.value ? addressOf(record) : '/referentiels'));
  },
};
