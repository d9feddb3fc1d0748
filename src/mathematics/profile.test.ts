import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from './answer.ts';
import { distributionOf, type Distribution } from './distribution.ts';
import { profileOf, type Estimate, type Profile, type WeightedDimension } from './profile.ts';

const LEVELS = 5;
const anyAnswer: fc.Arbitrary<Answer> = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: LEVELS }) },
  { weight: 1, arbitrary: fc.constantFrom<Answer>('na', 'dk', null) },
);

/** Answers of several people by criterion. */
type Group = Record<string, Answer[]>;

function distributionsOf(group: Group): Record<string, Distribution> {
  return Object.fromEntries(
    Object.entries(group).map(([id, answers]) => [id, distributionOf(answers, LEVELS)]),
  );
}

function profileOfGroup(tree: readonly WeightedDimension[], group: Group): Profile {
  return profileOf(tree, distributionsOf(group));
}

const TREE: WeightedDimension[] = [
  {
    id: 'ties',
    weight: 60,
    criteria: [
      { id: 'a', weight: 3 },
      { id: 'b', weight: 1 },
    ],
  },
  {
    id: 'economy',
    weight: 40,
    criteria: [
      { id: 'c', weight: 1 },
      { id: 'd', weight: 1 },
    ],
  },
];
const IDS = ['a', 'b', 'c', 'd'];

/** Between one and six people answering the four criteria of the tree. */
const anyGroup: fc.Arbitrary<Group> = fc.integer({ min: 1, max: 6 }).chain((people) => {
  const column = fc.array(anyAnswer, { minLength: people, maxLength: people });
  return fc.record({ a: column, b: column, c: column, d: column });
});

function figures({ score, lower, upper, coverage }: Profile): (number | null)[] {
  return [score, lower, upper, coverage];
}

function closeTo(value: number): unknown {
  return expect.closeTo(value, 10);
}

/** What equals these figures but for floating noise. */
function near(figuresOrNull: readonly (number | null)[]): unknown[] {
  return figuresOrNull.map((value) => (value === null ? null : closeTo(value)));
}

