import { z } from 'zod';
import { fileOfPart, territoryFile } from './archive-shapes.ts';
import { areKnownParts } from './older-archives.ts';

export const manifestFile = 'manifest.json';

/** In bytes: a hundred thousand files are told in less. */
export const largestManifest = 32 * 1024 * 1024;

/** Raised when what follows is no longer understood by those who read the version before. */
export const formatVersion = 1;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const part = z.object({
  file: z.string(),
  bytes: z.int().nonnegative(),
  lines: z.int().nonnegative(),
  sha256,
});

/** What is read before all else, and of any version. */
export const manifestHead = z.object({
  format: z.literal('entrelacs-archive'),
  formatVersion: z.int().positive(),
  /** Version of the product that wrote it. */
  product: z.string(),
});

export const manifestShape = manifestHead.extend({
  formatVersion: z.literal(formatVersion),
  madeAt: z.iso.datetime(),
  /** Name of the territory. */
  territory: z.string(),
  /** The settings, then one part for each kind of row, in the order of `partNames`. */
  parts: z.array(part).refine(([settings, ...rows]) => {
    return settings?.file === territoryFile && areKnownParts(rows.map(({ file }) => file));
  }),
  /** Pictures and documents, each called by its sum. */
  files: z.array(part.refine(({ file, sha256: sum }) => file === `files/${sum}`)),
});

/** Description of an archive: what it holds, and by what to know that it is all there. */
export type ArchiveManifest = z.output<typeof manifestShape>;
export type ArchivePart = z.output<typeof part>;

/** How many records it holds. */
export function recordsIn({ parts }: ArchiveManifest): number {
  return parts.find(({ file }) => file === fileOfPart('records'))?.lines ?? 0;
}
