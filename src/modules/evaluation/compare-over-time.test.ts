import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OTHERS } from '#mathematics/college-groups.ts';
import { type ComparedPassage, compareOverTime, samePassage } from './compare-over-time.ts';
import type { College } from './evaluation.ts';
import { type Sheet, workOutResult } from './result.ts';
import { smallFramework } from './testing/small-framework.ts';

const residents: College = { key: 'residents', name: 'Habitant·es', kind: 'anonymous', threshold: 5 };
const users: College = { key: 'users', name: 'Usager·ères', kind: 'anonymous', threshold: 5 };
const ids = ['meeting', 'help', 'price'];
const same = samePassage(ids);

function sheets(college: string, criterion: string, values: (number | 'dk')[], reason = ''): Sheet[] {
  return values.map((value) => ({
    respondentKey: 'k',
    subject: '1',
    collegeKey: college,
    signature: '',
    consented: false,
    answers: { [criterion]: value },
    details: {},
    remarks: reason ? { [criterion]: [{ kind: 'reason', text: reason }] } : {},
  }));
}

function seen(...given: Sheet[][]) {
  const result = workOutResult({
    colleges: [residents, users],
    content: smallFramework,
    sheets: given.flat(),
  });
  return { result, levels: new Map(ids.map((id) => [id, 5])) };
}

const every = (level: number, count = 5) => new Array<number>(count).fill(level);

describe('what changed', () => {
  test.each([
    ['higher', every(3), every(4), 1],
    ['lower', every(5), every(2), -3],
    ['both-ways', every(3, 6), [2, 2, 2, 4, 4, 4], 0],
    ['same', [3, 3, 3, 3, 4], [3, 3, 3, 4, 4], 0.2],
  ] as const)('a group is %s', (movement, before, after, shift) => {
    const { criteria } = compareOverTime(
      seen(sheets('residents', 'price', [...before])),
      seen(sheets('residents', 'price', [...after])),
      same,
    );
    expect(criteria).toHaveLength(1);
    expect(criteria[0]?.groups).toMatchObject([{ groupId: 'residents', movement }]);
    expect(criteria[0]?.groups[0]?.shift).toBeCloseTo(shift);
  });

  test('is told with the reasons of then and of now, what moved most first', () => {
    const { criteria } = compareOverTime(
      seen(sheets('residents', 'price', every(3), 'Cher'), sheets('users', 'help', every(1))),
      seen(sheets('residents', 'price', every(4), 'Moins cher'), sheets('users', 'help', every(5))),
      same,
    );
    expect(criteria.map(({ id }) => id)).toEqual(['help', 'price']);
    const { before, after } = criteria[1]?.groups[0]?.remarks ?? { before: [], after: [] };
    expect([before[0]?.text, after[0]?.text]).toEqual(['Cher', 'Moins cher']);
  });
});

describe('what cannot be compared is listed, with the reason', () => {
  test('a criterion asked otherwise, new, merged, gone, or shown only once', () => {
    const passage: ComparedPassage = {
      passage: {
        meeting: { from: ['meeting'], how: 'ask-again' },
        help: { from: ['help', 'old'], how: 'kept' },
        price: { from: ['price'], how: 'kept' },
      },
      dropped: [{ id: 'gone', reason: 'Personne ne savait répondre.' }],
    };
    const before = seen(sheets('residents', 'meeting', every(3)));
    const { criteria, criteriaApart } = compareOverTime(before, before, passage);
    expect(criteria).toEqual([]);
    expect(criteriaApart).toEqual([
      { id: 'meeting', of: 'now', why: 'asked-otherwise', reason: '' },
      { id: 'help', of: 'now', why: 'merged', reason: '' },
      { id: 'price', of: 'now', why: 'not-shown', reason: '' },
      { id: 'gone', of: 'then', why: 'dropped', reason: 'Personne ne savait répondre.' },
    ]);
    expect(compareOverTime(before, before, { passage: {}, dropped: [] }).criteriaApart[0]?.why).toBe('new');
  });

  test('levels of an adapted scale are put on the new one', () => {
    const before = seen(sheets('residents', 'price', [1, 2, 3, 4, 5]));
    const passage = { price: { from: ['price'], how: 'adapted' as const, levels: [1, 1, 3, 5, 5] } };
    const { criteria } = compareOverTime(before, before, { passage, dropped: [] });
    expect(criteria[0]).toMatchObject({ isConverted: true });
    expect(criteria[0]?.groups[0]?.before.counts).toEqual([2, 0, 1, 0, 2]);
  });

  test('a group is compared with itself only, made of the same colleges', () => {
    const apart = seen(sheets('residents', 'price', every(3)), sheets('users', 'price', every(3, 6)));
    const merged = seen(sheets('residents', 'price', every(3)), sheets('users', 'price', every(3, 2)));
    expect(merged.result.groups.map(({ id }) => id)).toEqual([OTHERS]);
    expect(compareOverTime(apart, merged, same)).toMatchObject({
      groupIds: [],
      groupsApart: [
        { groupId: OTHERS, why: 'only-now' },
        { groupId: 'residents', why: 'only-then' },
        { groupId: 'users', why: 'only-then' },
      ],
      criteria: [],
    });
  });
});

test('nothing of hidden people comes out: whatever they answered, the comparison is the same', () => {
  const level = fc.constantFrom<number | 'dk'>(1, 2, 3, 4, 5, 'dk');
  const few = fc.array(level, { minLength: 2, maxLength: 4 });
  fc.assert(
    fc.property(few, few, (some, others) => {
      const shown = seen(sheets('residents', 'price', every(3)));
      // Two criteria, so that a group is shown, but too few of it answered this one.
      const hiding = (answers: (number | 'dk')[]) =>
        seen(
          sheets('residents', 'price', answers),
          sheets('residents', 'help', every(3, 7 - answers.length)),
        );
      const size = Math.min(some.length, others.length);
      const [one, other] = [hiding(some.slice(0, size)), hiding(others.slice(0, size))];
      expect(compareOverTime(shown, one, same)).toEqual(compareOverTime(shown, other, same));
    }),
    { numRuns: 60 },
  );
});
