import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from './answer.ts';
import type { College } from './college-groups.ts';
import { disclose, shownColleges, shownDistributions, type Disclosure, type Sheet } from './disclosure.ts';
import {
  answeredIn,
  askedIn,
  distributionOf,
  sumOfDistributions,
  type Distribution,
} from './distribution.ts';
import { profileOf } from './profile.ts';
import { mostDivergentFirst } from './spread.ts';

const LEVELS = 5;
const QUESTIONS = ['q1', 'q2'].map((id) => ({ id, levels: LEVELS }));
type Session = { colleges: College[]; questions: typeof QUESTIONS; sheets: Sheet[] };

const residents: College = { id: 'residents', kind: 'anonymous', threshold: 5 };
const staff: College = { id: 'staff', kind: 'anonymous', threshold: 5 };
const town: College = { id: 'town', kind: 'named' };

/** One sheet an answer to q1, in one college. */
function sheetsOf({ id }: College, ...answers: Answer[]): Sheet[] {
  return answers.map((q1, i) => ({ respondent: `${id} ${i}`, college: id, answers: { q1 }, remarks: {} }));
}

function sessionOf(colleges: College[], ...sheets: Sheet[][]): Session {
  return { colleges, questions: QUESTIONS, sheets: sheets.flat() };
}

function cell(disclosure: Disclosure, group: string, question = 'q1') {
  return disclosure.groups.find(({ id }) => id === group)?.cells[question];
}

