import { formatPartialDate } from '#kernel/dates/partial-date.ts';
import type { FieldProblem } from '#kernel/field-problems.ts';
import type { Locale, Translate } from '#kernel/translate.ts';
import { type MessageKey, isMessageKey } from '#messages/index.ts';
import { coreError, recordWords } from '#modules/records/index.ts';
import type { Branch, BranchWords } from './consultation.ts';

const days = ['opensOn', 'closesOn', 'decidedOn'];

/** The words of a code or a day of a consultation or a decision; undefined for what someone wrote. */
export function deliberationWords(t: Translate<MessageKey>, locale: Locale) {
  return (field: string, value: string): string | undefined => {
    if (days.includes(field) && value !== '') return formatPartialDate(value, locale);
    const key = keyOf(field, value);
    return isMessageKey(key) ? t(key) : recordWords(t, field, value);
  };
}

function keyOf(field: string, value: string): string {
  switch (field) {
    case 'weighing':
      return `deliberation.weighing.${value}`;
    case 'outcome':
      return `deliberation.outcome.${value}`;
    case 'closed':
    case 'undone':
      return `deliberation.is.${value}`;
    default:
      return '';
  }
}

/** What was not understood in a field of a form of this module, in words. */
export function deliberationError(t: Translate<MessageKey>, problem: FieldProblem): string {
  const shared = coreError(t, problem);
  if (shared) return shared;
  const label = `deliberation.label.${problem.field}`;
  if (problem.tooLong) {
    return t('app.form.too-long', {
      label: isMessageKey(label) ? t(label) : problem.field,
      ...problem.tooLong,
    });
  }
  const key = `deliberation.error.${problem.field}`;
  return isMessageKey(key) ? t(key) : t('deliberation.error.other');
}

/** The text in the language asked for, or else in the other one. */
function textIn(words: BranchWords, locale: Locale): string {
  return words[locale] ?? words.fr ?? words.en ?? '';
}

/** Titles of branches and items by id, in that language. */
export function placesIn(branches: readonly Branch[], locale: Locale): Record<string, string> {
  const all = branches.flatMap((branch) => [branch, ...branch.items]);
  return Object.fromEntries(all.map(({ id, title }) => [id, textIn(title, locale)]));
}
