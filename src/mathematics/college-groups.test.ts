import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupColleges, OTHERS, type CountedCollege } from './college-groups.ts';

function anonymous(id: string, respondents: number, threshold = 5): CountedCollege {
  return { id, kind: 'anonymous', threshold, respondents };
}

function named(id: string, respondents: number): CountedCollege {
  return { id, kind: 'named', respondents };
}

/** Who is shown together, with how many. */
function shown(colleges: readonly CountedCollege[]): [string, number][] {
  return groupColleges(colleges).groups.map((group) => [group.colleges.join(' + '), group.respondents]);
}

const anyColleges = fc
  .array(fc.record({ respondents: fc.nat(9), kind: fc.constantFrom('named', 3, 5) }), { maxLength: 6 })
  .map((list) =>
    list.map(({ respondents, kind }, i) =>
      kind === 'named' ? named(`c${i}`, respondents) : anonymous(`c${i}`, respondents, Number(kind)),
    ),
  );

describe('groupColleges', () => {
  it('shows colleges of five or more apart', () => {
    const { groups, withheld } = groupColleges([anonymous('residents', 12), anonymous('users', 5)]);
    expect(groups.map(({ id, kind, threshold }) => [id, kind, threshold])).toEqual([
      ['residents', 'anonymous', 5],
      ['users', 'anonymous', 5],
    ]);
    expect(withheld).toEqual([]);
  });

  it('merges small colleges into others', () => {
    const colleges = [anonymous('residents', 12), anonymous('staff', 3), anonymous('users', 2)];
    expect(shown(colleges)).toEqual([
      ['residents', 12],
      ['staff + users', 5],
    ]);
    expect(groupColleges(colleges).groups.at(-1)).toMatchObject({ id: OTHERS, kind: 'others', threshold: 5 });
  });

  it('hides 3 and 7 out of 12, 7 and 3: the next smallest protects the small one', () => {
    expect(shown([anonymous('a', 12), anonymous('b', 7), anonymous('c', 3)])).toEqual([
      ['a', 12],
      ['b + c', 10],
    ]);
  });

  it('shows a lone small college only inside the other, whatever their order', () => {
    expect(shown([anonymous('a', 2), anonymous('b', 30)])).toEqual([['a + b', 32]]);
    expect(shown([anonymous('b', 30), anonymous('a', 2)])).toEqual([['b + a', 32]]);
  });

  it('chooses between two of the same size by id, not by order', () => {
    const sizes = [anonymous('c', 6), anonymous('b', 6), anonymous('a', 2)];
    expect(shown(sizes)).toEqual([
      ['c', 6],
      ['b + a', 8],
    ]);
    expect(shown(sizes.toReversed())).toEqual([
      ['c', 6],
      ['a + b', 8],
    ]);
  });

  it('shows nothing of anonymous colleges that are too few together, however they are spread', () => {
    const spreads = [
      [2, 2],
      [4, 0],
      [0, 0],
    ];
    for (const [a = 0, b = 0] of spreads) {
      expect(groupColleges([anonymous('a', a), anonymous('b', b), named('town', 1)])).toEqual({
        groups: [{ id: 'town', kind: 'named', colleges: ['town'], respondents: 1, threshold: null }],
        withheld: [
          { college: 'a', reason: 'too-few-respondents' },
          { college: 'b', reason: 'too-few-respondents' },
        ],
      });
    }
  });

  it('says which colleges nobody answered from, beside those that are shown', () => {
    const { withheld } = groupColleges([anonymous('a', 6), anonymous('b', 0), named('town', 0)]);
    expect(withheld).toEqual([
      { college: 'b', reason: 'nobody-answered' },
      { college: 'town', reason: 'nobody-answered' },
    ]);
  });

  it('holds every college in others to the highest threshold promised in it', () => {
    const colleges = [anonymous('a', 3, 3), anonymous('b', 1, 5), anonymous('c', 9, 5)];
    expect(shown(colleges)).toEqual([['a + b + c', 13]]);
    expect(shown([anonymous('a', 3, 3), anonymous('b', 6, 5)])).toEqual([
      ['a', 3],
      ['b', 6],
    ]);
  });

  it('refuses a threshold below 3, a doubled id and the reserved one', () => {
    for (const threshold of [2, 0, 3.5, Number.NaN]) {
      expect(() => groupColleges([anonymous('a', 9, threshold)])).toThrow(RangeError);
    }
    expect(() => groupColleges([named('a', 1), anonymous('a', 9)])).toThrow(RangeError);
    expect(() => groupColleges([named(OTHERS, 1)])).toThrow(RangeError);
  });

  it('keeps every promise: no shown group is smaller than the threshold of any college in it', () => {
    fc.assert(
      fc.property(anyColleges, (colleges) => {
        const promised = new Map(
          colleges.map((college) => [college.id, college.kind === 'anonymous' ? college.threshold : 1]),
        );
        const broken = groupColleges(colleges).groups.filter((group) =>
          group.colleges.some((id) => group.respondents < (promised.get(id) ?? Infinity)),
        );
        expect(broken).toEqual([]);
      }),
    );
  });

  it('puts every college in one place: in one group, or withheld with a reason', () => {
    fc.assert(
      fc.property(anyColleges, (colleges) => {
        const { groups, withheld } = groupColleges(colleges);
        const places = [
          ...groups.flatMap((group) => group.colleges),
          ...withheld.map(({ college }) => college),
        ];
        expect(places.toSorted()).toEqual(colleges.map(({ id }) => id).toSorted());
        const respondents = new Map(colleges.map((college) => [college.id, college.respondents]));
        for (const group of groups) {
          const sizes = group.colleges.map((id) => respondents.get(id) ?? Number.NaN);
          expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(group.respondents);
        }
      }),
    );
  });

  it('always shows named colleges that answered, and never merges them', () => {
    fc.assert(
      fc.property(anyColleges, (colleges) => {
        const { groups } = groupColleges(colleges);
        const answering = colleges.filter(({ kind, respondents }) => kind === 'named' && respondents > 0);
        const shownNamed = groups.filter(({ kind }) => kind === 'named').map((group) => group.colleges);
        expect(shownNamed).toEqual(answering.map(({ id }) => [id]));
      }),
    );
  });

  it('does not depend on the order of colleges', () => {
    fc.assert(
      fc.property(anyColleges, (colleges) => {
        const sets = (list: readonly CountedCollege[]) =>
          groupColleges(list)
            .groups.map((group) => group.colleges.toSorted().join(' + '))
            .toSorted();
        expect(sets(colleges.toReversed())).toEqual(sets(colleges));
      }),
    );
  });

  it('merges no college that it need not: without the last one joined, others would be too few', () => {
    fc.assert(
      fc.property(anyColleges, (colleges) => {
        const others = groupColleges(colleges).groups.find(({ kind }) => kind === 'others');
        const members = colleges.filter(({ id }) => others?.colleges.includes(id));
        const large = members.filter(
          (college) => college.kind === 'anonymous' && college.respondents >= college.threshold,
        );
        const largest = Math.max(0, ...large.map(({ respondents }) => respondents));
        const rest = (others?.respondents ?? 0) - largest;
        expect(large.length === 0 || rest < (others?.threshold ?? 0)).toBe(true);
      }),
    );
  });
});
