import type { FrameworkContent, Passed } from '../framework-content.ts';
import { criteriaOf } from '../framework.ts';
import { guessPassage } from './guess-passage.ts';

/**
 * A draft with what became of each criterion written out: what someone said of a criterion holds; one that was only said to
 * be kept is what the two contents say of it, since its question or its scale may have changed since. A reason why a
 * criterion went is left out when it came back, or never stood in the version before.
 */
export function settledPassage(before: FrameworkContent, draft: FrameworkContent): FrameworkContent {
  const guessed = guessPassage(before, draft);
  const passedOf = (id: string): Passed => {
    const said = draft.passage?.[id];
    const guess = guessed.passage[id] ?? { from: [], how: 'ask-again' };
    const isItself = said?.how === 'kept' && said.from.length === 1 && said.from[0] === id;
    return said && !isItself ? said : guess;
  };
  const ids = criteriaOf(draft).map(({ criterion }) => criterion.id);
  const passage = Object.fromEntries(ids.map((id) => [id, passedOf(id)]));
  const used = new Set(Object.values(passage).flatMap(({ from }) => from));
  const old = new Set(criteriaOf(before).map(({ criterion }) => criterion.id));
  const { dropped = [], ...rest } = draft;
  const gone = dropped.filter(({ id }) => old.has(id) && !used.has(id));
  return { ...rest, passage, ...(gone.length > 0 && { dropped: gone }) };
}
