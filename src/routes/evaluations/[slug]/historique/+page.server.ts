import { translators } from '#messages/index.ts';
import type { Locale } from '#kernel/translate.ts';
import { can } from '#modules/evaluation/index.ts';
import { isDescription, isOfWorkshop, undoEvaluationChange } from '#modules/evaluation/index.server.ts';
import { type FrameworkContent, findCriterion, wordsIn } from '#modules/framework/index.ts';
import { findFrameworkVersion } from '#modules/framework/index.server.ts';
import type { DescribedChange } from '#modules/records/index.ts';
import { historyShown, undoForm } from '../../../record-history.server.ts';
import { sessionAt } from '../../session-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

/** Ids that say nothing to a reader. */
const unshown = ['frameworkVersionId', 'practiceId', 'subjects'];
/** Who was invited and how many answered is for those who run the session. */
const ofFacilitators = /^evaluation\.(invited|invitations-.*|answered.*|room-.*)$/;

export const load: PageServerLoad = async (event) => {
  const { context, locale } = event.locals;
  const session = await sessionAt(event);
  const mayRun = can(context.actor, 'invite', session);
  const { record, history } = await historyShown(context, session.record, {
    unshown,
    isTold: ({ action }) => mayRun || !ofFacilitators.test(action),
    isChange: isOfWorkshop,
    isUndone: (entry) => isDescription(entry) || isOfWorkshop(entry),
  });
  const content = (await findFrameworkVersion(context, session.frameworkVersionId))?.version.content;
  const entries = history.entries.map((entry) => ({
    ...entry,
    changes: entry.changes.map((change) => (content ? inWords(change, content, locale) : change)),
  }));
  return { record, history: { ...history, entries }, mayUndo: can(context.actor, 'describe', session) };
};

/** What a group kept of its workshop, by the names of its questions rather than by their ids. */
function inWords(change: DescribedChange, content: FrameworkContent, locale: Locale): DescribedChange {
  const t = translators[locale];
  const titleOf = (id: string) => wordsIn(findCriterion(content, id)?.criterion.title, locale) || id;
  const begins = (texts: string[], told: (code: string) => string) =>
    texts.map((text) => text.replace(/^[^\s]+/, told));
  if (change.field === 'priorities') {
    return { ...change, before: begins(change.before, titleOf), after: begins(change.after, titleOf) };
  }
  if (change.field.startsWith('evidence.')) {
    const said = (code: string) =>
      t(code === 'removed' ? 'evaluation.file.state-removed' : 'evaluation.file.state-shown');
    return {
      ...change,
      label: t('evaluation.file.told'),
      before: begins(change.before, said),
      after: begins(change.after, said),
    };
  }
  const criterionId = /^collective\.[^.]+\.(.+)$/.exec(change.field)?.[1];
  if (criterionId === undefined) return change;
  const answer = (code: string) => (code === 'na' || code === 'dk' ? t(`evaluation.answer.${code}`) : code);
  const label = titleOf(criterionId);
  return { ...change, label, before: begins(change.before, answer), after: begins(change.after, answer) };
}

export const actions: Actions = {
  default: undoForm(async (event) => (await sessionAt(event)).record, undoEvaluationChange),
};
