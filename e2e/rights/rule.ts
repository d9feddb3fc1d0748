/** Who asks. `neighbour` owns another territory; `removed` was taken off this one. Both still have a session. */
export const askers = ['visitor', 'contributor', 'facilitator', 'owner', 'neighbour', 'removed'] as const;
export type Asker = (typeof askers)[number];

/**
 * What the server answers: it does what is asked; it refuses, or asks to sign in first; it says that there is nothing
 * there; it says that there no longer is.
 */
const outcomes = ['yes', 'no', '404', '410'] as const;
export type Outcome = (typeof outcomes)[number];

/** Who may do something, by what it is done to. A dash says that there is no such thing. */
export interface Rule {
  name: string;
  /** What it is done to, as `own draft`, and what each asker gets then. */
  rows: readonly { state: string; outcomes: Partial<Record<Asker, Outcome>> }[];
}

/**
 * Reads a rule from a table whose columns are {@link askers}, two blanks or more apart.
 *
 * @throws when a row is not understood: a wrong table would let anything pass
 */
export function rule(name: string, table: string): Rule {
  const rows = table
    .trim()
    .split('\n')
    .map((line) => {
      const [state = '', ...cells] = line.trim().split(/\s{2,}/);
      if (cells.length !== askers.length) throw new Error(`${name}, ${state}: ${cells.length} columns`);
      return {
        state,
        outcomes: Object.fromEntries(askers.flatMap((asker, i) => cell(asker, cells[i] ?? ''))),
      };
    });
  return { name, rows };
}

function cell(asker: Asker, text: string): [Asker, Outcome][] {
  if (text === '-') return [];
  const outcome = outcomes.find((known) => known === text);
  if (!outcome) throw new Error(`"${text}" is no outcome`);
  return [[asker, outcome]];
}
