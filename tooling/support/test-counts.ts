/** How many checks or tests passed, failed and were left out. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export const onePassed: Counts = { passed: 1, failed: 0, skipped: 0 };
export const oneFailed: Counts = { passed: 0, failed: 1, skipped: 0 };
export const oneSkipped: Counts = { passed: 0, failed: 0, skipped: 1 };

/** The part of Vitest's JSON report that is read. */
export interface TestReport {
  testResults: {
    name: string;
    status: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
  }[];
}

/**
 * Counts the tests of a run. A file that fails outside of its tests (an import, a hook) counts as one failure, and
 * so does a run that ends badly although no test failed (an error nobody waited for).
 *
 * @param report Vitest's JSON report; null when the run ended before writing one
 */
export function countsOf(report: TestReport | null, exitCode: number): Counts {
  if (report === null) return oneFailed;
  const counts = sumOf(report.testResults.map(countsOfFile));
  return exitCode !== 0 && counts.failed === 0 ? sumOf([counts, oneFailed]) : counts;
}

/** Lines of each failure that the summary repeats. */
const linesOfWhy = 6;

/** What failed, by file: a test with the first lines of why, or the file alone when it failed outside of its tests. */
export function failuresIn(report: TestReport): string[] {
  return report.testResults.flatMap(({ name, status, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (status === 'failed' && failed.length === 0) return [name];
    return failed.map(({ fullName, failureMessages }) => {
      const why = failureMessages.join('\n').split('\n').slice(0, linesOfWhy);
      return [`${name} > ${fullName}`, ...why.map((line) => `  ${line}`)].join('\n');
    });
  });
}

function countsOfFile({ status, assertionResults }: TestReport['testResults'][number]): Counts {
  const passed = assertionResults.filter((test) => test.status === 'passed').length;
  const failed = assertionResults.filter((test) => test.status === 'failed').length;
  const skipped = assertionResults.length - passed - failed;
  return { passed, failed: status === 'failed' && failed === 0 ? 1 : failed, skipped };
}

export function sumOf(all: readonly Counts[]): Counts {
  return all.reduce(
    (sum, { passed, failed, skipped }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      skipped: sum.skipped + skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** The last line of a run, which scripts read: `12 passed, 0 failed`, and `, 1 skipped` when something was. */
export function summaryLine({ passed, failed, skipped }: Counts): string {
  const line = `${passed} passed, ${failed} failed`;
  return skipped > 0 ? `${line}, ${skipped} skipped` : line;
}
