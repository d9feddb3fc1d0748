import { type VoteMatrix, votesGivenBy } from './vote-matrix.ts';

const enoughVotes = 7;
const enoughParticipants = 15;

/**
 * Who is put into groups: whoever gave at least 7 votes (or one on each statement, when there are fewer), those on
 * statements moderated out included. When that makes fewer than 15 people, those with most votes come in too, up to 15;
 * of two with as many, the first in the matrix. Never anyone without a vote.
 *
 * Source: Small et al. (2021), Polis, RECERCA 26(2).
 *
 * @returns rows of the matrix, ascending
 */
export function clusteredParticipants(matrix: VoteMatrix): number[] {
  const wanted = Math.max(1, Math.min(enoughVotes, matrix.statements));
  const all = Array.from({ length: matrix.participants }, (_, p) => ({ p, votes: votesGivenBy(matrix, p) }));
  const voters = all.filter(({ votes }) => votes > 0);
  const enough = voters.filter(({ votes }) => votes >= wanted);
  if (enough.length >= enoughParticipants) return enough.map(({ p }) => p);
  const busiest = voters.toSorted((a, b) => b.votes - a.votes || a.p - b.p).slice(0, enoughParticipants);
  return busiest.map(({ p }) => p).toSorted((a, b) => a - b);
}
