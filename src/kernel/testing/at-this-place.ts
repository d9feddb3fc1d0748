/** What was started for the test files that run in this place of the test runner, one after the other. */
export function atThisPlace<Started>(started: readonly Started[]): Started {
  const place = Number(process.env['VITEST_POOL_ID']) - 1;
  const own = started[place];
  if (own === undefined) throw new Error(`Nothing was started for place ${place} of the test runner`);
  return own;
}
