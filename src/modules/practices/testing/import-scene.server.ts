import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { TestWorld } from '#kernel/testing/test-context.server.ts';
import { type ImportInput, importPractices } from '../import-practices.server.ts';
import type { ImportReport } from '../import/import-report.ts';
import { exportCsv } from '../export-practices.server.ts';
import { listPractices, prepareFilters } from '../list-practices.server.ts';
import type { PracticeFilters } from '../practice-filters.ts';
import { selectPractices } from '../practice-list-store.server.ts';
import type { Practice } from '../practice.ts';

/** A facilitator of a territory in which nothing is. */
export async function inNewTerritory(world: TestWorld): Promise<Context> {
  const { actor } = await world.as('facilitator');
  return { ...(await world.elsewhere()), actor };
}

/** A file as it comes: in pieces of no particular size. */
export async function* bytesOf(content: string | Uint8Array, pieceSize = 10_000): AsyncGenerator<Uint8Array> {
  const whole = typeof content === 'string' ? Buffer.from(content) : content;
  for (let start = 0; start < whole.length; start += pieceSize) {
    yield whole.subarray(start, start + pieceSize);
  }
}

export type Importing = Partial<Omit<ImportInput, 'open'>>;

export async function tryImport(context: Context, content: string | Uint8Array, options: Importing = {}) {
  return importPractices(context, {
    open: () => bytesOf(content),
    fileName: 'inventaire.csv',
    dryRun: false,
    ...options,
  });
}

/** Imports a file that is expected to be taken. */
export async function importFile(
  context: Context,
  content: string | Uint8Array,
  options: Importing = {},
): Promise<ImportReport & { importId: Id }> {
  const imported = await tryImport(context, content, options);
  if (!imported.ok) throw new Error(`Refused: ${JSON.stringify(imported.error)}`);
  return { ...imported.value.report, importId: imported.value.importId };
}

export function figuresOf({ read, created, updated, unchanged, rejected }: ImportReport) {
  return { read, created, updated, unchanged, rejected };
}

/** Titles of what everyone sees, in order of the alphabet. */
export async function titlesIn(context: Context): Promise<string[]> {
  const query = { filters: {}, sort: 'title' as const, page: 1, perPage: 500 };
  const { items } = await listPractices(context, query);
  return items.map(({ title }) => title);
}

/** Every practice that everyone sees. */
export async function practicesIn(context: Context, given: PracticeFilters = {}): Promise<Practice[]> {
  const { filters } = await prepareFilters(context, given);
  return selectPractices(context, { filters, search: undefined, afterId: null, limit: 500 });
}

/** The open data of a territory, as anyone gets them. */
export async function exported(
  context: Context,
  write: (context: Context, filters: PracticeFilters) => AsyncGenerator<string> = exportCsv,
): Promise<string> {
  let text = '';
  for await (const piece of write(context, {})) text += piece;
  return text;
}
