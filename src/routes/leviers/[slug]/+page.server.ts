import { redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import type { Context } from '#kernel/context.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { renderHtml } from '#kernel/rich-text/to-html.ts';
import type { Locale } from '#kernel/translate.ts';
import { namesOf } from '#modules/accounts/index.server.ts';
import { type Lever, can, entryIn } from '#modules/knowledge/index.ts';
import { chosenLevers, shippedKnowledge, withdrawChoice } from '#modules/knowledge/index.server.ts';
import { can as canOpen } from '#modules/action-plans/index.ts';
import { addressOf } from '#modules/records/index.ts';
import { criteriaShown } from '../../criteria-shown.server.ts';
import { recordFollowed } from '../../follow-shown.server.ts';
import { recordForms } from '../../record-forms.server.ts';
import { recordShown } from '../../record-shown.server.ts';
import { refuse } from '../../refusal.server.ts';
import { leverAt } from '../lever-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { context, locale } = event.locals;
  const lever = await leverAt(event);
  const { record, details } = lever;
  const [shown, chosen, criteria] = await Promise.all([
    recordShown(context, record),
    choicesShown(context, lever),
    criteriaShown(context, locale, details.criteria),
  ]);
  const { actor } = context;
  return {
    ...shown,
    follow: await recordFollowed(event, record),
    lever: {
      ...shown.record,
      phase: details.phase,
      posture: details.posture,
      competent: details.competent,
      inspirations: details.inspirations,
      sources: details.sources,
    },
    criteria,
    entries: entriesShown(lever, locale),
    chosen,
    justChosen: chosen.find((choice) => choice.shortId === event.url.searchParams.get('choisi'))?.shortId,
    withdrawn: event.url.searchParams.has('retire'),
    actions: shown.related.filter(({ type, direction }) => type === 'carries-out' && direction === 'in'),
    may: {
      ...shown.may,
      withdraw: can(actor, 'withdraw-choice'),
      openAction: canOpen(actor, 'open-action'),
      write: can(actor, 'write-lever'),
    },
  };
};

function entriesShown({ details }: Lever, locale: Locale) {
  const { entries } = shippedKnowledge().base;
  const shown = (ids: readonly string[]) =>
    ids.flatMap((id) => {
      const entry = entries.get(id);
      return entry ? entryIn(locale, entry) : [];
    });
  return { means: shown(details.means), brakes: shown(details.brakes), callsOn: shown(details.callsOn) };
}

async function choicesShown(context: Context, { record }: Lever) {
  const choices = await chosenLevers(context, { leverId: record.id });
  const names = await namesOf(context.db, [...new Set(choices.flatMap(({ chosenBy }) => chosenBy ?? []))]);
  return choices.map((choice) => ({
    evaluationId: choice.evaluationId,
    shortId: choice.shortId,
    title: choice.title,
    language: choice.language,
    address: addressOf(choice),
    reason: renderHtml(parseMarkdown(choice.reason)),
    criteria: choice.criteria,
    author: (choice.chosenBy && names.get(choice.chosenBy)) || '',
    at: choice.chosenAt,
  }));
}

export const actions: Actions = {
  ...recordForms('lever', async (event) => (await leverAt(event)).record),
  withdraw: async (event) => {
    const { record } = await leverAt(event);
    const evaluationId = String((await event.request.formData()).get('evaluation') ?? '');
    const withdrawn = await withdrawChoice(event.locals.context, { leverId: record.id, evaluationId });
    if (!withdrawn.ok) refuse(withdrawn.error.code);
    redirect(303, `${localPath(event.locals.locale, addressOf(record))}?retire=1`);
  },
};
