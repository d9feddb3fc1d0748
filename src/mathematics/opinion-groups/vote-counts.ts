import type { VoteMatrix } from './vote-matrix.ts';

/** What some participants voted: a number per statement. */
export interface VoteCounts {
  readonly agrees: Uint32Array;
  readonly disagrees: Uint32Array;
  /** Votes of any kind, passes included. */
  readonly votes: Uint32Array;
}

/** One statement of some counts. */
export interface StatementCounts {
  readonly agrees: number;
  readonly disagrees: number;
  readonly votes: number;
}

/** Counts the votes of these participants, statements moderated out included. */
export function countVotes(matrix: VoteMatrix, participants: Iterable<number>): VoteCounts {
  const agrees = new Uint32Array(matrix.statements);
  const disagrees = new Uint32Array(matrix.statements);
  const votes = new Uint32Array(matrix.statements);
  for (const participant of participants) {
    for (let i = matrix.start[participant] ?? 0; i < (matrix.start[participant + 1] ?? 0); i += 1) {
      const statement = matrix.statement[i] ?? 0;
      const vote = matrix.vote[i] ?? 0;
      votes[statement] = (votes[statement] ?? 0) + 1;
      if (vote > 0) agrees[statement] = (agrees[statement] ?? 0) + 1;
      if (vote < 0) disagrees[statement] = (disagrees[statement] ?? 0) + 1;
    }
  }
  return { agrees, disagrees, votes };
}

export function countsOf({ agrees, disagrees, votes }: VoteCounts, statement: number): StatementCounts {
  return {
    agrees: agrees[statement] ?? 0,
    disagrees: disagrees[statement] ?? 0,
    votes: votes[statement] ?? 0,
  };
}
