/** What was decided about two practices that may be the same: nothing yet, that it is for later, or that they are not. */
export const pairStates = ['open', 'later', 'distinct'] as const;
export type PairState = (typeof pairStates)[number];
