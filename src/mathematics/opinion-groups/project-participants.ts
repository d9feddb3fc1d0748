import type { PrincipalPlane } from './principal-plane.ts';
import type { VoteMatrix } from './vote-matrix.ts';

/** Places in the plane, one per participant or per group. */
export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * Where each participant stands in the plane. Who voted on few statements would lie near the middle for want of
 * votes; so distances are stretched by √(C/n): C statements in all, n of them voted on by the participant. Statements
 * moderated out count in both, for everyone: they are zeroes that all are taken to have given.
 *
 *   place = √(C/max(1, n))·Σ_{j voted} (vote_j − mean_j)·direction_j
 *
 * Example: four statements with mean 0, first direction (½, ½, ½, ½), one vote, 1: √(4/1)·½ = 1.
 *
 * Source: Small et al. (2021), Polis, RECERCA 26(2).
 */
export function projectParticipants(matrix: VoteMatrix, { centred, first, second }: PrincipalPlane): Points {
  const { participants, statements, start, statement, moderatedOut } = matrix;
  const zeroes = matrix.moderatedOut.reduce((sum, out) => sum + out, 0);
  const x = new Float64Array(participants);
  const y = new Float64Array(participants);
  for (let p = 0; p < participants; p += 1) {
    let along = 0;
    let across = 0;
    let given = zeroes;
    for (let i = start[p] ?? 0; i < (start[p + 1] ?? 0); i += 1) {
      const s = statement[i] ?? 0;
      along += (centred[i] ?? 0) * (first[s] ?? 0);
      across += (centred[i] ?? 0) * (second[s] ?? 0);
      if (moderatedOut[s] === 0) given += 1;
    }
    const stretch = Math.sqrt(statements / Math.max(1, given));
    x[p] = along * stretch;
    y[p] = across * stretch;
  }
  return { x, y };
}

/** Some of the points, in the order asked. */
export function pointsAt({ x, y }: Points, indices: readonly number[]): Points {
  return {
    x: Float64Array.from(indices, (i) => x[i] ?? 0),
    y: Float64Array.from(indices, (i) => y[i] ?? 0),
  };
}
