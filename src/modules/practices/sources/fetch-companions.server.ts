import { type GuardedStream, isOutgoingError } from '#kernel/guarded-client.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { isCompanion, longestCompanion } from '../import/formats/companion-files.ts';
import type { Companion } from '../import/formats/source-table.ts';
import { fetchInventory, readAddress, refusalOfTrouble } from './fetch-inventory.server.ts';
import type { FetchCode, FetchRefusal } from './fetch-refusal.ts';

/** What may be otherwise a moment later: the inventory is not read without what explains it. */
const passing: ReadonlySet<FetchCode> = new Set(['no-answer', 'too-slow', 'busy-there', 'trouble-there']);

/**
 * Asks the site of an inventory for what explains it, where its tool is known to keep that: a form says what is not public, a
 * taxonomy what themes are called. What the site does not give is left out.
 */
export async function fetchCompanions(
  open: GuardedStream,
  address: string,
): Promise<Result<Companion[], FetchRefusal>> {
  const companion = companionAddress(address);
  if (companion === null) return ok([]);
  const fetched = await fetchInventory(open, companion);
  if (!fetched.ok) return passing.has(fetched.error.code) ? fetched : ok([]);
  if (fetched.value === null) return ok([]);
  try {
    const bytes = await wholeOf(fetched.value.bytes);
    return ok(bytes && isCompanion(bytes) ? [{ fileName: fetched.value.fileName, bytes }] : []);
  } catch (error) {
    if (!isOutgoingError(error)) throw error;
    return err(refusalOfTrouble(error));
  }
}

/**
 * The form of the entries that a YesWiki gives; the taxonomy of a GoGoCarto.
 *
 * @example companionAddress('https://wiki.test/?api/forms/5/entries') // 'https://wiki.test/?api/forms/5'
 */
export function companionAddress(address: string): string | null {
  const url = readAddress(address);
  if (!url) return null;
  const form = /^(.*\bapi\/forms\/\d+)\/entries\b/.exec(url.href)?.[1];
  if (form !== undefined) return form;
  const elements = /^(.*\/api\/)elements(\.json)?$/.exec(url.pathname)?.[1];
  return elements === undefined ? null : `${url.origin}${elements}taxonomy.json`;
}

/** Null when it is longer than what explains an inventory may be. */
async function wholeOf(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of bytes) {
    parts.push(part);
    size += part.length;
    if (size > longestCompanion) return null;
  }
  return Buffer.concat(parts);
}
