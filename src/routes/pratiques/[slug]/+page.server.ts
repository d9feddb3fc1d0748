import { redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { hasRole } from '#kernel/context.ts';
import { audienceOf } from '#kernel/journal-memory.server.ts';
import {
  confirmPractice,
  followedSource,
  mergedSources,
  namedByOthers,
  ownFactsOf,
  readShownContact,
  readSpot,
} from '#modules/practices/index.server.ts';
import { consultedOn } from '../../consulted-on.server.ts';
import { recordFollowed } from '../../follow-shown.server.ts';
import { recordForms } from '../../record-forms.server.ts';
import { recordShown } from '../../record-shown.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { refuse } from '../../refusal.server.ts';
import { practiceAt } from '../practice-at.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types.d.ts';

/** The page as this reader sees it, worked out once between two changes. */
export const load: PageServerLoad = async (event) => {
  const { context, locale } = event.locals;
  event.locals.sameForVisitors = true;
  const key = `practice-page ${locale} ${audienceOf(context)} ${event.url.pathname}`;
  const page = await context.memory.recall(context, key, () => readPage(event));
  const [follow, source] = await Promise.all([
    recordFollowed(event, page.record),
    followedSource(context, page.record),
  ]);
  // The day a source was last looked at changes without a word in the journal.
  if (source?.mirror) event.locals.sameForVisitors = false;
  return { ...page, follow, source };
};

async function readPage(event: RequestEvent) {
  const { context } = event.locals;
  const { record, details } = await practiceAt(event);
  const shown = await recordShown(context, record);
  const [facts = []] = await ownFactsOf(context, [details.fields]);
  return {
    ...shown,
    details: { ...details, extra: {}, fields: {} },
    own: { facts, namedBy: await namedByOthers(context, record.id) },
    contact: await readShownContact(context, record.id),
    merged: await mergedSources(context, record.id),
    spot: await readSpot(context, details),
    consulted: await consultedOn(context, record),
    may: {
      ...shown.may,
      evaluate: hasRole(context.actor, 'facilitator'),
    },
  };
}

export const actions: Actions = {
  ...recordForms('practice', async (event) => (await practiceAt(event)).record),
  confirm: async (event) => {
    const { record } = await practiceAt(event);
    const { context, locale, person } = event.locals;
    const confirmed = await confirmPractice(context, record.id);
    if (!confirmed.ok) refuse(person ? confirmed.error.code : 'sign-in-first');
    redirect(303, localPath(locale, addressOf(record)));
  },
};