describe('profileOf', () => {
  it('multiplies weights down the tree and adds contributions up', () => {
    const profile = profileOfGroup(TREE, { a: [5], b: [1], c: [3], d: [2] });
    const criteria = profile.dimensions.flatMap((dimension) => dimension.criteria);
    expect(criteria.map(({ weight }) => weight)).toEqual(near([0.45, 0.15, 0.2, 0.2]));
    expect(criteria.map(({ contribution }) => contribution)).toEqual(near([0.45, 0, 0.1, 0.05]));
    expect(figures(profile)).toEqual(near([0.6, 0.6, 0.6, 1]));
    expect(profile.dimensions.map(({ score }) => score)).toEqual(near([0.75, 0.375]));
  });

  it('keeps "does not apply", "I don’t know" and silence apart', () => {
    const answers: Group = { a: [5], b: [1], c: [3] };
    const notApplicable = profileOfGroup(TREE, { ...answers, d: ['na'] });
    const dontKnow = profileOfGroup(TREE, { ...answers, d: ['dk'] });
    const silent = profileOfGroup(TREE, { ...answers, d: [null] });

    expect(figures(notApplicable)).toEqual(near([0.65, 0.65, 0.65, 1]));
    expect(figures(dontKnow)).toEqual(near([0.55 / 0.8, 0.55, 0.75, 0.8]));
    expect(figures(silent)).toEqual(near(figures(dontKnow)));
    const completions = [notApplicable, dontKnow, silent].map(({ completion }) => completion.share);
    expect(completions).toEqual([1, 1, 0.75]);
  });

  it('gives what does not apply to its siblings, and a whole dimension’s weight to the other dimensions', () => {
    const sibling = profileOfGroup(TREE, { a: ['na'], b: [1], c: [3], d: [2] });
    expect(sibling.dimensions.flatMap(({ criteria }) => criteria.map(({ weight }) => weight))).toEqual(
      near([0, 0.6, 0.2, 0.2]),
    );
    const dimension = profileOfGroup(TREE, { a: ['na'], b: ['na'], c: [3], d: [2] });
    expect(dimension.dimensions.map(({ weight }) => weight)).toEqual(near([0, 1]));
    expect(dimension.dimensions[0]).toMatchObject({ score: null, lower: null, upper: null, coverage: null });
  });

  it('gives no score below half coverage, but bounds; exactly half is enough', () => {
    const tree = [
      {
        id: 'all',
        weight: 1,
        criteria: [0.1, 0.2, 0.3, 0.6].map((weight, i) => ({ id: IDS[i] ?? '', weight })),
      },
    ];
    expect(profileOfGroup(tree, { a: [4], b: [4], c: [4], d: [null] }).score).toBeCloseTo(0.75, 10);
    const half = profileOfGroup(tree, { a: [4], b: [4], c: [null], d: [null] });
    expect(figures(half)).toEqual(near([null, 0.1875, 0.9375, 0.25]));
  });

  it('says nothing at all when nothing applies, and everything is possible when nothing is known', () => {
    const none: Group = { a: ['na'], b: ['na'], c: ['na'], d: ['na'] };
    expect(profileOfGroup(TREE, none)).toMatchObject({
      score: null,
      lower: null,
      upper: null,
      coverage: null,
    });
    const silent: Group = { a: [null], b: [null], c: [null], d: [null] };
    expect(profileOfGroup(TREE, silent)).toMatchObject({ score: null, lower: 0, upper: 1, coverage: 0 });
    expect(profileOf(TREE, {})).toMatchObject({
      lower: 0,
      upper: 1,
      completion: { answered: 0, asked: 0, share: null },
    });
  });

  it('leaves a criterion that is not shown unknown, and out of completion', () => {
    const shown = distributionsOf({ a: [5, 5], b: [1, 1], c: [3, null] });
    const profile = profileOf(TREE, { ...shown, d: null });
    expect(profile.completion).toEqual({ answered: 5, asked: 6, share: 5 / 6 });
    expect(profile.coverage).toBeCloseTo(0.7, 10);
  });

  it('shares a criterion’s weight among the people to whom it applies', () => {
    const tree = [{ id: 'all', weight: 1, criteria: [{ id: 'a', weight: 1 }] }];
    expect(figures(profileOfGroup(tree, { a: [5, 3, 'dk', 'na'] }))).toEqual(
      near([3 / 4, 1 / 2, 5 / 6, 2 / 3]),
    );
  });

  it('refuses a negative or infinite weight', () => {
    for (const weight of [-5, Number.NaN, Number.POSITIVE_INFINITY]) {
      const tree = [{ id: 'all', weight: 1, criteria: [{ id: 'a', weight }] }];
      expect(() => profileOfGroup(tree, { a: [3] })).toThrow(RangeError);
    }
  });
});

function isCoherent({ score, lower, upper, coverage }: Estimate): boolean {
  if (lower === null || upper === null || coverage === null) {
    return [score, lower, upper, coverage].every((value) => value === null);
  }
  const noise = 1e-12;
  const scored = score !== null;
  return (
    Math.abs(upper - lower - (1 - coverage)) < noise &&
    lower >= 0 &&
    upper <= 1 + noise &&
    scored === coverage >= 0.5 - noise &&
    (!scored || (score >= lower - noise && score <= upper + noise))
  );
}

