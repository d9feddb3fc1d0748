import { z } from 'zod';
import { type Result, err, ok } from '#kernel/result.ts';
import type { Anchor, Criterion, FrameworkContent, Passed } from '../framework-content.ts';
import { findCriterion } from '../framework.ts';
import { type Words, textShape, wordsShape } from '../words.ts';
import {
  type ContentRefusal,
  type Edited,
  addCriterion,
  changeCriterion,
  criterionIds,
  newId,
  removeCriterion,
  sourcesOf,
  without,
} from './edit-content.ts';

const id = z.string().min(1).max(80);

/** A criterion in its new words; the rest is taken from the one it comes from, or is left to be written. */
const wordingShape = z.strictObject({ title: wordsShape.optional(), question: wordsShape });
type Wording = z.output<typeof wordingShape>;

/** What a decision changes in a framework. */
export const frameworkChangeShape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('add'), dimension: id, into: wordingShape }),
  z.strictObject({ kind: z.literal('change'), criterion: id, into: wordingShape }),
  z.strictObject({ kind: z.literal('split'), criterion: id, into: z.array(wordingShape).min(2).max(4) }),
  z.strictObject({ kind: z.literal('merge'), criteria: z.array(id).min(2).max(10), into: wordingShape }),
  z.strictObject({ kind: z.literal('drop'), criterion: id, reason: textShape }),
]);
export type FrameworkChange = z.output<typeof frameworkChangeShape>;

/** The change as made: the content, and the criteria it made or changed. */
export type Applied = Result<{ content: FrameworkContent; criteria: string[] }, ContentRefusal>;

/**
 * Carries a change out. Nothing but the criteria it names changes; new ones have ids that nothing bore; what past
 * answers become is written in the passage, to be asked again unless someone says better.
 *
 * @param scale of a criterion that comes from no other
 */
export function applyChange(content: FrameworkContent, change: FrameworkChange, scale: Anchor[]): Applied {
  switch (change.kind) {
    case 'add': {
      const made = fresh(content, { sources: [], scale }, { wording: change.into });
      const added = addCriterion(content, { dimension: change.dimension, criterion: made });
      return done(added, [made.id], { from: [], how: 'ask-again' });
    }
    case 'change': {
      const found = findCriterion(content, change.criterion);
      if (!found) return err({ code: 'not-there' });
      const { title = found.criterion.title, question } = change.into;
      const changed = changeCriterion(content, { ...found.criterion, title, question });
      return done(changed, [change.criterion], {
        from: sourcesOf(content, change.criterion),
        how: 'ask-again',
      });
    }
    case 'split':
      return replaced(content, [change.criterion], change.into);
    case 'merge':
      return replaced(content, [...new Set(change.criteria)], [change.into]);
    case 'drop': {
      const dropped = removeCriterion(content, { id: change.criterion, reason: change.reason });
      return dropped.ok ? ok({ content: dropped.value, criteria: [] }) : dropped;
    }
  }
}

/** Puts new criteria in the place of the first of some, which go: each new one comes from all of those. */
function replaced(content: FrameworkContent, ids: readonly string[], into: readonly Wording[]): Applied {
  const places = ids.map((one) => findCriterion(content, one));
  const [first] = places;
  if (!first || places.includes(undefined)) return err({ code: 'not-there' });
  const from = [...new Set(ids.flatMap((one) => sourcesOf(content, one)))];
  // Two questions made of one are no longer answered by the number that answered it, nor by the same yes or no.
  const { measure: _, answeredBy: __, ...worded } = first.criterion;
  const made = into.reduce<Criterion[]>(
    (before, wording) => [
      ...before,
      fresh(content, into.length > 1 ? worded : first.criterion, { wording, before }),
    ],
    [],
  );
  const at = first.dimension.criteria.indexOf(first.criterion);
  const wanted = {
    ...content,
    dimensions: content.dimensions.map((dimension) =>
      dimension.id === first.dimension.id
        ? { ...dimension, criteria: dimension.criteria.toSpliced(at, 0, ...made) }
        : dimension,
    ),
  };
  return done(
    ok(without(wanted, ids)),
    made.map((one) => one.id),
    { from, how: 'ask-again' },
  );
}

function fresh(
  content: FrameworkContent,
  like: Partial<Criterion> & Pick<Criterion, 'scale' | 'sources'>,
  { wording, before = [] }: { wording: Wording; before?: readonly Criterion[] },
): Criterion {
  const { question, title = question } = wording;
  const taken = criterionIds(content).union(new Set(before.map((one) => one.id)));
  return { ...like, id: newId(title, taken), title: shortened(title), question };
}

/** A title is a line; a question may be longer. */
function shortened(words: Words): Words {
  const short = (text: string | undefined) => text && (text.length > 120 ? `${text.slice(0, 119)}…` : text);
  return {
    ...(words.fr !== undefined && { fr: short(words.fr) }),
    ...(words.en !== undefined && { en: short(words.en) }),
  };
}

function done(edited: Edited, criteria: string[], passed: Passed): Applied {
  if (!edited.ok) return edited;
  const { passage = {} } = edited.value;
  const told = Object.fromEntries(criteria.map((one) => [one, passed]));
  return ok({ content: { ...edited.value, passage: { ...passage, ...told } }, criteria });
}
