import type { Id } from '#kernel/ids.ts';
import type { Hiding } from './hiding.ts';

/** A comment as the page of its record shows it. */
export interface CommentShown {
  id: Id;
  /** HTML made on the server; empty for a hidden comment that the reader may not read. */
  html: string;
  /** The name of who wrote it; empty when they gave none. */
  author: string;
  at: Date;
  mayDelete: boolean;
  /** Null when it is not hidden. */
  hiding: Hiding | null;
  /** False when it is hidden from this reader. */
  isRead: boolean;
}
