import { findOpinionGroups, opinionsOnStatements } from '#mathematics/opinion-groups/opinion-groups.ts';
import type { GroupInformedConsensus } from '#mathematics/opinion-groups/group-informed-consensus.ts';
import { countVotes, countsOf, type VoteCounts } from '#mathematics/opinion-groups/vote-counts.ts';
import {
  type Vote,
  type VoteMatrix,
  voteMatrix,
  votesGivenBy,
} from '#mathematics/opinion-groups/vote-matrix.ts';
import type { Id } from '#kernel/ids.ts';
import { fewestShown } from './proposal.ts';

/** What people voted on the proposals of a consultation, a row per person. */
export interface VotesToRead {
  proposals: Id[];
  /** Keys of the participants, all different. */
  keys: string[];
  votes: (Vote | null)[][];
  /** How many of them came by the open link of a room. */
  inRoom: number;
  /** People that the consultation says it needs. */
  needed: number;
}

/** Hundredths of those who voted, rounded to five: what a single vote adds cannot be read off. */
export interface VoteShares {
  agree: number;
  disagree: number;
}

/** What was voted on a proposal; null where fewer than five voted. */
export interface OpinionOnProposal {
  id: Id;
  everyone: VoteShares | null;
  /** One per opinion group, in their order. */
  groups: (VoteShares | null)[];
}

export interface OpinionGroupShown {
  people: number;
  /** Where its members stand, on average: groups near one another vote more alike. */
  x: number;
  y: number;
  /** What tells it from the other groups. */
  tells: { proposalId: Id; direction: 'agree' | 'disagree' }[];
}

/** A proposal that unites, and on which side. */
export interface UnitingProposal {
  proposalId: Id;
  direction: 'agree' | 'disagree';
}

/**
 * `too-few`: people who voted enough; `unclear`: they do not fall into groups, or chance could have made them.
 */
export type OpinionState = 'too-few' | 'unclear' | 'clear';

/** What may be shown of who votes alike. Without clear groups, what unites and divides is told of everyone together. */
export interface OpinionPicture {
  state: OpinionState;
  /** People who voted, and those of them who came by the open link of a room. */
  voters: number;
  inRoom: number;
  /** People who gave enough votes to be put into a group, and how many are needed. */
  enough: number;
  needed: number;
  votesNeeded: number;
  groups: OpinionGroupShown[];
  unites: UnitingProposal[];
  divides: Id[];
  proposals: OpinionOnProposal[];
}

/** Under it groups are as far apart as any cloud cut in pieces; under it they change with whoever takes part. */
const leastSilhouette = 0.25;
const leastStability = 0.6;
/** Groups of fewer people say nothing that lasts (Small et al. 2021, Polis, RECERCA 26:2). */
const fewestPeople = 15;
const enoughVotes = 7;
const longestList = 8;

/** How many people must have voted enough before groups are looked for. */
export function peopleNeeded(neededByConsultation: number): number {
  return Math.max(fewestPeople, neededByConsultation);
}

/** How many proposals one must have voted on to be put into a group. */
export function votesNeeded(proposals: number): number {
  return Math.min(enoughVotes, proposals);
}

/**
 * Reads what unites people and what divides them in their votes.
 *
 * @returns what may be shown, and the opinion group of each participant in the order given; null for those in none, and
 *   for everyone when no groups are shown
 */
export function readOpinions(read: VotesToRead): { picture: OpinionPicture; groupOf: (number | null)[] } {
  const matrix = voteMatrix(
    read.votes,
    read.proposals.map(() => false),
  );
  const people = [...read.keys.keys()];
  const least = votesNeeded(read.proposals.length);
  const counts = {
    voters: people.filter((person) => votesGivenBy(matrix, person) > 0).length,
    inRoom: read.inRoom,
    enough: people.filter((person) => least > 0 && votesGivenBy(matrix, person) >= least).length,
    needed: peopleNeeded(read.needed),
    votesNeeded: least,
  };
  const nobody = read.keys.map(() => null);
  if (counts.enough < counts.needed) {
    const nothing = { groups: [], unites: [], divides: [], proposals: [] };
    return { picture: { state: 'too-few', ...counts, ...nothing }, groupOf: nobody };
  }
  const found = findOpinionGroups(matrix, { mode: 'default', names: read.keys, smallest: fewestShown });
  const isClear =
    found.groups.length > 1 &&
    found.groups.every(({ length }) => length >= fewestShown) &&
    (found.silhouette ?? 0) >= leastSilhouette &&
    (found.stability ?? 0) >= leastStability;
  if (!isClear) {
    return {
      picture: { state: 'unclear', ...counts, ...ofEveryone(matrix, read.proposals) },
      groupOf: nobody,
    };
  }
  const groupOf = read.keys.map((_, person) => {
    const one = found.groups.findIndex((members) => members.includes(person));
    return one === -1 ? null : one;
  });
  return { picture: { state: 'clear', ...counts, ...ofGroups(matrix, read.proposals, found) }, groupOf };
}

type Told = Pick<OpinionPicture, 'groups' | 'unites' | 'divides' | 'proposals'>;