describe('disclose', () => {
  it('shows a large anonymous college, and a named one of one person, with their total', () => {
    const answers: Answer[] = [1, 2, 2, 'dk', 'na', null, 5];
    const disclosure = disclose(
      sessionOf([residents, town], sheetsOf(residents, ...answers), sheetsOf(town, 4)),
    );
    expect(disclosure.respondents).toBe(7);
    const ofResidents = distributionOf([1, 2, 2, 'dk', 'na', 5], LEVELS);
    expect(cell(disclosure, 'residents')).toEqual({ shown: true, distribution: ofResidents, remarks: [] });
    expect(cell(disclosure, 'town')).toMatchObject({ distribution: distributionOf([4], LEVELS) });
    expect(disclosure.totals.q1).toEqual(distributionOf([1, 2, 2, 'dk', 'na', 5, 4], LEVELS));
  });

  it('shows nothing of a criterion that fewer than the threshold answered, and leaves it out of the total', () => {
    const disclosure = disclose(
      sessionOf([residents, town], sheetsOf(residents, 1, 1, 1, 1, 1), [
        { respondent: 'mayor', college: 'town', answers: { q1: 5, q2: 3 }, remarks: {} },
      ]),
    );
    expect(cell(disclosure, 'residents', 'q2')).toEqual({ shown: false, reason: 'too-few-answers' });
    expect(disclosure.totals.q2).toEqual(distributionOf([3], LEVELS));
  });

  it('has no total at all where no group is shown', () => {
    const disclosure = disclose(sessionOf([residents], sheetsOf(residents, 1, 1, 1, 1, 1)));
    expect(disclosure.totals.q2).toBeNull();
  });

  it('merges a small college into others, whose total does not give it away', () => {
    const disclosure = disclose(
      sessionOf([residents, staff], sheetsOf(residents, 5, 5, 5, 5, 5, 5), sheetsOf(staff, 1, 1)),
    );
    expect(disclosure.groups).toHaveLength(1);
    expect(disclosure.groups[0]).toMatchObject({
      id: 'others',
      colleges: ['residents', 'staff'],
      respondents: 8,
    });
    expect(disclosure.totals.q1).toEqual(distributionOf([5, 5, 5, 5, 5, 5, 1, 1], LEVELS));
  });

  it('does not count sheets left blank: five sheets with four people are four', () => {
    const disclosure = disclose(
      sessionOf([residents, town], sheetsOf(residents, 1, 2, 3, 4, null), sheetsOf(town, 3)),
    );
    expect(disclosure.withheld).toEqual([{ college: 'residents', reason: 'too-few-respondents' }]);
    expect(disclosure.respondents).toBe(1);
  });

  it('counts someone who only wrote a remark as a respondent, but not as an answer', () => {
    const remarks = { q1: [{ kind: 'reason' as const, text: 'It depends.' }] };
    const silent = { respondent: 'r', college: 'residents', answers: {}, remarks };
    const four = disclose(sessionOf([residents], sheetsOf(residents, 1, 2, 3, 4), [silent]));
    expect(four.respondents).toBe(5);
    expect(cell(four, 'residents')).toEqual({ shown: false, reason: 'too-few-answers' });
  });

  it('shows the remarks of an anonymous group without author and in an order that links nothing', () => {
    const sheets = ['z', 'a', 'm', 'b', 'k'].map((text, i) => ({
      respondent: `r${i}`,
      college: 'residents',
      answers: { q1: 3, q2: i === 0 ? null : 3 },
      remarks: {
        q1: [
          { kind: 'evidence' as const, text },
          { kind: 'reason' as const, text },
        ],
        q2: [{ kind: 'reason' as const, text }],
      },
    }));
    const disclosure = disclose(sessionOf([residents], sheets));
    const shown = cell(disclosure, 'residents');
    expect(shown?.shown && shown.remarks.map(({ kind, text }) => `${kind} ${text}`)).toEqual(
      ['reason a', 'reason b', 'reason k', 'reason m', 'reason z'].concat([
        'evidence a',
        'evidence b',
        'evidence k',
        'evidence m',
        'evidence z',
      ]),
    );
    expect(shown?.shown && shown.remarks.every(({ respondent }) => respondent === null)).toBe(true);
    expect(cell(disclosure, 'residents', 'q2')).toEqual({ shown: false, reason: 'too-few-answers' });
  });

  it('attributes the remarks of a named college', () => {
    const remarks = { q1: [{ kind: 'reason' as const, text: 'The hall is free.' }] };
    const disclosure = disclose(
      sessionOf([town], [{ respondent: 'mayor', college: 'town', answers: { q1: 4 }, remarks }]),
    );
    expect(cell(disclosure, 'town')).toMatchObject({
      remarks: [{ kind: 'reason', text: 'The hall is free.', respondent: 'mayor' }],
    });
  });

  it('refuses a sheet of an unknown college', () => {
    expect(() => disclose(sessionOf([residents], sheetsOf(staff, 1)))).toThrow(RangeError);
  });

  it('gives profile and spread all they need', () => {
    const { groups } = disclose(
      sessionOf([residents, town], sheetsOf(residents, 4, 4, 5, 5, 5), sheetsOf(town, 2)),
    );
    const criteria = QUESTIONS.map(({ id }) => ({ id, colleges: shownColleges(groups, id) }));
    const [first, last] = mostDivergentFirst(criteria);
    expect(first).toMatchObject({
      id: 'q1',
      spread: { widest: { between: ['residents', 'town'], distance: 0.65 } },
    });
    expect(last).toMatchObject({ id: 'q2', spread: null });
    const tree = [{ id: 'all', weight: 1, criteria: QUESTIONS.map(({ id }) => ({ id, weight: 1 })) }];
    const [ofResidents] = groups.map((group) => profileOf(tree, shownDistributions(group)));
    expect(ofResidents).toMatchObject({
      coverage: 0.5,
      lower: 0.45,
      score: 0.9,
      completion: { answered: 5, asked: 5 },
    });
  });
});

/** Sessions with named and anonymous colleges of every size around the thresholds, and holes in the answers. */
const anyLevel = fc.integer({ min: 1, max: LEVELS });
const anySheet = fc.record({
  q1: fc.oneof(
    { weight: 4, arbitrary: anyLevel },
    { weight: 1, arbitrary: fc.constantFrom<Answer>('na', 'dk', null) },
  ),
  q2: fc.oneof<fc.Arbitrary<Answer>[]>(anyLevel, fc.constant(null)),
  remark: fc.option(fc.constantFrom('yes', 'no', 'perhaps')),
});
const anySession: fc.Arbitrary<Session> = fc
  .array(fc.record({ kind: fc.constantFrom('named', 3, 5), sheets: fc.array(anySheet, { maxLength: 9 }) }), {
    maxLength: 5,
  })
  .map((colleges) => ({
    questions: QUESTIONS,
    colleges: colleges.map(({ kind }, c) => collegeOf(`c${c}`, kind)),
    sheets: colleges.flatMap(({ sheets }, c) =>
      sheets.map(({ q1, q2, remark }, i): Sheet => {
        const remarks: Sheet['remarks'] = remark === null ? {} : { q1: [{ kind: 'reason', text: remark }] };
        return { respondent: `c${c} ${i}`, college: `c${c}`, answers: { q1, q2 }, remarks };
      }),
    ),
  }));

