import type { Locale, Translate } from '#kernel/translate.ts';
import type { MessageKey } from '#messages/index.ts';
import type { Criterion } from './framework-content.ts';
import { languageOfWords, wordsIn } from './words.ts';

/** The texts that help to answer a criterion, and the message that names each. */
const terms = {
  why: 'framework.criterion.why',
  comparedWith: 'framework.criterion.compared-with',
  conditions: 'framework.criterion.conditions',
  rebound: 'framework.criterion.rebound',
  notApplicableIf: 'framework.criterion.not-applicable',
  evidence: 'framework.criterion.evidence',
} as const satisfies Partial<Record<keyof Criterion, MessageKey>>;

export type CriterionPart = keyof typeof terms;
export const criterionParts = Object.keys(terms) as CriterionPart[];

/** The texts of a criterion that were written, each under its name; a text in another language than the page says so. */
export function factsOf(
  t: Translate<MessageKey>,
  criterion: Criterion,
  { locale, parts = criterionParts }: { locale: Locale; parts?: readonly CriterionPart[] },
): { term: string; text: string; lang: Locale | undefined }[] {
  return parts.flatMap((part) => {
    const words = criterion[part];
    if (!words) return [];
    const language = languageOfWords(words, locale);
    return [
      {
        term: t(terms[part]),
        text: wordsIn(words, locale),
        lang: language === locale ? undefined : language,
      },
    ];
  });
}

/** The numbers that reach each level of a scale, in words, from the first; none where numbers are not asked. */
export function limitsShown(
  t: Translate<MessageKey>,
  { scale, measure }: Pick<Criterion, 'scale' | 'measure'>,
  locale: Locale,
): string[] {
  if (!measure) return [];
  const unit = wordsIn(measure.unit, locale);
  const [before, reached] =
    measure.better === 'higher'
      ? (['framework.scale.below', 'framework.scale.from'] as const)
      : (['framework.scale.above', 'framework.scale.down-to'] as const);
  return scale.map((_, i) =>
    i === 0
      ? t(before, { bound: measure.bounds[0], unit })
      : t(reached, { bound: measure.bounds[i - 1], unit }),
  );
}
