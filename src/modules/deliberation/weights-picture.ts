import { OTHERS, groupColleges } from '#mathematics/college-groups.ts';
import { weightsOfGroup } from '#mathematics/weights-of-groups.ts';
import { fewestShown } from './proposal.ts';
import { type GivenWeights, type WeighedBranch, areOf } from './weighing.ts';

/** Where the middle half of some people's weights lie, in whole hundredths. */
export interface WeightRange {
  lower: number;
  median: number;
  upper: number;
}

/** `unsaid`: people who said no college, or are in no group; `others`: parts too small to be told apart. */
export type PartKind = 'college' | 'group' | 'unsaid' | 'others';

/** What part of the people say; five at least. */
export interface WeightsOfPart {
  kind: PartKind;
  /** Name of the college, or place of the opinion group from 0; empty for the other two. */
  name: string;
  people: number;
  /** In the order of the items. */
  ranges: WeightRange[];
}

/** The item on which parts are furthest apart. */
export interface Gap {
  by: 'colleges' | 'groups';
  item: string;
  /** Places among the parts, and their medians. */
  low: { part: number; median: number };
  high: { part: number; median: number };
}

/** What may be shown of the weights of one branch. */
export interface BranchWeights {
  /** Id of the branch; empty for the branches among themselves. */
  id: string;
  items: string[];
  everyone: Pick<WeightsOfPart, 'people' | 'ranges'> | null;
  /** Those of the open link of a room, apart: nobody knows whether they answered twice. */
  room: Pick<WeightsOfPart, 'people' | 'ranges'> | null;
  /** None, or at least two, which together are everyone. */
  colleges: WeightsOfPart[];
  groups: WeightsOfPart[];
  gap: Gap | null;
  /** People whose weights are of a former list of items: kept, and not counted. Zero under five. */
  former: number;
}

/** One person's weights, with what they are. */
export interface PersonsWeights extends GivenWeights {
  verified: boolean;
  college: string | null;
  /** Their opinion group; null in none. */
  group: number | null;
}

/** From this many hundredths between two medians on, parts are said to differ. */
const leastGap = 10;

/**
 * What may be shown of people's weights, branch by branch: medians and quartiles of at least five people, in whole
 * hundredths. Colleges and opinion groups are grouped so that no fewer are found by subtraction (`groupColleges`): each
 * splits everyone whole, or is not told.
 *
 * @param said nothing of it is fit to be shown as it stands
 */
export function weightsPicture(
  branches: readonly WeighedBranch[],
  said: readonly PersonsWeights[],
): BranchWeights[] {
  return branches.filter(({ method }) => method !== null).map((branch) => pictureOf(branch, said));
}

function pictureOf({ id, items }: WeighedBranch, said: readonly PersonsWeights[]): BranchWeights {
  const given = said.filter(({ branch, weights }) => branch === id && Object.keys(weights).length > 0);
  const now = given.filter(({ weights }) => areOf(items, weights));
  const ids = items.map((item) => item.id);
  const sure = now.filter(({ verified }) => verified);
  const former = given.length - now.length;
  const colleges = partsOf(sure, ids, { kind: 'college', nameOf: ({ college }) => college });
  const groups = partsOf(sure, ids, {
    kind: 'group',
    nameOf: ({ group }) => (group === null ? null : String(group)),
  });
  return {
    id,
    items: ids,
    everyone: shownOf(sure, ids),
    room: shownOf(
      now.filter(({ verified }) => !verified),
      ids,
    ),
    colleges,
    groups,
    gap: widest([...gapsIn('colleges', colleges, ids), ...gapsIn('groups', groups, ids)]),
    former: former < fewestShown ? 0 : former,
  };
}

function shownOf(people: readonly PersonsWeights[], ids: readonly string[]) {
  if (people.length < fewestShown) return null;
  const found = weightsOfGroup(people.map(({ weights }) => ids.map((id) => weights[id] ?? 0)));
  const hundredths = (share: number) => Math.round(share * 100);
  const ranges = (found?.summaries ?? []).map(({ lowerQuartile, median, upperQuartile }) => ({
    lower: hundredths(lowerQuartile),
    median: hundredths(median),
    upper: hundredths(upperQuartile),
  }));
  return { people: people.length, ranges };
}

/** Marks names, which people chose, off from the names that grouping gives. */
const named = (name: string | null) => (name === null ? '-' : `=${name}`);

function partsOf(
  people: readonly PersonsWeights[],
  ids: readonly string[],
  by: { kind: 'college' | 'group'; nameOf: (person: PersonsWeights) => string | null },
): WeightsOfPart[] {
  const members = Map.groupBy(people, (person) => named(by.nameOf(person)));
  const counted = [...members]
    .map(([id, { length }]) => ({ id, respondents: length }))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const { groups } = groupColleges(
    counted.map((part) => ({ ...part, kind: 'anonymous' as const, threshold: fewestShown })),
  );
  // One part alone is everyone.
  if (groups.length < 2) return [];
  return groups.flatMap(({ id, colleges }) => {
    const shown = shownOf(
      colleges.flatMap((college) => members.get(college) ?? []),
      ids,
    );
    const kind = id === OTHERS ? 'others' : id === named(null) ? 'unsaid' : by.kind;
    return shown ? [{ kind, name: kind === by.kind ? id.slice(1) : '', ...shown }] : [];
  });
}

function gapsIn(by: Gap['by'], parts: readonly WeightsOfPart[], ids: readonly string[]): Gap[] {
  if (parts.length < 2) return [];
  return ids.map((item, place) => {
    const medians = parts
      .map(({ ranges }, part) => ({ part, median: ranges[place]?.median ?? 0 }))
      .toSorted((one, other) => one.median - other.median);
    const [low, high] = [medians.at(0), medians.at(-1)];
    if (!low || !high) throw new RangeError('no part to compare');
    return { by, item, low, high };
  });
}

function widest(gaps: readonly Gap[]): Gap | null {
  const found = gaps.reduce<Gap | null>(
    (most, gap) => (most && widthOf(most) >= widthOf(gap) ? most : gap),
    null,
  );
  return found && widthOf(found) >= leastGap ? found : null;
}

/** Hundredths between the two medians that are furthest apart. */
export function widthOf({ low, high }: Gap): number {
  return high.median - low.median;
}

/** The rows of a file: what is shown, and nothing else. */
export function weightRows(picture: readonly BranchWeights[]) {
  return picture.flatMap((branch) => {
    const parts = [
      ...(branch.everyone ? [{ kind: 'everyone', name: '', ...branch.everyone }] : []),
      ...(branch.room ? [{ kind: 'room', name: '', ...branch.room }] : []),
      ...branch.colleges,
      ...branch.groups,
    ];
    return parts.flatMap(({ kind, name, people, ranges }) =>
      ranges.map((range, place) => ({
        branch: branch.id,
        item: branch.items[place] ?? '',
        part: kind,
        name,
        people,
        ...range,
      })),
    );
  });
}
