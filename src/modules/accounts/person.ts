import { z } from 'zod';
import type { Role } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { storableLine } from '#kernel/storable-text.ts';

/** Someone who has proved an e-mail address. The address itself is never part of what others see. */
export interface Person {
  id: Id;
  /** The name they chose to be seen under; empty until they choose one. */
  name: string;
}

/** The signed-in person as they see themselves. */
export interface CurrentPerson extends Person {
  email: string;
  role: Role;
}

/** The name under which others see someone: one line of plain text. */
export const nameShape = z.string().overwrite(storableLine).min(1).max(100);

/** An address that mail can be sent to (RFC 5321: 254 characters at most). */
export const emailShape = z.email().max(254);

/** An address as people type it, made comparable: trimmed, lower case. */
export function normaliseEmail(text: string): string {
  return text.trim().toLowerCase();
}
