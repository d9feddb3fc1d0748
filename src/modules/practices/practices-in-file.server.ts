import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { shortIdOfAddress } from '#modules/records/index.ts';
import { newRecordIds, standingRecords } from '#modules/records/index.server.ts';
import { meetPractices, purgedPractices } from './compare-import.server.ts';
import { resolvePractices } from './fields/own-values.server.ts';
import type { ImportedPractice } from './import/imported-practice.ts';
import { importRowsCalled } from './import-row-store.server.ts';
import { findDigests } from './imported-record-store.server.ts';

/** Names that are asked for at once. */
const batchSize = 500;

/**
 * The practices that a staged file names, by those names: its own records, wherever they stand in it, by their address where it
 * was exported, their id at the source or their title; else those that are here. A name of several records is nobody's.
 *
 * @returns `promised`: ids that records of the file are to be made with, by their numbers, since others name them
 */
export async function practicesNamed(
  context: Context,
  names: readonly string[],
): Promise<{ practices: Map<string, Id>; promised: Map<number, Id> }> {
  const practices = new Map<string, Id>();
  const promised = new Map<number, Id>();
  for (let start = 0; start < names.length; start += batchSize) {
    const some = names.slice(start, start + batchSize);
    const called = await rowsByName(context, some);
    const rows = [...new Map([...called.values()].flat().map((row) => [row.record, row])).values()];
    const ids = await idsOf(context, rows, promised);
    for (const [name, [row, ...others]] of called) {
      const id = row && others.length === 0 ? ids.get(row.record) : undefined;
      if (id) practices.set(name, id);
    }
    const elsewhere = some.filter((name) => !called.has(name));
    for (const [name, id] of await resolvePractices(context, elsewhere)) practices.set(name, id);
  }
  return { practices, promised };
}

/** The records of the file that each name stands for, where it stands for any. */
async function rowsByName(
  context: Context,
  names: readonly string[],
): Promise<Map<string, ImportedPractice[]>> {
  const shortIds = names.map(shortIdOfAddress).filter((shortId) => shortId !== '');
  const rows = await importRowsCalled(context.db, [...names, ...shortIds]);
  const byShortId = Map.groupBy(rows, ({ ownShortId }) => ownShortId);
  const bySourceId = Map.groupBy(rows, ({ sourceRecordId }) => sourceRecordId);
  const byTitle = Map.groupBy(rows, ({ state }) => state['title']);
  return new Map(
    names.flatMap((name) => {
      const shortId = shortIdOfAddress(name);
      const found = (shortId && byShortId.get(shortId)) || bySourceId.get(name) || byTitle.get(name);
      return found ? [[name, found] as const] : [];
    }),
  );
}

/** What each of these is here, or will be; nothing for those that were deleted here, which no import brings back. */
async function idsOf(
  context: Context,
  rows: readonly ImportedPractice[],
  promised: Map<number, Id>,
): Promise<Map<number, Id>> {
  const met = await meetPractices(context, rows);
  const metIds = [...met.values()].map(({ id }) => id);
  const digests = await findDigests(context, metIds);
  const standing = await standingRecords(context, metIds);
  const unmet = rows.filter((row) => !met.has(row) && !promised.has(row.record));
  const purged = await purgedPractices(context, unmet);
  const toMake = unmet.filter((row) => !purged.has(row));
  const fresh = await newRecordIds(context, toMake.length, [...promised.values()]);
  for (const [place, { record }] of toMake.entries()) promised.set(record, fresh[place] ?? '');
  return new Map(
    rows.flatMap((row) => {
      const found = met.get(row);
      const isGone = found?.deleted && !digests.get(found.id)?.withdrawn;
      const id = found ? (standing.get(found.id) ?? found.id) : promised.get(row.record);
      return id && !isGone ? [[row.record, id] as const] : [];
    }),
  );
}
