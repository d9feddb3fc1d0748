import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answer } from '#mathematics/answer.ts';
import type { College } from './evaluation.ts';
import { type Sheet, isAttributed, levelsApart, medianOfAll, workOutResult } from './result.ts';
import { smallFramework } from './testing/small-framework.ts';

const residents: College = { key: 'residents', name: 'Habitant·es', kind: 'anonymous', threshold: 5 };
const users: College = { key: 'users', name: 'Usager·ères', kind: 'anonymous', threshold: 5 };
const elected: College = { key: 'elected', name: 'Élu·es', kind: 'named', threshold: null };

type Given = Exclude<Answer, null>;

function sheet(collegeKey: string, answers: Record<string, Given>, more: Partial<Sheet> = {}): Sheet {
  return {
    respondentKey: 'k',
    collegeKey,
    subject: '1',
    signature: '',
    consented: false,
    answers,
    remarks: {},
    details: {},
    ...more,
  };
}

/** One sheet for each value, all on the criterion `meeting`. */
function onMeeting(collegeKey: string, values: Given[]): Sheet[] {
  return values.map((value) => sheet(collegeKey, { meeting: value }));
}

function resultOf(colleges: College[], sheets: Sheet[]) {
  return workOutResult({ colleges, content: smallFramework, sheets });
}

function verdictOn(sheets: Sheet[], colleges: College[] = [residents, users]) {
  return resultOf(colleges, sheets).criteria.find(({ id }) => id === 'meeting')?.verdict;
}

describe('how colleges stand towards each other', () => {
  test('they differ when an answer would have to move by a level on average', () => {
    expect(
      verdictOn([...onMeeting('residents', [4, 4, 4, 4, 4]), ...onMeeting('users', [3, 3, 3, 3, 3])]),
    ).toBe('differ');
  });

  test('they agree when they are closer and people of each are together', () => {
    expect(
      verdictOn([...onMeeting('residents', [4, 4, 4, 4, 4]), ...onMeeting('users', [4, 4, 4, 4, 3])]),
    ).toBe('agree');
  });

  test('they are divided when both are split alike: equal medians are no agreement', () => {
    const split: Given[] = [1, 1, 1, 5, 5, 5];
    expect(verdictOn([...onMeeting('residents', split), ...onMeeting('users', split)])).toBe('divided');
  });

  test('nothing is compared when one of two chose no level', () => {
    expect(
      verdictOn([
        ...onMeeting('residents', [1, 1, 1, 1, 1]),
        ...onMeeting('users', ['dk', 'dk', 'na', 'na', 'dk']),
      ]),
    ).toBe('not-compared');
  });

  test('the criteria on which they are farthest apart come first, those that cannot be compared last', () => {
    const sheets = [
      ...Array.from({ length: 5 }, () => sheet('residents', { help: 5, price: 3 })),
      ...Array.from({ length: 5 }, () => sheet('users', { help: 1, price: 3 })),
    ];
    const { criteria } = resultOf([residents, users], sheets);
    expect(criteria.map(({ id }) => id)).toEqual(['help', 'price', 'meeting']);
    const [first] = criteria;
    expect(first?.spread && levelsApart(first.spread, 5)).toBe(4);
  });
});

describe('who counts', () => {
  const signed = { signature: 'Une élue', consented: true };

  test('a sheet of a named college counts when it is signed and its signatory agrees to be named', () => {
    const result = resultOf([elected, residents], [sheet('elected', { price: 4 }, signed)]);
    expect(result.groups).toMatchObject([{ id: 'elected', kind: 'named', respondents: 1 }]);
    expect(result.signatories).toEqual({ elected: ['Une élue'] });
  });

  test.each([
    ['without consent', { signature: 'Une élue', consented: false }],
    ['without a signature', { signature: '', consented: true }],
  ])('%s it does not: neither its answers, nor its reasons, nor its name', (_, more) => {
    const remarks = { price: [{ kind: 'reason' as const, text: 'trop cher' }] };
    const result = resultOf([elected, residents], [sheet('elected', { price: 1 }, { ...more, remarks })]);
    expect(isAttributed(more)).toBe(false);
    expect(result.groups).toEqual([]);
    expect(JSON.stringify(result)).not.toMatch(/trop cher|Une élue/);
  });

  test('a signed sheet that says nothing makes nobody a signatory', () => {
    expect(resultOf([elected, residents], [sheet('elected', {}, signed)]).signatories).toEqual({
      elected: [],
    });
  });

  test('small anonymous colleges are shown together, too few people not at all', () => {
    const together = resultOf(
      [residents, users],
      [...onMeeting('residents', [1, 2, 3]), ...onMeeting('users', [4, 5])],
    );
    expect(together.groups).toMatchObject([
      { id: 'others', colleges: ['residents', 'users'], respondents: 5 },
    ]);
    const few = resultOf([residents, users], onMeeting('residents', [1, 2, 3]));
    expect(few).toMatchObject({ groups: [], respondents: 0 });
    expect(few.withheld.map(({ reason }) => reason)).toEqual(['too-few-respondents', 'too-few-respondents']);
  });
});

describe('profiles', () => {
  test('there is one for each group and none of all together', () => {
    const sheets = [
      ...onMeeting('residents', [5, 5, 5, 5, 5]),
      sheet('elected', { meeting: 1 }, { signature: 'E', consented: true }),
    ];
    const { profiles } = resultOf([elected, residents], sheets);
    expect(Object.keys(profiles)).toEqual(['elected', 'residents']);
  });

  test('every criterion weighs the same in its dimension', () => {
    const sheets = Array.from({ length: 5 }, () => sheet('residents', { meeting: 5, help: 1, price: 3 }));
    const { profiles } = resultOf([residents, users], sheets);
    expect(profiles['residents']?.dimensions.map(({ score }) => score)).toEqual([0.5, 0.5]);
  });

  test('the middle of all shown answers is that of the groups shown', () => {
    const result = resultOf(
      [residents, users],
      [...onMeeting('residents', [2, 2, 2, 4, 4]), ...onMeeting('users', [4])],
    );
    expect(medianOfAll(result, 'meeting')).toBe(3);
    expect(medianOfAll(result, 'price')).toBeNull();
  });
});

describe('laws', () => {
  const answer = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constantFrom('na' as const, 'dk' as const));
  const anySheet = fc.record({
    collegeKey: fc.constantFrom('elected', 'residents', 'users'),
    subject: fc.constant('1'),
    signature: fc.constantFrom('', 'Une élue', 'Un maire'),
    consented: fc.boolean(),
    answers: fc.dictionary(fc.constantFrom('meeting', 'help', 'price'), answer),
    respondentKey: fc.uuid(),
    remarks: fc.constant({}),
    details: fc.constant({}),
  });

  test('no anonymous group is smaller than its threshold, and no respondent key is in the result', () => {
    fc.assert(
      fc.property(fc.array(anySheet, { maxLength: 20 }), (sheets) => {
        const result = resultOf([elected, residents, users], sheets);
        for (const group of result.groups)
          expect(group.respondents).toBeGreaterThanOrEqual(group.threshold ?? 1);
        const text = JSON.stringify(result);
        for (const { respondentKey } of sheets) expect(text).not.toContain(respondentKey);
      }),
    );
  });

  test('the result does not depend on the order in which sheets came', () => {
    fc.assert(
      fc.property(fc.array(anySheet, { maxLength: 20 }), (sheets) => {
        const colleges = [elected, residents, users];
        expect(resultOf(colleges, sheets.toReversed())).toEqual(resultOf(colleges, sheets));
      }),
    );
  });
});
