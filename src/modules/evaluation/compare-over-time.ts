import type { Cell, ShownGroup, ShownRemark } from '#mathematics/disclosure.ts';
import { type Distribution, summaryOf, valuesIn } from '#mathematics/distribution.ts';
import { distanceBetween } from '#mathematics/spread.ts';
import type { EvaluationResult } from './result.ts';

/** What a criterion of the later version comes from, and what may be taken over. */
export interface ComparedPassage {
  passage: Readonly<
    Record<
      string,
      {
        from: readonly string[];
        how: 'kept' | 'adapted' | 'ask-again';
        levels?: readonly number[] | undefined;
      }
    >
  >;
  dropped: readonly { id: string; reason: string }[];
}

/** One of two results, with the number of levels of each of its criteria. */
export interface ComparedResult {
  result: Pick<EvaluationResult, 'groups'>;
  levels: ReadonlyMap<string, number>;
}

/**
 * What became of the answers of a group to a criterion:
 * - `higher`, `lower`: they moved by half a level or more, on average;
 * - `both-ways`: they moved as much, some up and some down;
 * - `same`: they moved less.
 */
export type Movement = 'higher' | 'lower' | 'both-ways' | 'same';

export interface GroupChange {
  groupId: string;
  before: Distribution;
  after: Distribution;
  medians: readonly [number, number];
  movement: Movement;
  /** Levels, signed: how far an answer moved on average. */
  shift: number;
  remarks: { before: readonly ShownRemark[]; after: readonly ShownRemark[] };
}

export interface CriterionChange {
  id: string;
  /** The criterion it was then. */
  fromId: string;
  /** Whether the levels of then were converted to another scale, as those who changed it said. */
  isConverted: boolean;
  groups: GroupChange[];
}

/** Why a criterion is left out: it is new, asked otherwise, several made one, gone, or not shown both times. */
export type Apart = 'new' | 'asked-otherwise' | 'merged' | 'dropped' | 'not-shown';

export interface CriterionApart {
  id: string;
  /** Which of the two knows it by this id. */
  of: 'then' | 'now';
  why: Apart;
  /** What was said when it was dropped; may be empty. */
  reason: string;
}

/** Why a group is left out: it was there once only, or it was not made of the same colleges both times. */
export interface GroupApart {
  groupId: string;
  why: 'only-then' | 'only-now' | 'composed-otherwise';
}

export interface Comparison {
  /** Groups compared, as the later result orders them. */
  groupIds: string[];
  groupsApart: GroupApart[];
  /** Those that moved most first. */
  criteria: CriterionChange[];
  criteriaApart: CriterionApart[];
}

/** Half a level on average: a convention of this project, to sort the page; the figures stand beside. */
const movedFrom = 0.5;
const tolerance = 1e-9;

/**
 * What changed between two results on the same thing. It is read from what each of them shows, and nothing else: a
 * cell hidden in one is compared with nothing, and a group is compared with the same group only, made of the same
 * colleges and shown in the same way. So nothing comes out of two results that neither of them tells.
 *
 * Not the same people answered: a change is that of a group, not of persons.
 */
export function compareOverTime(then: ComparedResult, now: ComparedResult, how: ComparedPassage): Comparison {
  const { groupIds, groupsApart } = matchGroups(then.result.groups, now.result.groups);
  const criteria: CriterionChange[] = [];
  const criteriaApart: CriterionApart[] = [];
  for (const [id, levels] of now.levels) {
    const passed = how.passage[id];
    const [fromId] = passed?.from ?? [];
    const why = whyApart(passed);
    if (why || fromId === undefined || !passed) {
      criteriaApart.push({ id, of: 'now', why: why ?? 'new', reason: '' });
      continue;
    }
    const converted = passed.how === 'adapted' ? passed.levels : undefined;
    const groups = groupIds.flatMap((groupId) =>
      changeOf(groupId, [cellIn(then, groupId, fromId), cellIn(now, groupId, id)], { levels, converted }),
    );
    if (groups.length > 0) criteria.push({ id, fromId, isConverted: converted !== undefined, groups });
    else criteriaApart.push({ id, of: 'now', why: 'not-shown', reason: '' });
  }
  for (const { id, reason } of how.dropped) criteriaApart.push({ id, of: 'then', why: 'dropped', reason });
  return {
    groupIds,
    groupsApart,
    criteria: criteria.toSorted((a, b) => widest(b) - widest(a)),
    criteriaApart,
  };
}

