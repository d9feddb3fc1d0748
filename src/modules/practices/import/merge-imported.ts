import { type Json, sameJson } from '#kernel/json.ts';
import type { ImportedState } from './imported-practice.ts';

/** Fields that only mean something together: a latitude of one person and a longitude of another are no place. */
const together: readonly (readonly string[])[] = [
  ['lat', 'lng', 'pointIsDoubtful'],
  ['communeCode', 'communeName', 'alsoIn', 'epciCode', 'epciName', 'reach', 'area'],
];

/** Lists that say the same in any order: an export sorts them, and so do other tools. */
const unordered: ReadonlySet<string> = new Set(['tags', 'themes', 'challenges', 'communities']);

export interface Merge {
  /** The fields to write: those the file changed and nobody else did. */
  changed: ImportedState;
  /** The fields where the file and a person both changed something: the person's stays. */
  kept: string[];
}

/**
 * Compares what a file says now (`incoming`), what its last import wrote (`written`) and what is stored (`current`).
 * The file's new value is taken where the stored one is still what the import wrote; where someone changed it since,
 * their value stays and is told. What the file has not changed since its last import changes nothing.
 *
 * @param written fields it does not name count as `defaults`, the values of a record that nothing was written in
 */
export function mergeImported(states: {
  incoming: ImportedState;
  written: ImportedState;
  current: ImportedState;
  defaults: ImportedState;
}): Merge {
  const { incoming, current } = states;
  const before: ImportedState = { ...states.defaults, ...states.written };
  const merge: Merge = { changed: {}, kept: [] };
  for (const fields of unitsOf(Object.keys(incoming))) {
    const same = (one: ImportedState, other: ImportedState) =>
      fields.every((field) => sameJson(comparable(one, field), comparable(other, field)));
    if (same(incoming, before) || same(incoming, current)) continue;
    if (same(current, before)) {
      for (const field of fields) merge.changed[field] = valueOf(incoming, field);
    } else {
      merge.kept.push(fields[0] ?? '');
    }
  }
  return merge;
}

function unitsOf(fields: readonly string[]): (readonly string[])[] {
  const units = fields.map((field) => {
    const unit = together.find((one) => one.includes(field)) ?? [field];
    return unit.filter((one) => fields.includes(one));
  });
  return [...new Map(units.map((unit) => [unit[0], unit])).values()];
}

function comparable(state: ImportedState, field: string): Json {
  const value = valueOf(state, field);
  return unordered.has(field) && Array.isArray(value) ? value.toSorted() : value;
}

function valueOf(state: ImportedState, field: string): Json {
  return (Object.hasOwn(state, field) ? state[field] : null) ?? null;
}
