import { type Archive, ArchiveDamaged, nowhere, openArchive } from '../archive/open-archive.server.ts';
import { type Result, err, ok } from '../result.ts';
import {
  type Manifest,
  formatVersion,
  largestManifest,
  manifestFile,
  manifestHead,
  manifestShape,
  partsOf,
} from './manifest.ts';

export type ReadBackupError =
  | { code: 'file-unreadable' }
  /** No backup of ours, or one that was cut. */
  | { code: 'backup-unreadable' }
  /** Something in it is not as it was written. */
  | { code: 'backup-damaged'; part: string }
  /** Made by a later version of the product. */
  | { code: 'backup-newer'; product: string };

/** A backup that was opened and checked from end to end. */
export interface Backup {
  manifest: Manifest;
  archive: Archive;
}

/**
 * Opens a backup and reads it from end to end, comparing every part with its sum: what comes back is whole. The caller
 * closes the archive.
 *
 * @param known names of the migrations this version of the product has, in order
 * @param onBytes told of what was read, as it is read
 */
export async function readBackup(
  file: string,
  known: readonly string[],
  onBytes: (progress: { done: number; total: number }) => void = () => undefined,
): Promise<Result<Backup, ReadBackupError>> {
  const opened = await openArchive(file);
  if (!opened.ok) {
    return err({ code: opened.error.code === 'file-unreadable' ? 'file-unreadable' : 'backup-unreadable' });
  }
  const archive = opened.value;
  const checked = await check(archive, known, onBytes).catch((error: unknown) => {
    if (error instanceof ArchiveDamaged) return err({ code: 'backup-damaged' as const, part: error.part });
    archive.close();
    throw error;
  });
  if (!checked.ok) archive.close();
  return checked;
}

async function check(
  archive: Archive,
  known: readonly string[],
  onBytes: (progress: { done: number; total: number }) => void,
): Promise<Result<Backup, ReadBackupError>> {
  if (!archive.names.includes(manifestFile)) return err({ code: 'backup-unreadable' });
  const manifest = judge(await archive.readSmall(manifestFile, largestManifest), known);
  if (!manifest.ok) return manifest;
  const parts = partsOf(manifest.value);
  const total = parts.reduce((sum, part) => sum + part.bytes, 0);
  let done = 0;
  for (const part of parts) {
    await archive.pour(part, nowhere(), (count) => onBytes({ done: (done += count), total }));
  }
  return ok({ manifest: manifest.value, archive });
}

/** A later version is recognised before anything is read that it may have worded otherwise. */
function judge(bytes: Buffer, known: readonly string[]): Result<Manifest, ReadBackupError> {
  const described = parseJson(bytes.toString('utf8'));
  const head = manifestHead.safeParse(described);
  if (!head.success) return err({ code: 'backup-unreadable' });
  const newer = err({ code: 'backup-newer' as const, product: head.data.product });
  if (head.data.formatVersion > formatVersion) return newer;
  const manifest = manifestShape.safeParse(described);
  if (!manifest.success) return err({ code: 'backup-damaged', part: manifestFile });
  const { migrations } = manifest.data;
  return migrations.every((name, index) => name === known[index]) ? ok(manifest.data) : newer;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
