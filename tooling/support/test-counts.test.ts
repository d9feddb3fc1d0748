import { expect, test } from 'vitest';
import { countsOf, failuresIn, summaryLine, sumOf } from './test-counts.ts';

const file = (status: string, ...tests: string[]) => ({
  name: 'some.test.ts',
  status,
  assertionResults: tests.map((outcome) => ({
    status: outcome,
    fullName: `a rule that ${outcome}`,
    failureMessages: ['Expected 1\nReceived 2'],
  })),
});

test('tests are counted one by one, whatever their file', () => {
  const report = {
    testResults: [file('passed', 'passed', 'skipped', 'todo'), file('failed', 'failed', 'passed')],
  };
  expect(countsOf(report, 1)).toEqual({ passed: 2, failed: 1, skipped: 2 });
});

test('a file that fails before its tests is a failure', () => {
  expect(countsOf({ testResults: [file('passed', 'passed'), file('failed')] }, 1)).toEqual({
    passed: 1,
    failed: 1,
    skipped: 0,
  });
});

test('a run that ends badly is a failure even when every test passed', () => {
  expect(countsOf({ testResults: [file('passed', 'passed')] }, 1)).toEqual({
    passed: 1,
    failed: 1,
    skipped: 0,
  });
});

test('a run without a report is a failure', () => {
  expect(countsOf(null, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('what failed is named, with why', () => {
  const report = {
    testResults: [file('failed', 'passed', 'failed'), file('failed'), file('passed', 'passed')],
  };
  expect(failuresIn(report)).toEqual([
    'some.test.ts > a rule that failed\n  Expected 1\n  Received 2',
    'some.test.ts',
  ]);
});

test('the summary names what was skipped only when something was', () => {
  const counts = { passed: 12, failed: 0, skipped: 0 };
  expect(summaryLine(counts)).toBe('12 passed, 0 failed');
  expect(summaryLine(sumOf([counts, { passed: 1, failed: 2, skipped: 3 }]))).toBe(
    '13 passed, 2 failed, 3 skipped',
  );
});
