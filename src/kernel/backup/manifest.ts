import { z } from 'zod';

/** Name of the file that describes the others, written last. */
export const manifestFile = 'manifest.json';

/** Beyond this, in bytes, it is no description of ours. */
export const largestManifest = 16 * 1024 * 1024;

/** Raised when what follows is no longer understood by those who read the version before. */
export const formatVersion = 1;

const part = z.object({
  file: z.string(),
  bytes: z.int().nonnegative(),
  lines: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** What is read before all else, and of any version: the rest may be worded otherwise later. */
export const manifestHead = z.object({
  format: z.literal('entrelacs-backup'),
  formatVersion: z.int().positive(),
  /** Version of the product that wrote it. */
  product: z.string(),
});

export const manifestShape = manifestHead.extend({
  formatVersion: z.literal(formatVersion),
  madeAt: z.iso.datetime(),
  /** Version of the PostgreSQL it comes from, for people. */
  postgres: z.string(),
  /** Names of the migrations that made the tables, in order. */
  migrations: z.array(z.string()).min(1),
  /** One line of a part is one row, in the text format of COPY, columns in this order. */
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()).min(1), part })),
  /** Where the numbering of rows stands: decimal digits, which may pass 2^53. */
  sequences: z.array(z.object({ name: z.string(), last: z.string().regex(/^-?\d+$/) })),
  /** Jobs that wait or are under way, alike. */
  queue: z.object({ columns: z.array(z.string()).min(1), part }),
});

/** Description of a backup: what it holds, and by what to know that it is all there. */
export type Manifest = z.output<typeof manifestShape>;
export type BackupPart = z.output<typeof part>;

/** All parts, in the order in which they are written and read. */
export function partsOf(manifest: Manifest): BackupPart[] {
  return [...manifest.tables.map((table) => table.part), manifest.queue.part];
}

/** How many rows all tables have. */
export function rowsOf(manifest: Manifest): number {
  return manifest.tables.reduce((sum, table) => sum + table.part.lines, 0);
}
