import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answer } from '#mathematics/answer.ts';
import { type Choice, firstOf, prepareChoice, workOutChoice } from './choice.ts';
import { robustnessOf } from './choice-robustness.ts';
import { choiceOffers, readChoiceSettings, usualChoice } from './choice-settings.ts';
import type { College } from './evaluation.ts';
import { type Sheet, workOutResult } from './result.ts';
import { smallFramework } from './testing/small-framework.ts';

const named = (key: string): College => ({ key, name: key, kind: 'named', threshold: null });
const residents: College = { key: 'residents', name: 'residents', kind: 'anonymous', threshold: 5 };
const colleges = [named('elected'), named('users'), residents];

type Given = Record<string, readonly (readonly Answer[])[]>;

/** Each college's sheets on one option: for each person, the answers to meeting, help and price. */
function subject(key: string, given: Given) {
  const ids = ['meeting', 'help', 'price'];
  const sheets = Object.entries(given).flatMap(([collegeKey, people]) =>
    people.map((answers, person): Sheet => ({
      respondentKey: `${collegeKey} ${person}`,
      collegeKey,
      subject: key,
      signature: `Quelqu’un ${person}`,
      consented: true,
      answers: Object.fromEntries(
        ids.flatMap((id, j) => {
          const answer = answers[j] ?? null;
          return answer === null ? [] : [[id, answer]];
        }),
      ),
      remarks: {},
      details: {},
    })),
  );
  return { key, result: workOutResult({ colleges, content: smallFramework, sheets }) };
}

function choose(options: Given[], changes = {}, stated: Record<string, number>[] = []): Choice {
  const settings = { ...usualChoice, draws: 1000, ...changes };
  const subjects = options.map((given, place) => subject(String(place + 1), given));
  const prepared = prepareChoice(subjects, smallFramework, { stated, draws: settings.draws });
  return workOutChoice(
    prepared,
    settings,
    prepared.tasks.map((task) => task && robustnessOf(task)),
  );
}

const byElected = (...answers: Answer[]): Given => ({ elected: [answers] });
const levelsIn = (choice: Choice) =>
  choice.groups[0]?.levels.map(({ option, atLeast, atMost }) => [option, atLeast, atMost]);

describe('settings', () => {
  test('are read from the address, and as usual where they are not offered or contradict each other', () => {
    expect(readChoiceSettings(new URLSearchParams())).toEqual(usualChoice);
    const asked = new URLSearchParams('solide=5&majorite=75&tirages=1000000&poids=personnes&preference=x');
    expect(readChoiceSettings(asked)).toEqual({
      ...usualChoice,
      solid: 5,
      majority: 75,
      weights: 'people',
    });
    const contrary = 'solide=3&correct=4&veto-solide=1&veto-correct=2&indifference=1&preference=0.5';
    expect(readChoiceSettings(new URLSearchParams(contrary))).toEqual(usualChoice);
  });

  test('offer what is usual', () => {
    for (const [key, offers] of Object.entries(choiceOffers)) {
      expect(offers).toContain(usualChoice[key as keyof typeof choiceOffers]);
    }
  });
});

describe('levels', () => {
  test('need the majority of the weight and no veto; dimensions weigh the same', () => {
    // Meeting and help weigh a quarter each, price a half.
    expect(levelsIn(choose([byElected(4, 1, 4), byElected(5, 5, 3), byElected(4, 3, 4)]))).toEqual([
      // A veto on help stands against solid, and against fair: level 1.
      ['1', 'weak', 'weak'],
      ['2', 'fair', 'fair'],
      ['3', 'solid', 'solid'],
    ]);
  });

  test('lie as far apart as what is unknown allows; what does not apply gives its weight to the others', () => {
    const [unknown, without] = [byElected(4, 4, 'dk'), byElected('na', 4, 4)];
    expect(levelsIn(choose([unknown, without]))).toEqual([
      ['1', 'weak', 'solid'],
      ['2', 'solid', 'solid'],
    ]);
  });

  test('a group of which too few answered a criterion does not know', () => {
    const few = {
      residents: [
        [4, 4, 4],
        [4, 4],
        [4, 4],
        [4, 4],
        [4, 4],
      ] as Answer[][],
    };
    const [first] = choose([few, few]).groups[0]?.levels ?? [];
    expect(first).toMatchObject({ atLeast: 'weak', atMost: 'solid', unknown: [2] });
  });
});

describe('head to head', () => {
  test('says who is ahead, who is level and who cannot be compared', () => {
    const { standings } =
      choose([byElected(5, 5, 5), byElected(2, 2, 2), byElected(2, 2, 2)]).groups[0]?.headToHead ?? {};
    expect(standings).toEqual([
      ['level', 'ahead', 'ahead'],
      ['behind', 'level', 'level'],
      ['behind', 'level', 'level'],
    ]);
  });

  test('leaves out the criteria that are not known of every option', () => {
    const [group] = choose([byElected(5, 'dk', 5), byElected(2, 2, 2)]).groups;
    expect(group?.headToHead?.compared).toEqual([0, 2]);
    expect(group?.stability?.compared).toEqual([0, 2]);
    expect(group?.drawn).toEqual(['meeting', 'help', 'price']);
  });
});

