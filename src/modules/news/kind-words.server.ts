import { formatPartialDate } from '#kernel/dates/partial-date.ts';
import type { Locale } from '#kernel/translate.ts';
import { isMessageKey, translators } from '#messages/index.ts';
import { actionWords } from '#modules/action-plans/index.ts';
import { deliberationWords } from '#modules/deliberation/index.ts';
import { type LeverChoices, entriesByFamily, entryIn, leverWords } from '#modules/knowledge/index.ts';
import { shippedKnowledge } from '#modules/knowledge/index.server.ts';
import { practiceWords, privateFields } from '#modules/practices/index.ts';
import { type HistoryWords, type Kind, recordWords } from '#modules/records/index.ts';

/** Fields that the journal keeps and nobody is told, whatever the kind: private ones, and ids that have no words. */
export const unshownFields: readonly string[] = [
  ...privateFields,
  'practiceId',
  'subjects',
  'frameworkVersionId',
  'colleges',
  'criteria',
  'subjectId',
  'consultationId',
  'proposalId',
  'proposal',
  'tookPart',
];

/** How the history of a record of that kind is worded in that language. */
export function kindWords(kind: Kind, locale: Locale): HistoryWords {
  const t = translators[locale];
  const common = { t, kind };
  switch (kind) {
    case 'practice':
      return {
        ...common,
        history: 'practices.history.',
        field: 'practices.field.',
        wordOf: practiceWords(t),
      };
    case 'lever':
      return {
        ...common,
        history: 'knowledge.history.',
        field: 'knowledge.field.',
        wordOf: leverWords(t, leverChoices(locale)),
      };
    case 'action':
      return {
        ...common,
        history: 'action-plans.history.',
        field: 'action-plans.field.',
        wordOf: actionWords(t, locale),
      };
    case 'page':
      return {
        ...common,
        history: 'records.history.',
        field: 'records.field.',
        wordOf: (field, value) => recordWords(t, field, value),
      };
    case 'deliberation':
    case 'decision':
      return {
        ...common,
        history: 'deliberation.history.',
        field: 'deliberation.field.',
        wordOf: deliberationWords(t, locale),
      };
    case 'evaluation':
    case 'framework':
      return {
        ...common,
        history: 'news.history.',
        field: 'news.field.',
        wordOf(field, value) {
          if (field === 'closesOn') return formatPartialDate(value, locale);
          const key = `evaluation.${field}.${value}`;
          return isMessageKey(key) ? t(key) : recordWords(t, field, value);
        },
      };
  }
}

/** The entries of the cooperation base that a lever names, by their titles; its criteria are not told. */
function leverChoices(locale: Locale): LeverChoices {
  const families = entriesByFamily(shippedKnowledge().base);
  const choices = (wanted: string) =>
    (families.find(({ family }) => family === wanted)?.entries ?? [])
      .map((entry) => entryIn(locale, entry))
      .map(({ id, title }) => ({ value: id, label: title }));
  return {
    means: choices('means'),
    brakes: choices('brake'),
    callsOn: choices('cooperation-lever'),
    criteria: [],
  };
}
