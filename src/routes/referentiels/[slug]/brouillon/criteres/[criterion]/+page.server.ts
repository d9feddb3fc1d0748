import { type RequestEvent, fail } from '@sveltejs/kit';
import { translators } from '#messages/index.ts';
import { err } from '#kernel/result.ts';
import type { Locale } from '#kernel/translate.ts';
import {
  type CriterionForm,
  type FrameworkContent,
  addCriterion,
  changeCriterion,
  criterionFormOf,
  criterionFrom,
  criterionIds,
  findCriterion,
  readCriterionForm,
  removeCriterion,
  sourcesOf,
  wordsIn,
} from '#modules/framework/index.ts';
import { editDraft, markOf } from '#modules/framework/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { refuse } from '../../../../../refusal.server.ts';
import { draftAt, saved } from '../../../../framework-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

/** The address under which a criterion is written for the first time; no criterion bears it as its id. */
const fresh = 'nouveau';

export const load: PageServerLoad = async (event) => {
  const { locale } = event.locals;
  const { record, draft } = await draftAt(event);
  const { dimension, criterion } = placeAsked(event, draft);
  const other = locale === 'fr' ? 'en' : 'fr';
  const { sources } = draft;
  return {
    address: addressOf(record),
    framework: wordsIn(draft.title, locale),
    dimension: { id: dimension.id, title: wordsIn(dimension.title, locale) },
    title: criterion && wordsIn(criterion.title, locale),
    values: criterionFormOf(criterion, locale),
    /** What the other language says, shown where this one says nothing. */
    elsewhere: criterionFormOf(criterion, other),
    isTranslated: criterion?.title[other] !== undefined,
    seen: markOf(criterion),
    sources: sources.map(({ id, title }) => ({ value: id, label: wordsIn(title, locale) })),
    needsReason: criterion !== undefined && sourcesOf(draft, criterion.id).length > 0,
  };
};

/** The criterion that the address names, or the dimension a new one is for. */
function placeAsked({ params, url }: RequestEvent, draft: FrameworkContent) {
  if (params['criterion'] !== fresh) {
    return findCriterion(draft, params['criterion'] ?? '') ?? refuse('not-found');
  }
  const asked = url.searchParams.get('dimension');
  const dimension = draft.dimensions.find(({ id }) => id === asked) ?? refuse('not-found');
  return { dimension, criterion: undefined };
}

function made(draft: FrameworkContent, form: CriterionForm, { id, locale }: { id: string; locale: Locale }) {
  const t = translators[locale];
  return criterionFrom(form, {
    criterion: findCriterion(draft, id)?.criterion,
    locale,
    taken: criterionIds(draft).add(fresh),
    sources: draft.sources.map((source) => source.id),
    yesNo: [t('framework.form.no'), t('framework.form.yes')],
  });
}

export const actions: Actions = {
  save: async (event) => {
    const { context, locale } = event.locals;
    const { record, draft } = await draftAt(event);
    const { dimension } = placeAsked(event, draft);
    const id = event.params.criterion;
    const sent = await event.request.formData();
    const form = readCriterionForm(sent);
    const seen = String(sent.get('seen') ?? '');
    const first = made(draft, form, { id, locale });
    if (!first.ok) return fail(422, { values: form, problems: first.error, seen, theirs: undefined });
    const result = await editDraft<{ code: string }>(context, record.id, (current) => {
      const criterion = findCriterion(current, id)?.criterion;
      if (markOf(criterion) !== seen) return err({ code: 'meanwhile' });
      // Made again over what stands there now: an id may have been taken meanwhile.
      const written = made(current, form, { id, locale });
      if (!written.ok) return err({ code: 'meanwhile' });
      return id === fresh
        ? addCriterion(current, { dimension: dimension.id, criterion: written.value })
        : changeCriterion(current, written.value);
    });
    if (!result.ok && result.error.code === 'meanwhile') {
      const { draft: current } = await draftAt(event);
      const criterion = findCriterion(current, id)?.criterion;
      const theirs = criterionFormOf(criterion, locale);
      return fail(409, { values: form, problems: [], seen: markOf(criterion), theirs });
    }
    return saved(event, result, id === fresh ? dimension.id : id);
  },
  remove: async (event) => {
    const { record, draft } = await draftAt(event);
    const { dimension } = placeAsked(event, draft);
    const id = event.params.criterion;
    const reason = String((await event.request.formData()).get('removal') ?? '');
    const result = await editDraft(event.locals.context, record.id, (current) =>
      removeCriterion(current, { id, reason }),
    );
    return saved(event, result, dimension.id);
  },
};
