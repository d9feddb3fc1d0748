import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { noteManyRecords } from '#modules/records/index.server.ts';
import type { Tally } from './import/import-report.ts';
import type { ImportedPractice } from './import/imported-practice.ts';
import type { ContactMarks } from './contact-marks.server.ts';
import {
  type MarkedPractice,
  findSameTitles,
  hasPractices,
  nextImportRows,
} from './import-row-store.server.ts';
import { takeImportTurn } from './import-run-store.server.ts';
import { type Compared, compareWithStored } from './compare-import.server.ts';
import { type GivenNames, settleTopics } from './import-topics.server.ts';
import { type ReadyBatch, prepareBatch, writeImport } from './write-import.server.ts';

export interface ImportProgress {
  done: number;
  /** Null while the file is being read: nobody knows yet how many records it holds. */
  total: number | null;
}

export interface ApplyOptions {
  /** Made when the import began; what it writes is kept under it. */
  importId: Id;
  /** False only says what would be done. */
  writes: boolean;
  /** The file is an export of ours: one row may name a record by our id, another one by its source. */
  isOwn: boolean;
  /** The file wins over what people changed here. */
  fileWins: boolean;
  /** Is told the records that the file has, as they are found or made. */
  seen: (ids: readonly Id[]) => Promise<void>;
  /** The theme that each stands under, by their names, where the file brings a tree of them. */
  above: ReadonlyMap<string, string>;
  total: number;
  /** What the records of the file name. */
  names: GivenNames;
  /** Reads the answers in the territory's own fields. */
  settleOwn: (practice: ImportedPractice) => ImportedPractice;
  tally: Tally;
  marks: ContactMarks;
  report: (progress: ImportProgress) => Promise<void>;
}

const batchSize = 500;

/**
 * Compares the staged records with what is stored, batch by batch, and writes what is new or changed; all in the
 * caller's transaction, which is the only place where anything of it can be seen before it commits.
 */
export async function applyImport(context: Context, options: ApplyOptions): Promise<void> {
  if (options.writes) await takeImportTurn(context.db, context.territoryId);
  const aboutTopics = await settleTopics(context, options);
  const settle = (practice: ImportedPractice) => options.settleOwn(aboutTopics(practice));
  const isFirst = !(await hasPractices(context));
  const met = options.isOwn ? new Map<Id, number>() : null;
  let after = 0;
  let done = 0;
  let batches = 0;
  let writing = Promise.resolve();
  try {
    for (;;) {
      const batch = await nextImportRows(context.db, { after, limit: batchSize });
      if (batch.length === 0) break;
      const compared = await compareBatch(context, batch, { ...options, isFirst, met, settle });
      const ready = options.writes ? await prepareBatch(context, compared, options) : undefined;
      await writing;
      // The database writes a batch while the next one is compared: no record is in two of them.
      if (ready) writing = writeBatch(context, ready, { ...options, batch: (batches += 1) });
      writing.catch(() => undefined);
      after = batch.at(-1)?.practice.record ?? after;
      done += batch.length;
      await options.report({ done, total: options.total });
    }
    await writing;
  } finally {
    // Whatever failed, nothing may still be sent when the transaction is rolled back.
    await Promise.allSettled([writing]);
  }
}

/** Of a large import, the database is told how much there is now after so many batches. */
const toldAfter: ReadonlySet<number> = new Set([1, 8, 64, 512]);
const largeImport = 2000;

async function writeBatch(
  context: Context,
  ready: ReadyBatch,
  { batch, ...options }: ApplyOptions & { batch: number },
): Promise<void> {
  const created = await writeImport(context, ready, options);
  await options.seen([...ready.met, ...created]);
  if (options.total > largeImport && toldAfter.has(batch)) await noteManyRecords(context);
}

async function compareBatch(
  context: Context,
  batch: readonly MarkedPractice[],
  options: ApplyOptions & {
    isFirst: boolean;
    met: Map<Id, number> | null;
    settle: ApplyOptions['settleOwn'];
  },
): Promise<Compared> {
  const { tally } = options;
  const practices = batch.flatMap((marked) => tellMarks(marked, tally) ?? []).map(options.settle);
  const compared = await compareWithStored(context, practices, options);
  const { created, broughtBack, updated, unchanged, untouched } = compared;
  tally.figures.created += created.length + broughtBack.length;
  tally.figures.updated += updated.length;
  tally.figures.unchanged += unchanged.length + untouched;
  if (created.length > 0 && !options.isFirst) {
    const same = await findSameTitles(context, { before: options.importId, practices: created });
    for (const practice of created) {
      const params = { title: String(practice.state['title'] ?? '') };
      if (same.has(practice.record)) tally.warn(practice, { field: null, code: 'lookalike-here', params });
    }
  }
  return compared;
}

/** Tells what reading a record and comparing it with its file found; null when it counts only once, elsewhere. */
function tellMarks(marked: MarkedPractice, tally: Tally): ImportedPractice | null {
  const { practice, repeats, lookalike, sharing } = marked;
  if (repeats !== null) {
    tally.repeat(practice, repeats);
    return null;
  }
  for (const warning of marked.warnings) tally.warn(practice, warning);
  if (lookalike !== null) {
    tally.warn(practice, { field: null, code: 'lookalike', params: { record: lookalike } });
  }
  if (sharing === null) return practice;
  // Probably given by a search of addresses that failed.
  tally.warn(practice, { field: 'point', code: 'shared-point', params: { count: sharing } });
  return { ...practice, state: { ...practice.state, pointIsDoubtful: true } };
}
