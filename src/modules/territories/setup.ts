/** What a new territory has to settle, in the order in which it is proposed. */
export const setupSteps = ['identity', 'communes', 'colours', 'sections', 'mail'] as const;
export type SetupStep = (typeof setupSteps)[number];

/** The step that follows, done or not; undefined after the last one. */
export function stepAfter(step: SetupStep): SetupStep | undefined {
  return setupSteps[setupSteps.indexOf(step) + 1];
}
