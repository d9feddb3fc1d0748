import { describe, expect, test } from 'vitest';
import { answeredAmong, readSheetChange } from './answer-form.ts';
import { smallFramework } from './testing/small-framework.ts';

const criteria = smallFramework.dimensions[0]?.criteria ?? [];

function read(values: Record<string, string>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.set(name, value);
  return readSheetChange(form, criteria);
}

describe('one step of the answer form', () => {
  test('keeps levels, “does not apply” and “I don’t know” apart', () => {
    expect(read({ 'answer-meeting': '4', 'answer-help': 'na' })).toMatchObject({
      ok: true,
      value: { answers: { meeting: 4, help: 'na' } },
    });
    expect(read({ 'answer-help': 'dk' })).toMatchObject({ value: { answers: { help: 'dk' } } });
  });

  test('leaves a criterion without a choice as it was', () => {
    expect(read({ 'answer-meeting': '1' })).toEqual({
      ok: true,
      value: { answers: { meeting: 1 }, remarks: {}, details: {} },
    });
  });

  test('takes a reason away only when the form had shown it', () => {
    expect(read({ 'reason-help': '' })).toMatchObject({ value: { remarks: {} } });
    expect(read({ 'reason-help': '', 'had-reason-help': '1' })).toMatchObject({
      value: { remarks: { help: [] } },
    });
    expect(read({ 'reason-help': ' parce que ' })).toMatchObject({
      value: { remarks: { help: [{ kind: 'reason', text: 'parce que' }] } },
    });
  });

  test.each([['0'], ['6'], ['3.5'], ['-1'], ['oui'], ['4 '], ['999999']])(
    'refuses %j as an answer, and names the control',
    (value) => {
      expect(read({ 'answer-meeting': value, 'answer-help': '2' })).toEqual({
        ok: false,
        error: { code: 'answers-invalid', problems: [{ field: 'answer-meeting' }] },
      });
    },
  );

  test('refuses a reason of 2,001 characters, and says by how many it is too long', () => {
    expect(read({ 'reason-help': 'a'.repeat(2001) })).toMatchObject({
      error: { problems: [{ field: 'reason-help', tooLong: { excess: 1, max: 2000 } }] },
    });
    expect(read({ 'reason-help': 'a'.repeat(2000) })).toMatchObject({ ok: true });
  });

  test('ignores criteria of other steps', () => {
    expect(read({ 'answer-price': '3' })).toMatchObject({ value: { answers: {} } });
  });
});

test('an answer is a level, “does not apply” or “I don’t know”; silence is none', () => {
  expect(answeredAmong(criteria, {})).toBe(0);
  expect(answeredAmong(criteria, { meeting: 'dk', price: 3 })).toBe(1);
  expect(answeredAmong(criteria, { meeting: 'na', help: 1 })).toBe(2);
});
