import { type Result, err, ok } from '#kernel/result.ts';
import { storableLine } from '#kernel/storable-text.ts';
import { isCompanion, longestCompanion } from './import/formats/companion-files.ts';
import type { Companion } from './import/formats/source-table.ts';

/** One of the files that someone chose. */
export interface SentFile {
  name: string;
  /** Bytes. */
  size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}

const mostCompanions = 20;

export interface SortedUpload<File extends SentFile> {
  inventory: File;
  companions: Companion[];
}

/**
 * Finds which of the files that someone chose is the inventory, and which explain it (a form, lists, a taxonomy). A single
 * file is the inventory, whatever it holds.
 */
export async function sortUpload<File extends SentFile>(
  files: readonly File[],
): Promise<Result<SortedUpload<File>, 'empty' | 'several-inventories' | 'no-inventory'>> {
  const filled = files.filter(({ size }) => size > 0);
  const [only] = filled;
  if (!only) return err('empty');
  if (filled.length === 1) return ok({ inventory: only, companions: [] });
  if (filled.length > mostCompanions + 1) return err('several-inventories');
  const companions: Companion[] = [];
  const inventories: File[] = [];
  for (const file of filled) {
    const bytes = file.size > longestCompanion ? null : new Uint8Array(await file.arrayBuffer());
    if (bytes && isCompanion(bytes)) companions.push({ fileName: storableLine(file.name), bytes });
    else inventories.push(file);
  }
  const [inventory, another] = inventories;
  if (!inventory) return err('no-inventory');
  return another ? err('several-inventories') : ok({ inventory, companions });
}
