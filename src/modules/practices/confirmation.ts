/** What a mail asks of each practice: is it still true? */
export const confirmationAnswers = ['true', 'changed', 'ended'] as const;
export type ConfirmationAnswer = (typeof confirmationAnswers)[number];

export function isConfirmationAnswer(text: string): text is ConfirmationAnswer {
  return confirmationAnswers.some((answer) => answer === text);
}

/** Days before anyone is asked again of the same practice. */
export const askAgainDays = 60;
/** Days during which the link of a mail serves. */
export const confirmationDays = 60;
/** Practices asked about at once. */
export const mostAsked = 500;

/** Whom a practice is asked of, and by what they are known. */
export interface Recipient {
  email: string;
  /** Null for the contact of a practice, who has no account. */
  personId: string | null;
}

/**
 * One round of mails: each person gets one, with all that they are asked, in the order given.
 *
 * @returns by address, whatever its capitals
 */
export function groupedByRecipient<Asked>(
  asked: readonly (Recipient & { about: Asked })[],
): (Recipient & { about: Asked[] })[] {
  const groups = Map.groupBy(asked, ({ email }) => email.toLowerCase());
  return [...groups].map(([email, some]) => ({
    email,
    personId: some.find(({ personId }) => personId !== null)?.personId ?? null,
    about: some.map(({ about }) => about),
  }));
}
