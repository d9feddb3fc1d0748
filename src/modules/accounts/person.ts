import type { Role } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';

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

/** An address as people type it, made comparable: trimmed, lower case. */
export function normaliseEmail(text: string): string {
  return text.trim().toLowerCase();
}
