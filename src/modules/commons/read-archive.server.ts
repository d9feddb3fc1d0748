import { stat } from 'node:fs/promises';
import { type Archive, ArchiveDamaged, nowhere, openArchive } from '#kernel/archive/open-archive.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import {
  type ArchiveManifest,
  formatVersion,
  largestManifest,
  manifestFile,
  manifestHead,
  manifestShape,
} from './archive-manifest.ts';

export type ReadArchiveError =
  | { code: 'file-unreadable' }
  /** No archive of a territory, or one that was cut. */
  | { code: 'archive-unreadable' }
  /** Something in it is not as it was written. */
  | { code: 'archive-damaged'; part: string }
  /** Made by a later version of the product. */
  | { code: 'archive-newer'; product: string }
  /** It would unfold into far more than any territory holds. */
  | { code: 'archive-too-dense' };

/** An archive that was opened and checked from end to end. */
export interface TerritoryArchive {
  manifest: ArchiveManifest;
  archive: Archive;
}

/** Text shrinks to a tenth, at the very most to a fiftieth; a bomb unfolds a thousandfold. */
const mostUnfolded = 200;
const alwaysAllowed = 64 * 1024 * 1024;

/** Whether a file is the archive of a territory, by its index: another zip, such as a spreadsheet, is not. */
export async function isTerritoryArchive(file: string): Promise<boolean> {
  const opened = await openArchive(file);
  if (!opened.ok) return false;
  const archive = opened.value;
  try {
    return archive.names.includes(manifestFile) && manifestHead.safeParse(await described(archive)).success;
  } catch (error) {
    if (error instanceof ArchiveDamaged) return false;
    throw error;
  } finally {
    archive.close();
  }
}

/**
 * Opens an archive and reads it from end to end, comparing every part with its sum: what comes back is whole. The caller
 * closes the archive.
 */
export async function readTerritoryArchive(
  file: string,
): Promise<Result<TerritoryArchive, ReadArchiveError>> {
  const opened = await openArchive(file);
  if (!opened.ok) return opened;
  const archive = opened.value;
  const { size } = await stat(file);
  const checked = await check(archive, size).catch((error: unknown) => {
    if (error instanceof ArchiveDamaged) return err({ code: 'archive-damaged' as const, part: error.part });
    archive.close();
    throw error;
  });
  if (!checked.ok) archive.close();
  return checked;
}

async function check(archive: Archive, size: number): Promise<Result<TerritoryArchive, ReadArchiveError>> {
  if (!archive.names.includes(manifestFile)) return err({ code: 'archive-unreadable' });
  const told = await described(archive);
  const head = manifestHead.safeParse(told);
  if (!head.success) return err({ code: 'archive-unreadable' });
  if (head.data.formatVersion > formatVersion) {
    return err({ code: 'archive-newer', product: head.data.product });
  }
  const manifest = manifestShape.safeParse(told);
  if (!manifest.success) return err({ code: 'archive-damaged', part: manifestFile });
  const parts = [...manifest.data.parts, ...manifest.data.files];
  const unfolded = parts.reduce((sum, part) => sum + part.bytes, 0);
  if (unfolded > alwaysAllowed && unfolded > size * mostUnfolded) return err({ code: 'archive-too-dense' });
  for (const part of parts) await archive.pour(part, nowhere());
  return ok({ manifest: manifest.data, archive });
}

async function described(archive: Archive): Promise<unknown> {
  const bytes = await archive.readSmall(manifestFile, largestManifest);
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
