import { groupBaseClusters, type Grouping } from './base-clusters.ts';
import { clusteredParticipants } from './clustered-participants.ts';
import { type GroupInformedConsensus, groupInformedConsensus } from './group-informed-consensus.ts';
import { groupParticipants } from './group-participants.ts';
import { type MajorityConsensus, majorityConsensus } from './majority-consensus.ts';
import { principalPlane } from './principal-plane.ts';
import { type Points, pointsAt, projectParticipants } from './project-participants.ts';
import { type RepresentativeStatement, representativeStatements } from './representative-statements.ts';
import { silhouettes } from './silhouette.ts';
import { stabilityOf } from './stability.ts';
import { countVotes } from './vote-counts.ts';
import { inOrder, orderByContent, type VoteMatrix } from './vote-matrix.ts';

/** People who vote alike. Participants and statements are rows and columns of the matrix. */
export interface OpinionGroups {
  /** The members of each group, ascending; the largest group first when groups were found, in the order given else. */
  readonly groups: readonly (readonly number[])[];
  /** Where each participant stands in the plane of opinions, those in no group included. */
  readonly places: Points;
  /** How clear-cut the groups are, −1..1; null without two groups. */
  readonly silhouette: number | null;
  /** The same for each number of groups tried. */
  readonly silhouetteByK: Grouping['silhouetteByK'];
  /** Whether chance made the groups (see `stabilityOf`); null when groups were given, or without two of them. */
  readonly stability: number | null;
}

/**
 * Finds the people who vote alike: principal plane, places in it, clusters.
 *
 * @param options.mode `default` does not depend on the order of the rows; `polis` does as Polis does, for comparison
 * @param options.smallest people that a group should have, in mode `default`: two outliers are no group to be shown
 * @param options.names of the participants, all different: they tell apart people who voted exactly alike
 */
export function findOpinionGroups(
  matrix: VoteMatrix,
  { mode, names, smallest }: { mode: 'default' | 'polis'; names: readonly string[]; smallest?: number },
): OpinionGroups {
  if (mode === 'polis') return groupsInOrder(matrix, groupBaseClusters);
  const order = orderByContent(matrix, names);
  const found = groupsInOrder(inOrder(matrix, order), (points) => groupParticipants(points, smallest));
  const rowOf = new Uint32Array(order.length);
  for (const [row, participant] of order.entries()) rowOf[participant] = row;
  return {
    ...found,
    places: pointsAt(found.places, Array.from(rowOf)),
    groups: found.groups.map((members) => members.map((row) => order[row] ?? 0).toSorted((a, b) => a - b)),
  };
}

function groupsInOrder(matrix: VoteMatrix, group: (points: Points) => Grouping): OpinionGroups {
  const plane = principalPlane(matrix);
  const places = projectParticipants(matrix, plane);
  const clustered = clusteredParticipants(matrix);
  const { groupOf, k, silhouetteByK } = group(pointsAt(places, clustered));
  const members = Array.from({ length: k }, (_, one) => clustered.filter((_row, i) => groupOf[i] === one));
  const groups = members.filter(({ length }) => length > 0).toSorted(largestFirst);
  const silhouette = silhouetteByK.find((tried) => tried.k === k)?.silhouette ?? null;
  return {
    groups,
    places,
    silhouette,
    silhouetteByK,
    stability: stabilityOf(matrix, { plane, clustered, groupOf, k }),
  };
}

function largestFirst(one: readonly number[], other: readonly number[]): number {
  return other.length - one.length || (one[0] ?? 0) - (other[0] ?? 0);
}

/** The same of groups made elsewhere. */
export function givenOpinionGroups(
  matrix: VoteMatrix,
  groups: readonly (readonly number[])[],
): OpinionGroups {
  const places = projectParticipants(matrix, principalPlane(matrix));
  const members = groups.flatMap((group, one) => group.map((participant) => ({ participant, one })));
  const points = pointsAt(
    places,
    members.map(({ participant }) => participant),
  );
  const groupOf = Int32Array.from(members, ({ one }) => one);
  const [silhouette = null] = silhouettes(points, [groupOf]);
  return { groups, places, silhouette, silhouetteByK: [], stability: null };
}

/** What groups agree and disagree on. */
export interface OpinionsOnStatements {
  /** For each group, what tells it from the others. */
  readonly representative: readonly (readonly RepresentativeStatement[])[];
  /** Every statement, those moderated out included, in their order; empty without any group. */
  readonly consensus: readonly GroupInformedConsensus[];
  readonly majority: MajorityConsensus;
}

/** @param groups the members of each */
export function opinionsOnStatements(
  matrix: VoteMatrix,
  groups: readonly (readonly number[])[],
): OpinionsOnStatements {
  const counts = groups.map((members) => countVotes(matrix, members));
  const everyone = countVotes(
    matrix,
    Array.from({ length: matrix.participants }, (_, participant) => participant),
  );
  const representative = counts.map((group, one) => {
    const others = countVotes(
      matrix,
      groups.flatMap((members, other) => (other === one ? [] : members)),
    );
    return groups.length < 2 ? [] : representativeStatements(group, others, matrix.moderatedOut);
  });
  return {
    representative,
    consensus: groupInformedConsensus(counts),
    majority: majorityConsensus(everyone, matrix.moderatedOut),
  };
}
