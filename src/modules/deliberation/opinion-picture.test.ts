import { describe, expect, it } from 'vitest';
import type { Id } from '#kernel/ids.ts';
import { knownPart, peopleNeeded, readOpinions, votesNeeded } from './opinion-picture.ts';
import type { Vote } from './proposal.ts';

const id = (place: number) => `proposal-${place}` as Id;

function read(votes: (Vote | null)[][], { needed = 12, inRoom = 0 } = {}) {
  const proposals = (votes[0] ?? []).map((_, place) => id(place));
  const keys = votes.map((_, person) => `key-${person}`);
  return readOpinions({ proposals, keys, votes, inRoom, needed });
}

/** So many people who all vote so. */
function people(count: number, ...row: (Vote | null)[]): (Vote | null)[][] {
  return Array.from({ length: count }, () => row);
}

/** Two camps: all want the first proposal and refuse the second, and are of two minds on the others. */
const twoCamps = [...people(10, 1, -1, 1, 1, -1, -1, 0), ...people(6, 1, -1, -1, -1, 1, 1, 0)];

describe('readOpinions', () => {
  it('tells what unites, what divides, and what tells each group from the other', () => {
    const { picture, groupOf } = read(twoCamps);
    expect(picture).toMatchObject({ state: 'clear', voters: 16, enough: 16, needed: 15, votesNeeded: 7 });
    expect(picture.groups.map((group) => group.people)).toEqual([10, 6]);
    expect(picture.unites).toEqual([
      { proposalId: id(0), direction: 'agree' },
      { proposalId: id(1), direction: 'disagree' },
    ]);
    expect(picture.divides.toSorted()).toEqual([2, 3, 4, 5].map(id));
    expect(picture.groups[0]?.tells).toContainEqual({ proposalId: id(2), direction: 'agree' });
    expect(picture.groups[1]?.tells).toContainEqual({ proposalId: id(2), direction: 'disagree' });
    expect(picture.proposals[2]).toMatchObject({ groups: [{ agree: 100 }, { agree: 0, disagree: 100 }] });
    expect(groupOf).toEqual([...Array(10).fill(0), ...Array(6).fill(1)]);
  });

  it('says nothing of opinions while too few people voted enough, and how many it takes', () => {
    const hasty = people(20, 1, null, null, null, null, null, null);
    const { picture, groupOf } = read([...twoCamps.slice(0, 14), ...hasty]);
    expect(picture).toEqual({
      state: 'too-few',
      voters: 34,
      inRoom: 0,
      enough: 14,
      needed: 15,
      votesNeeded: 7,
      groups: [],
      unites: [],
      divides: [],
      proposals: [],
    });
    expect(groupOf.every((group) => group === null)).toBe(true);
  });

  it('waits for as many as the consultation says it needs', () => {
    expect(read(twoCamps, { needed: 17 }).picture.state).toBe('too-few');
    expect([peopleNeeded(5), peopleNeeded(40)]).toEqual([15, 40]);
    expect([votesNeeded(0), votesNeeded(3), votesNeeded(50)]).toEqual([0, 3, 7]);
  });

  it.each([
    ['all think alike', people(20, 1, 1, -1)],
    ['a group has fewer than five people', [...people(16, 1, 1, -1), ...people(4, -1, -1, 1)]],
  ])('tells of everyone together where %s', (_, votes) => {
    const { picture, groupOf } = read(votes);
    expect(picture).toMatchObject({ state: 'unclear', groups: [] });
    expect(picture.unites).toContainEqual({ proposalId: id(0), direction: 'agree' });
    expect(picture.unites).toContainEqual({ proposalId: id(2), direction: 'disagree' });
    expect(picture.proposals.every(({ groups }) => groups.length === 0)).toBe(true);
    expect(groupOf.every((group) => group === null)).toBe(true);
  });

  it('shows nothing of a proposal that fewer than five of a group voted on', () => {
    const votes = twoCamps.map((row, person): (Vote | null)[] => [...row, person < 12 ? 1 : null]);
    const { picture } = read(votes);
    expect(picture.proposals[7]?.groups).toEqual([{ agree: 100, disagree: 0 }, null]);
    expect(picture.unites.map(({ proposalId }) => proposalId)).not.toContain(id(7));
  });

  it('has nothing to say without proposals or people', () => {
    expect(read([]).picture).toMatchObject({ state: 'too-few', voters: 0, enough: 0 });
    expect(read([[], []]).picture).toMatchObject({ state: 'too-few', voters: 0, enough: 0 });
  });
});

describe('knownPart', () => {
  it('tells nothing of a proposal that one has not voted on', () => {
    const { picture } = read(twoCamps);
    const known = knownPart(picture, new Set([id(0), id(2)]));
    expect(known.unites).toEqual([{ proposalId: id(0), direction: 'agree' }]);
    expect(known.divides).toEqual([id(2)]);
    expect(known.proposals.map((one) => one.id)).toEqual([id(0), id(2)]);
    expect(known.groups.flatMap(({ tells }) => tells).every(({ proposalId }) => proposalId === id(2))).toBe(
      true,
    );
    expect(known.groups.map((group) => group.people)).toEqual([10, 6]);
  });
});
