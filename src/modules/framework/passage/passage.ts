import type { Criterion, Dropped, FrameworkContent, Passed } from '../framework-content.ts';
import { criteriaOf } from '../framework.ts';

/**
 * What the criteria of one version became in a later one: each new criterion with the old ones it comes from, and the
 * old ones that nothing comes from, with why. Kept in the later version.
 */
export interface Passage {
  passage: Readonly<Record<string, Passed>>;
  dropped: readonly Dropped[];
}

type PassageProblemCode =
  /** An old criterion of which nothing is said. */
  | 'not-accounted'
  /** A new criterion of which nothing is said. */
  | 'not-told'
  | 'no-reason'
  | 'unknown'
  /** It is dropped, and yet another criterion comes from it. */
  | 'dropped-and-used'
  /** Answers cannot be taken over from no criterion, nor from several. */
  | 'needs-one'
  /** A scale of another length cannot be kept as it is. */
  | 'scale-changed'
  | 'levels-wrong';

export interface PassageProblem {
  /** A criterion of the old version for what was dropped or forgotten, else one of the new. */
  criterion: string;
  code: PassageProblemCode;
}

/** The passage that a version keeps, empty when it keeps none. */
export function passageIn(content: FrameworkContent): Passage {
  return { passage: content.passage ?? {}, dropped: content.dropped ?? [] };
}

export function byId(content: FrameworkContent): Map<string, Criterion> {
  return new Map(criteriaOf(content).map(({ criterion }) => [criterion.id, criterion]));
}

/**
 * What is wrong with a passage, in the order of the criteria: with none, each old criterion is the source of a new one
 * or dropped with a reason, and each answer that is taken over lands on a level that exists.
 */
export function problemsOfPassage(
  before: FrameworkContent,
  after: FrameworkContent,
  { passage, dropped }: Passage,
): PassageProblem[] {
  const old = byId(before);
  const used = new Set(Object.values(passage).flatMap(({ from }) => from));
  const left = new Set(dropped.map(({ id }) => id));
  const forgotten = [...old.keys()].filter((id) => !used.has(id) && !left.has(id));
  return [
    ...[...byId(after).values()].flatMap((criterion) => problemsOf(criterion, passage[criterion.id], old)),
    ...dropped.flatMap(({ id, reason }): PassageProblem[] => {
      if (!old.has(id)) return [{ criterion: id, code: 'unknown' }];
      if (used.has(id)) return [{ criterion: id, code: 'dropped-and-used' }];
      return reason.trim() === '' ? [{ criterion: id, code: 'no-reason' }] : [];
    }),
    ...forgotten.map((criterion): PassageProblem => ({ criterion, code: 'not-accounted' })),
  ];
}

function problemsOf(
  { id, scale }: Criterion,
  passed: Passed | undefined,
  old: ReadonlyMap<string, Criterion>,
): PassageProblem[] {
  const problem = (code: PassageProblemCode) => [{ criterion: id, code }];
  if (!passed) return problem('not-told');
  if (passed.from.some((source) => !old.has(source))) return problem('unknown');
  if (passed.how === 'ask-again') return [];
  const [from, ...others] = passed.from;
  const source = from === undefined ? undefined : old.get(from);
  if (!source || others.length > 0) return problem('needs-one');
  if (passed.how === 'kept') return source.scale.length === scale.length ? [] : problem('scale-changed');
  const levels = passed.levels ?? [];
  const isWhole = levels.length === source.scale.length && levels.every((level) => level <= scale.length);
  return isWhole ? [] : problem('levels-wrong');
}

const strength = { kept: 0, adapted: 1, 'ask-again': 2 } as const;

/**
 * Two passages one after the other, as one from the first version to the last. An answer that any step asks again is
 * asked again; a criterion whose heirs were all dropped is dropped with the reason of the last of them.
 */
export function composePassages(first: Passage, second: Passage): Passage {
  const passage = Object.fromEntries(
    Object.entries(second.passage).map(([id, next]) => [id, through(first, next)]),
  );
  const used = new Set(Object.values(passage).flatMap(({ from }) => from));
  const reasons = new Map(first.dropped.map(({ id, reason }) => [id, reason]));
  for (const { id: heir, reason } of second.dropped) {
    for (const id of first.passage[heir]?.from ?? []) if (!used.has(id)) reasons.set(id, reason);
  }
  return { passage, dropped: [...reasons].map(([id, reason]) => ({ id, reason })) };
}

function through(first: Passage, next: Passed): Passed {
  const steps = next.from.map((id): Passed => first.passage[id] ?? { from: [], how: 'ask-again' });
  const from = [...new Set(steps.flatMap((step) => step.from))];
  const [only, ...others] = steps;
  if (!only || others.length > 0 || only.from.length !== 1) return { from, how: 'ask-again' };
  const how = strength[only.how] > strength[next.how] ? only.how : next.how;
  if (how !== 'adapted') return { from, how };
  const reached = (only.how === 'adapted' ? only.levels : next.levels) ?? [];
  const isTwice = only.how === 'adapted' && next.how === 'adapted';
  return { from, how, levels: isTwice ? reached.map((level) => next.levels?.[level - 1] ?? level) : reached };
}
