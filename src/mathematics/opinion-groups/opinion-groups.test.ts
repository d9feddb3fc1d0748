import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { clusteredParticipants } from './clustered-participants.ts';
import { findOpinionGroups, givenOpinionGroups, opinionsOnStatements } from './opinion-groups.ts';
import { type Vote, voteMatrix } from './vote-matrix.ts';

type Rows = (Vote | null)[][];

const find = (rows: Rows, mode: 'default' | 'polis' = 'default', names = rows.map((_, i) => `p${i}`)) =>
  findOpinionGroups(
    voteMatrix(
      rows,
      (rows[0] ?? [null, null]).map(() => false),
    ),
    { mode, names },
  );

/** Camps that each say their own thing on every statement, now and then the contrary. */
function camps(sizes: readonly number[], { statements = 12, seed = 5, doubt = 0.1 } = {}): Rows {
  const random = seededRandom(seed);
  return sizes.flatMap((size, camp) =>
    Array.from({ length: size }, () =>
      Array.from({ length: statements }, (_, s): Vote => {
        const usual: Vote = (s + camp) % sizes.length === 0 ? 1 : -1;
        return random() < doubt ? (-usual as Vote) : usual;
      }),
    ),
  );
}

function noise(participants: number, statements: number): Rows {
  const random = seededRandom(9);
  const vote = (): Vote => (random() < 0.5 ? 1 : -1);
  return Array.from({ length: participants }, () => Array.from({ length: statements }, vote));
}

