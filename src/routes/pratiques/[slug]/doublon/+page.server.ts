import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { hasRole } from '#kernel/context.ts';
import { storableLine } from '#kernel/storable-text.ts';
import { practicesCalled, sayDuplicate } from '#modules/practices/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { refuse } from '../../../refusal.server.ts';
import { practiceAt } from '../../practice-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { context } = event.locals;
  const { record } = await practiceAt(event);
  if (!hasRole(context.actor, 'contributor'))
    refuse(context.actor.personId ? 'not-allowed' : 'sign-in-first');
  const { searchParams } = event.url;
  const text = storableLine(searchParams.get('q') ?? record.title).slice(0, 200);
  const found = await practicesCalled(context, record.id, text);
  return {
    record: { title: record.title, language: record.language, address: addressOf(record) },
    text,
    found: found.map((other) => ({ ...other, address: addressOf(other) })),
    said: searchParams.get('fait') === 'dit',
  };
};

export const actions: Actions = {
  default: async (event) => {
    const { record } = await practiceAt(event);
    const other = String((await event.request.formData()).get('other') ?? '');
    const said = await sayDuplicate(event.locals.context, [record.id, other]);
    if (!said.ok)
      return said.error.code === 'too-many' ? fail(429, { tooMany: true }) : refuse(said.error.code);
    redirect(303, `${localPath(event.locals.locale, addressOf(record))}/doublon?fait=dit`);
  },
};
