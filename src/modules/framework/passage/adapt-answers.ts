import type { Passage } from './passage.ts';

/** A level of the scale, “does not apply”, or “I don’t know”; silence is no answer. */
export type PastAnswer = number | 'na' | 'dk';

/** What became of one past answer. A criterion that was split gives one for each of its heirs. */
export type Fate = { from: string; answer: PastAnswer } & (
  | { fate: 'kept' | 'adapted'; to: string; became: PastAnswer }
  | { fate: 'ask-again'; to: string }
  /** `reason` is null when the passage says nothing of the criterion. */
  | { fate: 'dropped'; reason: string | null }
);

export interface AdaptedAnswers {
  /** By criterion of the new version: what may be taken over without asking. */
  answers: Record<string, PastAnswer>;
  /** Every past answer, at least once: nothing is left out silently. */
  fates: Fate[];
}

/**
 * Past answers on the criteria of a later version. “Does not apply” and “I don’t know” are taken over wherever levels
 * are. Several old criteria never make one answer: a merged criterion is always asked again.
 *
 * @param answers by criterion of the old version
 */
export function adaptAnswers(
  { passage, dropped }: Passage,
  answers: Readonly<Record<string, PastAnswer>>,
): AdaptedAnswers {
  const adapted = new Map<string, PastAnswer>();
  const reasons = new Map(dropped.map(({ id, reason }) => [id, reason]));
  const fates = Object.entries(answers).flatMap(([from, answer]): Fate[] => {
    const heirs = Object.entries(passage).filter(([, passed]) => passed.from.includes(from));
    if (heirs.length === 0) return [{ from, answer, fate: 'dropped', reason: reasons.get(from) ?? null }];
    return heirs.map(([to, passed]): Fate => {
      const became = passed.how === 'adapted' ? levelAfter(passed.levels, answer) : answer;
      if (passed.how === 'ask-again' || passed.from.length > 1 || became === undefined) {
        return { from, answer, fate: 'ask-again', to };
      }
      adapted.set(to, became);
      return { from, answer, fate: passed.how, to, became };
    });
  });
  return { answers: Object.fromEntries(adapted), fates };
}

function levelAfter(levels: readonly number[] | undefined, answer: PastAnswer): PastAnswer | undefined {
  return typeof answer === 'number' ? levels?.[answer - 1] : answer;
}