/** Each criterion of one version as itself: two sessions on the same version. */
export function samePassage(criterionIds: readonly string[]): ComparedPassage {
  const kept = criterionIds.map((id) => [id, { from: [id], how: 'kept' as const }] as const);
  return { passage: Object.fromEntries(kept), dropped: [] };
}

function whyApart(passed: ComparedPassage['passage'][string] | undefined): Apart | null {
  if (!passed || passed.from.length === 0) return 'new';
  if (passed.from.length > 1) return 'merged';
  return passed.how === 'ask-again' ? 'asked-otherwise' : null;
}

function matchGroups(then: readonly ShownGroup[], now: readonly ShownGroup[]) {
  const groupIds: string[] = [];
  const groupsApart: GroupApart[] = [];
  for (const group of now) {
    const before = then.find(({ id }) => id === group.id);
    if (!before) groupsApart.push({ groupId: group.id, why: 'only-now' });
    else if (isSameGroup(before, group)) groupIds.push(group.id);
    else groupsApart.push({ groupId: group.id, why: 'composed-otherwise' });
  }
  for (const { id } of then) {
    if (!now.some((group) => group.id === id)) groupsApart.push({ groupId: id, why: 'only-then' });
  }
  return { groupIds, groupsApart };
}

export function isSameGroup(a: ShownGroup, b: ShownGroup): boolean {
  const colleges = ({ colleges: ids }: ShownGroup) => ids.toSorted().join(' ');
  return a.kind === b.kind && colleges(a) === colleges(b);
}

function cellIn({ result }: ComparedResult, groupId: string, criterionId: string): Cell | undefined {
  return result.groups.find(({ id }) => id === groupId)?.cells[criterionId];
}

/** Empty when one of the two is hidden or holds no level. */
function changeOf(
  groupId: string,
  [before, after]: readonly [Cell | undefined, Cell | undefined],
  { levels, converted }: { levels: number; converted: readonly number[] | undefined },
): GroupChange[] {
  if (!before?.shown || !after?.shown) return [];
  const then = converted ? convert(before.distribution, converted, levels) : before.distribution;
  const now = after.distribution;
  if (then.counts.length !== now.counts.length) return [];
  const [medianThen, medianNow] = [summaryOf(then)?.median, summaryOf(now)?.median];
  const distance = distanceBetween(then, now);
  if (medianThen === undefined || medianNow === undefined || distance === null) return [];
  const shift = meanOf(now) - meanOf(then);
  return [
    {
      groupId,
      before: then,
      after: now,
      medians: [medianThen, medianNow],
      movement: movementOf(shift, distance * (levels - 1)),
      shift,
      remarks: { before: before.remarks, after: after.remarks },
    },
  ];
}

/**
 * Puts the levels of then on the scale of now.
 *
 * Example: counts [1, 0, 2, 3] with levels [1, 1, 2, 2] → [1, 5].
 */
function convert(distribution: Distribution, converted: readonly number[], levels: number): Distribution {
  const counts = new Array<number>(levels).fill(0);
  for (const [index, count] of distribution.counts.entries()) {
    const at = (converted[index] ?? 0) - 1;
    if (counts[at] === undefined) throw new RangeError(`level ${index + 1} has no place on the new scale`);
    counts[at] += count;
  }
  return { ...distribution, counts };
}

/** The middle of gravity of the levels: only ever used as a difference, beside both distributions. */
function meanOf(distribution: Distribution): number {
  const sum = distribution.counts.reduce((total, count, index) => total + count * (index + 1), 0);
  return sum / valuesIn(distribution);
}

/**
 * Example on 5 levels: all at 3, then all at 4: moved 1, shift +1 → `higher`; all at 3, then half at 2 and half at 4:
 * moved 1, shift 0 → `both-ways`.
 */
function movementOf(shift: number, moved: number): Movement {
  if (moved < movedFrom - tolerance) return 'same';
  if (shift >= movedFrom - tolerance) return 'higher';
  return shift <= -movedFrom + tolerance ? 'lower' : 'both-ways';
}

function widest({ groups }: CriterionChange): number {
  return Math.max(...groups.map(({ before, after }) => distanceBetween(before, after) ?? 0));
}
