import { z } from 'zod';
import { languages } from './record.ts';

/** The language of a record as a form gives it; undefined when the form says nothing of it. */
export const languageShape = z
  .enum(['', ...languages])
  .optional()
  .transform((language) => language || undefined);