function ofEveryone(matrix: VoteMatrix, ids: readonly Id[]): Told {
  const { majority } = opinionsOnStatements(matrix, []);
  const proposals = proposalsOf(matrix, ids, []);
  const unites = (['agree', 'disagree'] as const).flatMap((direction) =>
    majority[direction].flatMap((place) => {
      const proposal = proposals[place];
      return proposal?.everyone ? [{ proposalId: proposal.id, direction }] : [];
    }),
  );
  const divides = mostFirst(proposals, ({ everyone }) =>
    everyone ? Math.min(everyone.agree, everyone.disagree) : 0,
  ).filter(({ everyone }) => everyone && Math.min(everyone.agree, everyone.disagree) >= 30);
  return { groups: [], unites, divides: idsOf(divides), proposals };
}

function ofGroups(matrix: VoteMatrix, ids: readonly Id[], found: ReturnType<typeof findOpinionGroups>): Told {
  const { representative, consensus } = opinionsOnStatements(matrix, found.groups);
  const proposals = proposalsOf(matrix, ids, found.groups);
  const isShown = (place: number) => proposals[place]?.groups.every((shares) => shares !== null) ?? false;
  const groups = found.groups.map((members, one) => ({
    people: members.length,
    x: meanOf(members, found.places.x),
    y: meanOf(members, found.places.y),
    tells: (representative[one] ?? []).flatMap(({ statement, direction }) => {
      const proposal = proposals[statement];
      return proposal?.groups[one] ? [{ proposalId: proposal.id, direction }] : [];
    }),
  }));
  const shared = consensus.filter(({ statement }) => isShown(statement));
  return { groups, unites: unitingOf(shared, ids), divides: idsOf(dividing(proposals)), proposals };
}

/** What more than half of every group votes the same, by group-informed consensus. */
function unitingOf(shared: readonly GroupInformedConsensus[], ids: readonly Id[]): UnitingProposal[] {
  const sides = shared.flatMap((one) =>
    (['agree', 'disagree'] as const)
      .filter((direction) => one[direction].least > 0.5)
      .map((direction) => ({ statement: one.statement, direction, product: one[direction].product })),
  );
  const ranked = mostFirst(sides, ({ product }) => product).slice(0, longestList);
  return ranked.flatMap(({ statement, direction }) => {
    const proposalId = ids[statement];
    return proposalId ? [{ proposalId, direction }] : [];
  });
}

/** What half of a group agrees with and half of another disagrees with, the widest apart first. */
function dividing(proposals: readonly OpinionOnProposal[]): OpinionOnProposal[] {
  const shown = proposals.filter(({ groups }) => groups.every((shares) => shares !== null));
  const apart = shown.filter(
    ({ groups }) =>
      groups.some((shares) => (shares?.agree ?? 0) >= 50) &&
      groups.some((shares) => (shares?.disagree ?? 0) >= 50),
  );
  return mostFirst(apart, ({ groups }) => {
    const agree = groups.map((shares) => shares?.agree ?? 0);
    return Math.max(...agree) - Math.min(...agree);
  });
}

function proposalsOf(
  matrix: VoteMatrix,
  ids: readonly Id[],
  groups: readonly (readonly number[])[],
): OpinionOnProposal[] {
  const everyone = countVotes(
    matrix,
    Array.from({ length: matrix.participants }, (_, person) => person),
  );
  const counts = groups.map((members) => countVotes(matrix, members));
  return ids.map((id, place) => ({
    id,
    everyone: sharesOf(everyone, place),
    groups: counts.map((group) => sharesOf(group, place)),
  }));
}

function sharesOf(counts: VoteCounts, place: number): VoteShares | null {
  const { agrees, disagrees, votes } = countsOf(counts, place);
  if (votes < fewestShown) return null;
  const rounded = (some: number) => Math.round((some / votes) * 20) * 5;
  return { agree: rounded(agrees), disagree: rounded(disagrees) };
}

/** Ranked; equals stay in their order. */
function mostFirst<One>(ones: readonly One[], figure: (one: One) => number): One[] {
  return ones.toSorted((one, other) => figure(other) - figure(one));
}

function idsOf(proposals: readonly OpinionOnProposal[]): Id[] {
  return proposals.slice(0, longestList).map(({ id }) => id);
}

function meanOf(members: readonly number[], along: Float64Array): number {
  return members.reduce((sum, person) => sum + (along[person] ?? 0), 0) / members.length;
}

/**
 * What someone may know of a picture: nothing is told of a proposal that they have not voted on while others still do,
 * since it would lead them.
 *
 * @param voted on which proposals they voted
 */
export function knownPart(picture: OpinionPicture, voted: ReadonlySet<Id>): OpinionPicture {
  const isKnown = ({ proposalId }: { proposalId: Id }) => voted.has(proposalId);
  return {
    ...picture,
    groups: picture.groups.map((group) => ({ ...group, tells: group.tells.filter(isKnown) })),
    unites: picture.unites.filter(isKnown),
    divides: picture.divides.filter((id) => voted.has(id)),
    proposals: picture.proposals.filter(({ id }) => voted.has(id)),
  };
}