describe('robustness', () => {
  test('is whole when an option is ahead whatever the weights, and open to weights otherwise', () => {
    const [sure] = choose([byElected(5, 5, 5), byElected(2, 2, 2)]).groups;
    expect(sure?.robustness.any).toMatchObject({ firmness: 'robust', leaders: [0] });
    const [mixed] = choose([byElected(5, 5, 1), byElected(1, 1, 5)]).groups;
    expect(mixed?.robustness.any?.firmness).toBe('often');
    const [same] = choose([byElected(3, 3, 3), byElected(3, 3, 3)]).groups;
    expect(same?.robustness.any).toMatchObject({ firmness: 'shared', leaders: [0, 1] });
  });

  test('takes people’s weights from five on, and says how many they are', () => {
    const options = [byElected(5, 5, 1), byElected(1, 1, 5)];
    const stated = { meeting: 1, help: 1, price: 8 };
    expect(
      choose(
        options,
        {},
        Array.from({ length: 4 }, () => stated),
      ),
    ).toMatchObject({ people: 0 });
    const choice = choose(
      options,
      { weights: 'people' },
      Array.from({ length: 5 }, () => stated),
    );
    expect(choice).toMatchObject({ people: 5, weights: [0.1, 0.1, 0.8] });
    expect(choice.groups[0]?.robustness.people).toMatchObject({ firmness: 'robust', leaders: [1] });
  });

  test('is not drawn on what does not apply to an option, nor on what nobody knows', () => {
    const [group] = choose([byElected('na', 4, 'dk'), byElected(5, 3, 'dk')]).groups;
    expect(group?.drawn).toEqual(['help']);
  });
});

describe('groups', () => {
  test('that choose otherwise are told first', () => {
    const options = [
      { elected: [[5, 5, 5]], users: [[1, 1, 1]] },
      { elected: [[2, 2, 2]], users: [[4, 4, 4]] },
    ] satisfies Given[];
    expect(choose(options).differing).toEqual({ first: true, levels: ['1', '2'] });
    expect(choose([options[0] ?? {}, options[0] ?? {}]).differing.first).toBe(false);
  });

  test('compare nothing on options that they are not shown on, made of the same colleges', () => {
    const five = Array.from({ length: 5 }, (): Answer[] => [3, 3, 3]);
    const choice = choose([
      { elected: [[3, 3, 3]], residents: five },
      { elected: [[3, 3, 3]], residents: five.slice(1) },
      { elected: [[3, 3, 3]] },
    ]);
    expect(choice.groups.map(({ groupId, options }) => [groupId, options])).toEqual([
      ['elected', ['1', '2', '3']],
    ]);
  });
});

const anyAnswer: fc.Arbitrary<Answer> = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 5 }) },
  { weight: 1, arbitrary: fc.constantFrom('na' as const, 'dk' as const) },
);
const anyOptions = fc.array(fc.tuple(anyAnswer, anyAnswer, anyAnswer), { minLength: 2, maxLength: 4 });

test('laws: the order of options, a clone and the scale of weights change nothing', () => {
  fc.assert(
    fc.property(anyOptions, fc.integer({ min: 1, max: 50 }), (answers, scale) => {
      const options = answers.map((one) => byElected(...one));
      const stated = [1, 2, 3, 4, 5].map((n) => ({ meeting: n, help: 2, price: 6 - n }));
      const scaled = stated.map(({ meeting, help, price }) => ({
        meeting: meeting * scale,
        help: help * scale,
        price: price * scale,
      }));
      const settings = { weights: 'people', draws: 60 };
      const choice = choose(options, settings, stated);
      expect(choose(options, settings, scaled).groups[0]?.levels).toEqual(choice.groups[0]?.levels);
      const levels = choice.groups[0]?.levels.map(({ atLeast, atMost }) => [atLeast, atMost]);
      const turned = choose(options.toReversed(), settings, stated).groups[0];
      expect(turned?.levels.map(({ atLeast, atMost }) => [atLeast, atMost]).toReversed()).toEqual(levels);
      expect(turned?.headToHead?.standings.map((row) => row.toReversed()).toReversed()).toEqual(
        choice.groups[0]?.headToHead?.standings,
      );
      const [first = {}] = options;
      const cloned = choose([...options, first], settings, stated).groups[0];
      expect(cloned?.levels.slice(0, -1)).toEqual(choice.groups[0]?.levels);
      expect(cloned?.headToHead?.standings[0]?.at(-1)).toBe(cloned?.headToHead ? 'level' : undefined);
      const known = answers.every((row) => row.every((answer) => typeof answer === 'number'));
      // What nobody knows is drawn for each option apart, clone or not.
      if (known && cloned) {
        const firsts = choice.groups[0] ? firstOf(choice.groups[0]) : [];
        expect(firstOf(cloned).filter((key) => firsts.includes(key))).toEqual(firsts);
      }
    }),
    { numRuns: 60 },
  );
});
