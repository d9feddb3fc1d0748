import { z } from 'zod';
import { limitedText } from '#kernel/field-problems.ts';
import { storableLine, storableText } from '#kernel/storable-text.ts';
import type { PracticeContact } from './practice.ts';

/** What the person concerned chose; `none` before they answer, which is the same as `private` to everyone else. */
export type ContactChoice = 'none' | 'public' | 'private';

/** What their mail lets them choose. */
export const contactAnswers = ['public', 'private', 'delete'] as const;
export type ContactAnswer = (typeof contactAnswers)[number];

export function isContactAnswer(text: string): text is ContactAnswer {
  return contactAnswers.some((answer) => answer === text);
}

/** The person to reach for a practice, as facilitators see them. */
export interface KeptContact extends PracticeContact {
  choice: ContactChoice;
  /** When they were last asked. */
  askedAt: Date | null;
  answeredAt: Date | null;
  /** What they read when they chose. */
  words: string;
}

/** What everyone sees of someone who agreed: never their address, which a form writes to. */
export interface ShownContact {
  name: string;
  phone: string;
  canBeWritten: boolean;
}

const email = z.email().max(254);

/** An address that mail can be sent to, or nothing. */
const optionalEmail = z
  .string()
  .overwrite((text) => storableLine(text).toLowerCase())
  .refine((text) => text === '' || email.safeParse(text).success);

/** Contact details as a form gives them; all empty takes them away. */
export const contactShape = z.object({
  name: limitedText(200, storableLine),
  email: optionalEmail,
  phone: limitedText(50, storableLine),
});

/** Characters of a message. */
export const mostMessage = 3000;

/** A message to the person of a practice. */
export const messageShape = z.object({
  name: limitedText(100, storableLine).refine((text) => text !== ''),
  email: optionalEmail.refine((text) => text !== ''),
  message: limitedText(mostMessage, (text) => storableText(text).trim()).refine((text) => text !== ''),
});

export function shownContact(contact: KeptContact | undefined): ShownContact | null {
  if (contact?.choice !== 'public') return null;
  return { name: contact.name, phone: contact.phone, canBeWritten: contact.email !== '' };
}