function collegeOf(id: string, kind: string | number): College {
  return kind === 'named' ? { id, kind } : { id, kind: 'anonymous', threshold: Number(kind) };
}

function groupOf(disclosure: Disclosure, college: string) {
  return disclosure.groups.find(({ colleges }) => colleges.includes(college));
}

/** The same session with every sheet changed that `change` changes. */
function withSheets(session: Session, change: (sheet: Sheet) => Sheet): Session {
  return { ...session, sheets: session.sheets.map(change) };
}

describe('laws of disclosure: what is hidden cannot be told from what is shown', () => {
  it('keeps the promised number in every cell and every group of an anonymous college', () => {
    fc.assert(
      fc.property(anySession, (session) => {
        const { groups } = disclose(session);
        for (const { threshold, respondents, cells } of groups) {
          expect(respondents).toBeGreaterThanOrEqual(threshold ?? 1);
          for (const shown of Object.values(cells)) {
            const distribution = shown.shown ? shown.distribution : null;
            expect(distribution ? answeredIn(distribution) : Infinity).toBeGreaterThanOrEqual(threshold ?? 0);
            expect(distribution ? askedIn(distribution) : respondents).toBe(respondents);
          }
        }
      }),
    );
  });

  it('makes every total the sum of what is shown beside it', () => {
    fc.assert(
      fc.property(anySession, (session) => {
        const { groups, totals, respondents } = disclose(session);
        for (const { id } of QUESTIONS) {
          expect(totals[id]).toEqual(
            sumOfDistributions(shownColleges(groups, id).map(({ distribution }) => distribution)),
          );
        }
        expect(respondents).toBe(groups.reduce((sum, group) => sum + group.respondents, 0));
      }),
    );
  });

  it('says the same when withheld respondents had never answered', () => {
    fc.assert(
      fc.property(anySession, (session) => {
        const disclosure = disclose(session);
        const sheets = session.sheets.filter(({ college }) => groupOf(disclosure, college));
        expect(disclose({ ...session, sheets })).toEqual(disclosure);
      }),
    );
  });

  it('says the same whatever the levels and the remarks in a cell that is not shown', () => {
    fc.assert(
      fc.property(anySession, fc.constantFrom('q1', 'q2'), (session, question) => {
        const disclosure = disclose(session);
        const changed = withSheets(session, (sheet) => {
          const answer = sheet.answers[question] ?? null;
          if (groupOf(disclosure, sheet.college)?.cells[question]?.shown !== false || answer === null)
            return sheet;
          const remarks = {
            ...sheet.remarks,
            [question]: [{ kind: 'reason' as const, text: 'something else' }],
          };
          return { ...sheet, answers: { ...sheet.answers, [question]: answer === 1 ? 5 : 1 }, remarks };
        });
        expect(disclose(changed)).toEqual(disclosure);
      }),
    );
  });

  it('says the same when the people of an anonymous group exchange their answers, criterion by criterion', () => {
    fc.assert(
      fc.property(anySession, fc.constantFrom('q1', 'q2'), (session, question) => {
        const disclosure = disclose(session);
        const anonymous = (sheet: Sheet) => groupOf(disclosure, sheet.college)?.threshold !== null;
        const answered = (sheet: Sheet) => (sheet.answers[question] ?? null) !== null;
        const exchanged = withSheets(session, (sheet) => {
          if (!anonymous(sheet) || !answered(sheet)) return sheet;
          const group = groupOf(disclosure, sheet.college);
          const peers = session.sheets.filter(
            (other) => answered(other) && groupOf(disclosure, other.college) === group,
          );
          const next = peers[(peers.indexOf(sheet) + 1) % peers.length];
          return { ...sheet, answers: { ...sheet.answers, [question]: next?.answers[question] ?? null } };
        });
        expect(disclose(exchanged)).toEqual(disclosure);
      }),
    );
  });

  it('names no anonymous respondent anywhere', () => {
    fc.assert(
      fc.property(anySession, (session) => {
        const text = JSON.stringify(disclose(session));
        const kinds = new Map(session.colleges.map(({ id, kind }) => [id, kind]));
        const anonymous = session.sheets.filter(({ college }) => kinds.get(college) === 'anonymous');
        expect(anonymous.filter(({ respondent }) => text.includes(`"${respondent}"`))).toEqual([]);
      }),
    );
  });

  it('does not depend on the order of sheets', () => {
    fc.assert(
      fc.property(anySession, (session) => {
        const anonymousOnly = { ...session, colleges: session.colleges.map(({ id }) => collegeOf(id, 5)) };
        const turned = { ...anonymousOnly, sheets: anonymousOnly.sheets.toReversed() };
        expect(disclose(turned)).toEqual(disclose(anonymousOnly));
      }),
    );
  });
});

