import { z } from 'zod';
import type { Id } from '#kernel/ids.ts';
import type { EvaluationSession } from './evaluation.ts';
import type { Standing } from './result.ts';

/** Addresses of one paste; a larger list is sent in several times. */
export const mostAddresses = 500;
/** Cards to hand out made at once. */
export const mostCards = 200;

/** Days for which links stay readable after the session ended, so that a late reader is told what happened. */
const daysAfterEnd = 90;
/** Minutes between two mails asked for one person: whoever received nothing looks elsewhere first. */
export const minutesBetweenMails = 10;
/** Hours between two mails to everyone, so that nobody is reminded twice by two facilitators or two clicks. */
export const hoursBetweenReminders = 24;

const emailShape = z.email().max(254);

/**
 * The addresses in a pasted list, however people wrote it: one a line, or with commas or semicolons, bare or as
 * "Camille Martin <camille@exemple.org>". Each once, in lower case.
 *
 * @returns `refused`: what looks like nothing that can be written to, as it was typed
 */
export function readAddresses(pasted: string): { addresses: string[]; refused: string[] } {
  const entries = pasted.split(/[\n,;]/).flatMap(splitEntry);
  const addresses = new Set<string>();
  const refused = new Set<string>();
  for (const entry of entries) {
    const address = entry.toLowerCase();
    if (emailShape.safeParse(address).success) addresses.add(address);
    else refused.add(entry);
  }
  return { addresses: [...addresses], refused: [...refused] };
}

/** One named address, or several bare ones separated by spaces; words that surround an address are a name. */
function splitEntry(entry: string): string[] {
  const named = /<([^<>]*)>/.exec(entry);
  if (named) return [(named[1] ?? '').trim()];
  const words = entry.trim().split(/\s+/).filter(Boolean);
  const withAt = words.filter((word) => word.includes('@'));
  return withAt.length > 0 ? withAt : words.length > 0 ? [words.join(' ')] : [];
}

/** Whether a session ended more than 90 days ago: its links are then told to have expired. */
export function isLongOver(
  { closedAt, withdrawnAt }: Pick<EvaluationSession, 'closedAt' | 'withdrawnAt'>,
  now: Date,
): boolean {
  const end = withdrawnAt ?? closedAt;
  return end !== null && now.getTime() - end.getTime() > daysAfterEnd * 86_400_000;
}

/** An invitation sent by mail. */
export interface MailedInvitation {
  id: Id;
  email: string;
  mailedAt: Date;
  withdrawn: boolean;
  /** Null in an anonymous college: nobody may know. */
  standing: Standing | null;
}

/** Cards of a college that were made together. */
export interface CardBatch {
  madeAt: Date;
  count: number;
  withdrawn: boolean;
  /** How many were answered and signed; null in an anonymous college. */
  answered: number | null;
}
