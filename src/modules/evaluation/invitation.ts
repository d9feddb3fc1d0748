import { z } from 'zod';

/** Addresses of one paste; a larger list is sent in several times. */
export const mostAddresses = 500;
/** Links to hand out made at once. */
export const mostLinks = 200;

const emailShape = z.email().max(254);
const minutesPerDay = 24 * 60;
/** Days for which links stay readable after the announced end, so that a late reader is told what happened. */
const daysAfterClosing = 90;
/** Days for which a session without an announced end is expected to last. */
const usualDays = 180;

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

/**
 * For how many minutes an answer link made now can be read: until 90 days after the announced end of the session.
 * Answering stops with the session itself, whatever the link says.
 *
 * Example: made on 1 March for a session announced until 11 March → 10 + 90 days.
 */
export function linkMinutes(now: Date, closesOn: string | null): number {
  const days = closesOn
    ? (new Date(`${closesOn}T00:00:00Z`).getTime() - now.getTime()) / 86_400_000
    : usualDays;
  return Math.ceil((Math.max(0, days) + daysAfterClosing) * minutesPerDay);
}
