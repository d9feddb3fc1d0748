import { z } from 'zod';
import { type PartName, fileOfPart, partNames } from './archive-shapes.ts';

/* What archives written by earlier versions of the same format lack, and how it is read today. */

/** Parts that came after the first archives: one without them has no such rows. */
const later: readonly PartName[] = [
  'own-lists',
  'own-fields',
  'subjects',
  'collective-answers',
  'priorities',
  'evidence',
  'consultations',
  'decisions',
  'proposals',
];

/** Whether the parts of an archive, in their order, are all that there is to read, but for those that came later. */
export function areKnownParts(files: readonly string[]): boolean {
  const expected = partNames.filter((name) => !later.includes(name) || files.includes(fileOfPart(name)));
  return files.join('\n') === expected.map(fileOfPart).join('\n');
}

/** A row as it is written today, and rows of other parts that it stood for. */
export interface RowToday {
  row: unknown;
  beside?: { part: 'subjects'; row: object };
}

const withPractice = z.looseObject({ record_id: z.string(), practice_id: z.string().nullable() });

/** Columns that became rows of another part, by the part where they stood. */
const moved: Partial<Record<PartName, (row: unknown) => RowToday>> = {
  // A session was about one practice, which stood in its own row.
  evaluations(given) {
    const read = withPractice.safeParse(given);
    if (!read.success) return { row: given };
    const { practice_id, ...row } = read.data;
    const subject = { evaluation_id: row.record_id, position: 1, record_id: practice_id };
    return { row, beside: { part: 'subjects', row: subject } };
  },
};

/** A row of an archive of any age, as it is written today; columns that came later have their value in `rowShapes`. */
export function rowToday(part: PartName, row: unknown): RowToday {
  return moved[part]?.(row) ?? { row };
}
