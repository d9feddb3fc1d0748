import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ActionStatus, actionShape, isLate, lastDayOf } from './action.ts';

const action = { title: 'Prêter la remorque', who: 'Services techniques', due: '2027-01' };
const fieldsRefused = (change: object) => {
  const read = actionShape.safeParse({ ...action, ...change });
  return read.success ? [] : read.error.issues.map((issue) => issue.path[0]);
};

describe('an action', () => {
  test('needs a title, who and for when; it is planned unless told', () => {
    expect(actionShape.parse(action)).toEqual({ ...action, what: '', status: 'planned', progress: '' });
    expect(fieldsRefused({ title: ' ', who: '', due: '' })).toEqual(['title', 'who', 'due']);
  });

  test.each([
    ['title', 'x'.repeat(10_000)],
    ['who', 'x'.repeat(10_000)],
    ['who', 'Camille, camille@exemple.test'],
    ['due', 'bientôt'],
    ['due', '1850-01-01'],
    ['due', 'x'.repeat(10_000)],
    ['what', 'x'.repeat(100_001)],
    ['progress', 'x'.repeat(10_000)],
    ['status', 'almost'],
  ])('is refused for its %s', (field, value) => {
    expect(fieldsRefused({ [field]: value })).toEqual([field]);
  });

  test('may be for someone who is “@” nothing', () => {
    expect(fieldsRefused({ who: 'Le groupe @ vélo' })).toEqual([]);
  });
});

test('what the database cannot keep is left out; a title stays on one line, a text keeps its lines', () => {
  const read = actionShape.parse({
    ...action,
    title: ' Un\nseul\0 ',
    what: 'a\0b\n\nc',
    progress: ' Oui\n\uD800 ',
  });
  expect(read).toMatchObject({ title: 'Un seul', what: 'ab\n\nc', progress: 'Oui\n\uFFFD' });
});

describe('a date due', () => {
  test.each([
    ['2027', '2027-12-31'],
    ['2027-02', '2027-02-31'],
    ['2027-02-28', '2027-02-28'],
  ])('%s ends on %s', (due, last) => {
    expect(lastDayOf(due)).toBe(last);
  });

  test('is kept until its last day is past', () => {
    expect(isLate({ status: 'planned', due: '2027' }, '2027-12-31')).toBe(false);
    expect(isLate({ status: 'planned', due: '2027' }, '2028-01-01')).toBe(true);
    expect(isLate({ status: 'under-way', due: '2027-01-30' }, '2027-01-31')).toBe(true);
  });

  test('is never late once the action is done or dropped', () => {
    const finished = fc.constantFrom<ActionStatus>('done', 'dropped');
    const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(finished, day, day, (status, due, today) => {
        const [one, other] = [due, today].map((date) => date.toISOString().slice(0, 10));
        expect(isLate({ status, due: one ?? '' }, other ?? '')).toBe(false);
      }),
    );
  });
});
