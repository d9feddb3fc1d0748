/** 1 agrees, −1 disagrees, 0 passes. Not having seen a statement is no vote at all. */
export type Vote = -1 | 0 | 1;

/**
 * Who voted what on what: participants × statements, of which only the votes given are kept, since most people see few
 * of the statements. The votes of participant p are those from `start[p]` up to, not including, `start[p + 1]`.
 */
export interface VoteMatrix {
  readonly participants: number;
  readonly statements: number;
  readonly start: Uint32Array;
  /** For each vote: the statement it is on. */
  readonly statement: Uint32Array;
  readonly vote: Int8Array;
  /** For each statement: 1 when it was moderated out. Its votes show that one took part, and say nothing of opinions. */
  readonly moderatedOut: Uint8Array;
}

/**
 * @param rows one per participant, a vote per statement, null where there is none; every row as long as `moderatedOut`
 * @throws RangeError when a row has another length
 */
export function voteMatrix(
  rows: readonly (readonly (Vote | null)[])[],
  moderatedOut: readonly boolean[],
): VoteMatrix {
  const start = new Uint32Array(rows.length + 1);
  const statement: number[] = [];
  const vote: number[] = [];
  for (const [participant, row] of rows.entries()) {
    if (row.length !== moderatedOut.length)
      throw new RangeError('A row has not one place for each statement');
    for (const [place, given] of row.entries()) {
      if (given === null) continue;
      statement.push(place);
      vote.push(given);
    }
    start[participant + 1] = vote.length;
  }
  return {
    participants: rows.length,
    statements: moderatedOut.length,
    start,
    statement: Uint32Array.from(statement),
    vote: Int8Array.from(vote),
    moderatedOut: Uint8Array.from(moderatedOut, Number),
  };
}

/** How many votes a participant gave, those on statements moderated out included. */
export function votesGivenBy({ start }: VoteMatrix, participant: number): number {
  return (start[participant + 1] ?? 0) - (start[participant] ?? 0);
}

/** The same votes with the participants in another order: row i of the result is row `order[i]`. */
export function inOrder(matrix: VoteMatrix, order: readonly number[]): VoteMatrix {
  const start = new Uint32Array(matrix.participants + 1);
  const statement = new Uint32Array(matrix.statement.length);
  const vote = new Int8Array(matrix.vote.length);
  let at = 0;
  for (const [row, participant] of order.entries()) {
    const [from, to] = [matrix.start[participant], matrix.start[participant + 1]];
    statement.set(matrix.statement.subarray(from, to), at);
    vote.set(matrix.vote.subarray(from, to), at);
    at += votesGivenBy(matrix, participant);
    start[row + 1] = at;
  }
  return { ...matrix, start, statement, vote };
}

/**
 * An order of participants that depends on what they voted, not on the order they came in: calculations that begin
 * with the first or draw one by chance then give the same groups however the rows were shuffled. Who voted exactly
 * alike is told apart by `names`.
 */
export function orderByContent(matrix: VoteMatrix, names: readonly string[]): number[] {
  const { start, statement, vote } = matrix;
  function compare(one: number, other: number): number {
    const shared = Math.min(votesGivenBy(matrix, one), votesGivenBy(matrix, other));
    const [a, b] = [start[one] ?? 0, start[other] ?? 0];
    for (let i = 0; i < shared; i += 1) {
      const difference =
        (statement[a + i] ?? 0) - (statement[b + i] ?? 0) || (vote[a + i] ?? 0) - (vote[b + i] ?? 0);
      if (difference !== 0) return difference;
    }
    const longer = votesGivenBy(matrix, one) - votesGivenBy(matrix, other);
    if (longer !== 0) return longer;
    return (names[one] ?? '') < (names[other] ?? '') ? -1 : 1;
  }
  return Array.from({ length: matrix.participants }, (_, participant) => participant).toSorted(compare);
}
