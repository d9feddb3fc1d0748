import type { FieldProblem } from '#kernel/field-problems.ts';
import type { Json } from '#kernel/json.ts';
import type { Translate } from '#kernel/translate.ts';
import type { Choice } from '#kernel/ui/ui.ts';
import { type MessageKey, isMessageKey } from '#messages/index.ts';
import { coreError, recordWords } from '#modules/records/index.ts';
import type { LeverFormValues, LeverList } from './lever-form.ts';

type T = Translate<MessageKey>;

/** The boxes of a lever's form, list by list, as one page shows them. */
export type LeverChoices = Record<Exclude<LeverList, 'competent'>, Choice[]>;

/** The words of a lever's codes and ids, by the field they stand in; undefined for what someone wrote. */
export function leverWords(t: T, choices: LeverChoices) {
  return (field: string, value: string): string | undefined => {
    const named = Object.hasOwn(choices, field) && choices[field as keyof LeverChoices];
    if (named) return named.find((choice) => choice.value === value)?.label;
    const key = `knowledge.${field}.${value}`;
    return isMessageKey(key) ? t(key) : recordWords(t, field, value);
  };
}

/** An error of a lever's form: beside its control, and in the summary, where a row is named too. */
export interface LeverError {
  id: string;
  message: string;
  summary: string;
}

/**
 * Words for what was not understood in a lever's form.
 *
 * @param problems named by their controls: `title`, `sources-2-url`, `inspirations-1-source-url`
 */
export function leverErrors(t: T, problems: readonly FieldProblem[]): LeverError[] {
  return problems.map(({ field, tooLong }) => {
    const shared = coreError(t, { field, ...(tooLong && { tooLong }) });
    if (shared) return { id: field, message: shared, summary: shared };
    const { list, row, part } = controlOf(field);
    const labelKey = list ? `knowledge.row.${part}` : `knowledge.field.${part}`;
    const errorKey = `knowledge.error.${part}`;
    const message = tooLong
      ? t('app.form.too-long', { label: isMessageKey(labelKey) ? t(labelKey) : part, ...tooLong })
      : t(isMessageKey(errorKey) ? errorKey : 'knowledge.error.other');
    return {
      id: field,
      message,
      summary: list ? `${t(`knowledge.form.${list}`, { row })} – ${message}` : message,
    };
  });
}

/** A source stands alone or under a real case: its parts have the same names in both. */
function controlOf(field: string): { list?: 'sources' | 'inspirations'; row?: string; part: string } {
  const [, list, row, part] = /^(sources|inspirations)-(\d+)-(.+)$/.exec(field) ?? [];
  if (!part || !row) return { part: field };
  return list === 'sources' ? { list, row, part: `source-${part}` } : { list: 'inspirations', row, part };
}

/** What someone else saved meanwhile, where it differs from what was typed, in words. */
export function leverDifferences(
  t: T,
  forms: { typed: LeverFormValues; theirs: LeverFormValues; wordOf: ReturnType<typeof leverWords> },
): { term: string; text: string }[] {
  const { typed, theirs, wordOf } = forms;
  return (Object.keys(theirs) as (keyof LeverFormValues)[])
    .filter((field) => JSON.stringify(theirs[field]) !== JSON.stringify(typed[field]))
    .map((field) => {
      const texts = [theirs[field]].flat().map((value) => textOf(value as Json));
      const label = `knowledge.field.${field}` as const;
      return {
        term: isMessageKey(label) ? t(label) : t(`records.field.${field as 'language'}`),
        text: texts.map((text) => wordOf(field, text) ?? text).join(', ') || '—',
      };
    });
}

function textOf(value: Json): string {
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  return Object.values(value).map(textOf).filter(Boolean).join(', ');
}