describe('findOpinionGroups', () => {
  it.each(['default', 'polis'] as const)('finds camps apart, the largest first (%s)', (mode) => {
    const found = find(camps([12, 20]), mode);
    expect(found.groups).toEqual([
      Array.from({ length: 20 }, (_, i) => i + 12),
      Array.from({ length: 12 }, (_, i) => i),
    ]);
    expect(found.silhouette).toBeGreaterThan(0.5);
    expect(found.stability).toBeGreaterThan(0.9);
  });

  it('finds three camps when there are three', () => {
    expect(find(camps([9, 9, 9])).groups.map(({ length }) => length)).toEqual([9, 9, 9]);
  });

  it('calls groups that chance makes unstable', () => {
    expect(find(noise(80, 30)).stability).toBeLessThan(0.6);
  });

  it('gives the same groups however the participants are shuffled', () => {
    const rows = [...camps([8, 9], { doubt: 0.3 }), ...noise(5, 12)];
    const named = rows.map((row, i) => ({ row, name: `p${i}` }));
    const asked = (order: typeof named) => {
      const { groups, silhouette, stability } = find(
        order.map(({ row }) => row),
        'default',
        order.map(({ name }) => name),
      );
      const members = groups.map((group) => group.map((i) => order[i]?.name).toSorted());
      return { members, silhouette, stability };
    };
    const asIs = asked(named);
    const shuffled = fc.shuffledSubarray(named, { minLength: named.length });
    fc.assert(
      fc.property(shuffled, (order) => {
        expect(asked(order)).toEqual(asIs);
      }),
      { numRuns: 10 },
    );
  });

  it('puts people who voted exactly alike together, and each in one group', () => {
    const vote = fc.constantFrom<(Vote | null)[]>(1, -1, 0, null);
    const anyRows = fc.array(fc.array(vote, { minLength: 3, maxLength: 3 }), { maxLength: 24 });
    fc.assert(
      fc.property(anyRows, fc.constantFrom('default' as const, 'polis' as const), (rows, mode) => {
        const { groups, places } = find(rows, mode);
        const everyone = groups.flat();
        expect(new Set(everyone).size).toBe(everyone.length);
        const matrix = voteMatrix(rows, [false, false, false]);
        expect(everyone.toSorted((a, b) => a - b)).toEqual(clusteredParticipants(matrix));
        const groupOf = new Map(groups.flatMap((group, g) => group.map((i) => [JSON.stringify(rows[i]), g])));
        for (const [g, group] of groups.entries()) {
          for (const i of group) expect(groupOf.get(JSON.stringify(rows[i]))).toBe(g);
        }
        expect([...places.x, ...places.y].every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it.each<[string, Rows, number[]]>([
    ['nobody', [], []],
    [
      'people who gave no vote',
      [
        [null, null],
        [null, null],
      ],
      [],
    ],
    ['one voter', [[1, -1]], [1]],
    ['people who all pass', Array.from({ length: 9 }, () => [0, 0, 0]), [9]],
    ['people who all agree', Array.from({ length: 9 }, () => [1, 1]), [9]],
    ['one statement', Array.from({ length: 8 }, (_, i) => [i % 2 === 0 ? 1 : -1]), [4, 4]],
  ])('has an answer for %s', (_, rows, sizes) => {
    for (const mode of ['default', 'polis'] as const) {
      const { groups, silhouette, stability } = find(rows, mode);
      expect(groups.map(({ length }) => length)).toEqual(sizes);
      const figures = sizes.length > 1 ? [expect.any(Number), expect.any(Number)] : [null, null];
      expect([silhouette, stability]).toEqual(figures);
    }
  });
});

describe('clusteredParticipants', () => {
  const rowOf = (votes: number) => Array.from({ length: 9 }, (_, i): Vote | null => (i < votes ? 1 : null));
  const clustered = (given: number[]) =>
    clusteredParticipants(voteMatrix(given.map(rowOf), Array(9).fill(false)));

  it('takes those with seven votes when there are fifteen of them', () => {
    const given = [...Array(15).fill(7), 6, 1];
    expect(clustered(given)).toEqual(Array.from({ length: 15 }, (_, i) => i));
  });

  it('fills up to fifteen with those who voted most, and never with who did not', () => {
    expect(clustered([1, 8, 0, 3])).toEqual([0, 1, 3]);
    expect(clustered([...Array(14).fill(9), 2, 3, 3])).toEqual([
      ...Array.from({ length: 14 }, (_, i) => i),
      15,
    ]);
  });
});

describe('opinionsOnStatements', () => {
  const together = [0, 1, 2, 3, 4, 5, 6, 7];
  const apart = [8, 9, 10, 11, 12, 13, 14, 15];
  const rows: Rows = [...together, ...apart].map((i) => [1, i < 8 ? 1 : -1, i < 8 ? -1 : 0, i < 8 ? 1 : -1]);
  const matrix = voteMatrix(rows, [false, false, false, true]);
  const told = opinionsOnStatements(matrix, [together, apart]);

  it('says what tells a group from the others, agreements first, and nothing of what was moderated out', () => {
    const names = told.representative.map((ones) =>
      ones.map(({ statement, direction }) => [statement, direction]),
    );
    expect(names).toEqual([
      [
        [1, 'agree'],
        [2, 'disagree'],
      ],
      [[1, 'disagree']],
    ]);
  });

  it('says what each group shares', () => {
    const [all, divided] = told.consensus;
    expect(all?.agree).toEqual({ product: 0.9 ** 2, root: expect.closeTo(0.9, 12), least: 0.9 });
    expect(divided?.agree.product).toBeCloseTo(0.9 * 0.1, 12);
    expect(divided?.agree.least).toBeCloseTo(0.1, 12);
    expect(told.consensus).toHaveLength(4);
  });

  it('says what most people agree with', () => {
    expect(told.majority).toEqual({ agree: [0], disagree: [] });
  });

  it('tells the consensus by groups that were given, and how clear-cut they are', () => {
    const found = givenOpinionGroups(matrix, [together, apart]);
    expect(found.silhouette).toBeCloseTo(1, 6);
    expect(found.stability).toBeNull();
  });

  it('has nothing to tell a single group from, and no consensus without any', () => {
    expect(opinionsOnStatements(matrix, [together]).representative).toEqual([[]]);
    expect(opinionsOnStatements(matrix, []).consensus).toEqual([]);
  });
});
