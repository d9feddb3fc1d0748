import type { Criterion, FrameworkContent, Passed } from '../framework-content.ts';
import { guessPassed, spreadLevels } from './guess-passage.ts';
import { type Passage, byId } from './passage.ts';

/** Names of the controls of a criterion: `from` for its source, `how`, `reason` for one that is dropped. */
export function controlOf(name: 'from' | 'how' | 'reason', criterion: string): string {
  return `${name}-${criterion}`;
}

/** Name of the control that says what an old level becomes. */
export function levelControl(criterion: string, level: number): string {
  return `level-${criterion}-${level}`;
}

/**
 * What a person said of each criterion. Old criteria that nothing comes from are dropped, with the reason they gave, or an
 * empty one. Answers that they keep although question or scale changed are taken over level by level, so that what they
 * said is not mistaken for what the two contents say of themselves.
 */
export function readPassageForm(form: FormData, before: FrameworkContent, after: FrameworkContent): Passage {
  const old = byId(before);
  const read = [...byId(after).values()].map(
    (criterion) => [criterion.id, readPassed(form, criterion, old)] as const,
  );
  const used = new Set(read.flatMap(([, { from }]) => from));
  const dropped = [...old.keys()].flatMap((id) =>
    used.has(id) ? [] : [{ id, reason: textIn(form, controlOf('reason', id)).slice(0, 2000) }],
  );
  return { passage: Object.fromEntries(read), dropped };
}

function readPassed(form: FormData, criterion: Criterion, old: ReadonlyMap<string, Criterion>): Passed {
  const from = form
    .getAll(controlOf('from', criterion.id))
    .flatMap((id) => (typeof id === 'string' && old.has(id) ? [id] : []));
  const how = textIn(form, controlOf('how', criterion.id));
  const source = old.get(from[0] ?? '');
  if (!source || from.length > 1 || (how !== 'kept' && how !== 'adapted')) return { from, how: 'ask-again' };
  if (how === 'kept' && guessPassed(source, criterion).how === 'kept') return { from, how };
  const [count, most] = [source.scale.length, criterion.scale.length];
  const levels = spreadLevels(count, most).map((spread, at) => {
    const level = Number(textIn(form, levelControl(criterion.id, at + 1)));
    return how === 'adapted' && Number.isInteger(level) && level >= 1 && level <= most ? level : spread;
  });
  return { from, how: 'adapted', levels };
}

function textIn(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
