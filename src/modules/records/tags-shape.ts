import { z } from 'zod';
import { storableLine } from '#kernel/storable-text.ts';

/** Keywords separated by commas, each once, in lower case. */
export function tagsOf(text: string): string[] {
  const tags = text.split(/[,;]/).map((tag) => tag.trim().toLowerCase().replaceAll(/\s+/g, ' '));
  return [...new Set(tags.filter(Boolean))];
}

/** Keywords as a form gives them, on one line. */
export const tagsShape = z
  .string()
  .overwrite(storableLine)
  .max(500)
  .default('')
  .transform(tagsOf)
  .pipe(z.array(z.string().max(50)).max(20));