/** A page: for one criterion, the distributions of some groups and a total. */
type Page = { named: Distribution[]; anonymous: Distribution[]; total: Distribution | null };

/**
 * The attack: take the named answers, which everybody knows, out of the total; then every choice of shown anonymous
 * groups. What remains is the exact distribution of some people; it is a find when they are 1 to `fewer` − 1.
 */
function attack(page: Page, fewer: number): Distribution[] {
  if (!page.total) return [];
  const unnamed = page.named.reduce(minus, page.total);
  const choices = page.anonymous.reduce<Distribution[]>(
    (remainders, group) => [...remainders, ...remainders.map((remainder) => minus(remainder, group))],
    [unnamed],
  );
  return [...choices, ...page.anonymous].filter((found) => {
    const people = answeredIn(found);
    return people > 0 && people < fewer && found.counts.every((count) => count >= 0);
  });
}

function minus(a: Distribution, b: Distribution): Distribution {
  return {
    counts: a.counts.map((count, i) => count - (b.counts[i] ?? 0)),
    notApplicable: a.notApplicable - b.notApplicable,
    dontKnow: a.dontKnow - b.dontKnow,
    notAnswered: a.notAnswered - b.notAnswered,
  };
}

function pageOf(disclosure: Disclosure, question: string): Page {
  const distributions = (named: boolean) =>
    shownColleges(
      disclosure.groups.filter(({ kind }) => (kind === 'named') === named),
      question,
    ).map(({ distribution }) => distribution);
  return {
    named: distributions(true),
    anonymous: distributions(false),
    total: disclosure.totals[question] ?? null,
  };
}

/** The control: colleges that are too small are left out, but the total counts everybody. */
function carelessPageOf(session: Session, question: string): Page {
  const of = (kept: (college: College) => boolean) =>
    session.colleges.filter(kept).map(({ id }) => {
      const answers = session.sheets.filter(({ college }) => college === id);
      return distributionOf(
        answers.map((sheet) => sheet.answers[question] ?? null),
        LEVELS,
      );
    });
  return {
    named: of(({ kind }) => kind === 'named'),
    anonymous: of(({ kind }) => kind === 'anonymous').filter((group) => answeredIn(group) >= 3),
    total: sumOfDistributions(of(() => true)),
  };
}

describe('the subtraction attack', () => {
  it('finds the two people whom a careless page leaves out, and nobody once disclosed', () => {
    const secret: Answer[] = [1, 2];
    const session = sessionOf(
      [residents, staff, town],
      sheetsOf(residents, 5, 4, 4, 5, 3, 3),
      sheetsOf(staff, ...secret),
      sheetsOf(town, 3),
    );
    expect(attack(carelessPageOf(session, 'q1'), 5)).toContainEqual(distributionOf(secret, LEVELS));
    expect(attack(pageOf(disclose(session), 'q1'), 5)).toEqual([]);
  });

  it('finds on a careless page whichever college is the only small one', () => {
    const anyLevels = fc.array(fc.integer({ min: 1, max: LEVELS }), { minLength: 5, maxLength: 9 });
    const oneOrTwo = fc.array(fc.integer({ min: 1, max: LEVELS }), { minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(anyLevels, oneOrTwo, anyLevels, (many, few, known) => {
        const session = sessionOf(
          [residents, staff, town],
          sheetsOf(residents, ...many),
          sheetsOf(staff, ...few),
          sheetsOf(town, ...known),
        );
        expect(attack(carelessPageOf(session, 'q1'), 5)).toContainEqual(distributionOf(few, LEVELS));
        expect(attack(pageOf(disclose(session), 'q1'), 5)).toEqual([]);
      }),
    );
  });

  it('never finds fewer people than the lowest threshold promised, in any session, on any criterion', () => {
    fc.assert(
      fc.property(anySession, fc.constantFrom('q1', 'q2'), (session, question) => {
        const thresholds = session.colleges.map((college) =>
          college.kind === 'anonymous' ? college.threshold : 5,
        );
        const disclosure = disclose(session);
        expect(attack(pageOf(disclosure, question), Math.min(...thresholds))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
