import { canonicalJson, type Json } from '#kernel/json.ts';
import { plainLetters } from '#kernel/plain-letters.ts';
import { locales } from '#kernel/translate.ts';
import type { Criterion, FrameworkContent, Passed } from '../framework-content.ts';
import type { Words } from '../words.ts';
import { type Passage, byId } from './passage.ts';

/**
 * What probably became of each criterion, from the two contents alone, for a person to confirm or correct: the same id
 * or the same question tells the source; the same question and scale are kept; another scale is adapted, level by
 * level; another question is asked again. What nothing comes from is dropped, with an empty reason to be written.
 */
export function guessPassage(before: FrameworkContent, after: FrameworkContent): Passage {
  const old = byId(before);
  const byQuestion = new Map<string, Criterion>();
  for (const criterion of old.values()) byQuestion.set(spelled(criterion.question), criterion);
  const criteria = [...byId(after).values()];
  const taken = new Set(criteria.filter(({ id }) => old.has(id)).map(({ id }) => id));
  const passage: Record<string, Passed> = {};
  for (const criterion of criteria) {
    const alike = byQuestion.get(spelled(criterion.question));
    const source = old.get(criterion.id) ?? (alike && !taken.has(alike.id) ? alike : undefined);
    if (source) taken.add(source.id);
    passage[criterion.id] = source ? guessPassed(source, criterion) : { from: [], how: 'ask-again' };
  }
  const dropped = [...old.keys()].filter((id) => !taken.has(id)).map((id) => ({ id, reason: '' }));
  return { passage, dropped };
}

/** What a criterion most likely became of one earlier criterion. */
export function guessPassed(source: Criterion, criterion: Criterion): Passed {
  const from = [source.id];
  if (!isSameText(source.question, criterion.question)) return { from, how: 'ask-again' };
  if (hasSameScale(source, criterion)) return { from, how: 'kept' };
  return { from, how: 'adapted', levels: spreadLevels(source.scale.length, criterion.scale.length) };
}

/**
 * Levels of a scale spread over another one: the ends stay the ends, and what is between keeps its order.
 *
 * @example spreadLevels(5, 4) // [1, 2, 3, 3, 4]
 * @example spreadLevels(2, 5) // [1, 5]
 */
export function spreadLevels(from: number, to: number): number[] {
  return Array.from({ length: from }, (_, at) => 1 + Math.round((at * (to - 1)) / (from - 1)));
}

function hasSameScale(one: Criterion, other: Criterion): boolean {
  const limits = ({ measure }: Criterion) =>
    measure ? canonicalJson([measure.better, measure.bounds] as Json) : '';
  return (
    one.scale.length === other.scale.length &&
    limits(one) === limits(other) &&
    one.scale.every((anchor, at) => isSameText(anchor, other.scale[at] ?? {}))
  );
}

/** The same in each language that both are written in: a translation that came later changes no question. */
function isSameText(one: Words, other: Words): boolean {
  const both = locales.filter((locale) => one[locale] !== undefined && other[locale] !== undefined);
  return both.length > 0 && both.every((locale) => letters(one[locale]) === letters(other[locale]));
}

function spelled(words: Words): string {
  return letters(words.fr ?? words.en);
}

/** Commas, accents and spaces mended afterwards make no other question. */
function letters(text: string | undefined): string {
  return plainLetters(text ?? '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
