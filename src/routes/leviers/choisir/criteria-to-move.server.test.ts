import { describe, expect, test } from 'vitest';
import type { Distribution } from '#mathematics/distribution.ts';
import type { CriterionResult, EvaluationResult, Verdict } from '#modules/evaluation/index.ts';
import { readShippedFramework } from '#modules/framework/index.server.ts';
import { criteriaToMove } from './criteria-to-move.ts';

const content = readShippedFramework();
const [one = '', two = '', three = '', ...others] = content.dimensions.flatMap(({ criteria }) =>
  criteria.map(({ id }) => id),
);

const at = (...counts: number[]): Distribution => ({ counts, notApplicable: 0, dontKnow: 0, notAnswered: 0 });

function result(criteria: [string, Verdict, Distribution | null][]): EvaluationResult {
  return {
    groups: [],
    withheld: [],
    respondents: 0,
    profiles: {},
    signatories: {},
    criteria: criteria.map(([id, verdict]): CriterionResult => ({ id, verdict, spread: null })),
    totals: Object.fromEntries(criteria.map(([id, , distribution]) => [id, distribution])),
  };
}

describe('the criteria an evaluation invites to work on', () => {
  test('are those on which views differ first, then divided ones, then those agreed to be fragile', () => {
    const found = criteriaToMove(
      result([
        [three, 'agree', at(3, 1, 0, 0, 0)],
        [one, 'divided', at(2, 0, 0, 0, 2)],
        [two, 'differ', at(1, 0, 0, 0, 3)],
      ]),
      content,
    );
    expect(found).toEqual([
      { id: two, why: 'differ' },
      { id: one, why: 'divided' },
      { id: three, why: 'low' },
    ]);
  });

  test.each([
    ['half of the answers under the middle', at(0, 2, 2, 0, 0), ['low']],
    ['a middle answer in the middle', at(1, 0, 2, 0, 1), []],
    ['no answer that may be shown', null, []],
  ])('hold a criterion agreed on only when it is fragile: %s', (_, distribution, why) => {
    expect(criteriaToMove(result([[one, 'agree', distribution]]), content).map((found) => found.why)).toEqual(
      why,
    );
  });

  test('are six at most', () => {
    const many = [one, two, three, ...others].map((id): [string, Verdict, null] => [id, 'differ', null]);
    const found = criteriaToMove(result(many), content);
    expect(found.map(({ id }) => id)).toEqual(many.slice(0, 6).map(([id]) => id));
  });

  test('are none when people agree and nothing is fragile', () => {
    expect(criteriaToMove(result([[one, 'agree', at(0, 0, 0, 2, 2)]]), content)).toEqual([]);
  });
});