describe('laws of the profile', () => {
  it('keeps the score within the bounds, everywhere in the tree, and the bounds as wide as what is not known', () => {
    fc.assert(
      fc.property(anyGroup, (group) => {
        const profile = profileOfGroup(TREE, group);
        const nodes = [
          profile,
          ...profile.dimensions,
          ...profile.dimensions.flatMap(({ criteria }) => criteria),
        ];
        expect(nodes.filter((node) => !isCoherent(node))).toEqual([]);
      }),
    );
  });

  it('adds contributions up to the lower bound, and weights up to 1 or 0', () => {
    fc.assert(
      fc.property(anyGroup, (group) => {
        const profile = profileOfGroup(TREE, group);
        const criteria = profile.dimensions.flatMap((dimension) => dimension.criteria);
        for (const parts of [profile.dimensions, criteria]) {
          expect(parts.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(
            profile.lower ?? 0,
            10,
          );
          const weights = parts.reduce((sum, { weight }) => sum + weight, 0);
          expect(weights).toBeCloseTo(profile.coverage === null ? 0 : 1, 10);
        }
      }),
    );
  });

  it('depends on the ratios of weights only, not on the order of criteria or people', () => {
    fc.assert(
      fc.property(anyGroup, fc.double({ min: 0.01, max: 100, noNaN: true }), (group, factor) => {
        const turned = TREE.toReversed().map((dimension) => ({
          ...dimension,
          weight: dimension.weight * factor,
          criteria: dimension.criteria
            .toReversed()
            .map(({ id, weight }) => ({ id, weight: weight * factor })),
        }));
        const people = Object.fromEntries(
          Object.entries(group).map(([id, answers]) => [id, answers.toReversed()]),
        );
        expect(figures(profileOfGroup(turned, people))).toEqual(near(figures(profileOfGroup(TREE, group))));
      }),
    );
  });

  it('does not change when everybody is counted twice', () => {
    fc.assert(
      fc.property(anyGroup, (group) => {
        const twice = Object.fromEntries(
          Object.entries(group).map(([id, answers]) => [id, [...answers, ...answers]]),
        );
        expect(figures(profileOfGroup(TREE, twice))).toEqual(near(figures(profileOfGroup(TREE, group))));
      }),
    );
  });

  it('does not change when a criterion is split into two clones that share its weight', () => {
    fc.assert(
      fc.property(anyGroup, (group) => {
        const [first, ...others] = TREE;
        const split = [
          { id: 'a', weight: 2 },
          { id: 'clone', weight: 1 },
          { id: 'b', weight: 1 },
        ];
        const tree = [{ id: 'ties', weight: first?.weight ?? 0, criteria: split }, ...others];
        const cloned = { ...group, clone: group.a ?? [] };
        expect(figures(profileOfGroup(tree, cloned))).toEqual(near(figures(profileOfGroup(TREE, group))));
      }),
    );
  });

  it('treats a criterion that applies to nobody as if it were not in the framework', () => {
    fc.assert(
      fc.property(anyGroup, (group) => {
        const people = group.b?.length ?? 0;
        const without = TREE.map((dimension) => ({
          ...dimension,
          criteria: dimension.criteria.filter(({ id }) => id !== 'b'),
        }));
        const notApplicable = { ...group, b: new Array<Answer>(people).fill('na') };
        expect(figures(profileOfGroup(TREE, notApplicable))).toEqual(
          near(figures(profileOfGroup(without, group))),
        );
      }),
    );
  });

  it('never goes down when an answer goes up', () => {
    fc.assert(
      fc.property(anyGroup, fc.constantFrom(...IDS), (group, id) => {
        const raised = {
          ...group,
          [id]: (group[id] ?? []).map((x) => (typeof x === 'number' ? Math.min(x + 1, LEVELS) : x)),
        };
        const before = figures(profileOfGroup(TREE, group));
        const after = figures(profileOfGroup(TREE, raised));
        expect(after.map((value) => value === null)).toEqual(before.map((value) => value === null));
        expect(after.filter((value, i) => (value ?? 0) < (before[i] ?? 0) - 1e-12)).toEqual([]);
      }),
    );
  });

  it('contains, within its bounds, the score of every way to fill what is not known', () => {
    fc.assert(
      fc.property(anyGroup, fc.infiniteStream(fc.integer({ min: 1, max: LEVELS })), (group, levels) => {
        const { lower, upper } = profileOfGroup(TREE, group);
        const filled = Object.fromEntries(
          Object.entries(group).map(([id, answers]) => [
            id,
            answers.map((answer) =>
              answer === null || answer === 'dk' ? (levels.next().value as number) : answer,
            ),
          ]),
        );
        const { score, coverage } = profileOfGroup(TREE, filled);
        expect(coverage).toEqual(lower === null ? null : closeTo(1));
        expect((score ?? 0) - (lower ?? 0)).toBeGreaterThanOrEqual(-1e-12);
        expect((upper ?? 0) - (score ?? 0)).toBeGreaterThanOrEqual(-1e-12);
      }),
    );
  });
});
