import { setImmediate as atNextTurn } from 'node:timers/promises';
import type { Context } from '#kernel/context.ts';
import type { Language } from '#kernel/content-terms.ts';
import type { Id } from '#kernel/ids.ts';
import { newRecordIds } from '#modules/records/index.server.ts';
import { writingDefaults } from '#modules/territories/index.server.ts';
import type { Tally } from './import/import-report.ts';
import type { ImportedPractice } from './import/imported-practice.ts';
import type { ContactMarks } from './contact-marks.server.ts';
import {
  type MarkedPractice,
  findSameTitles,
  hasPractices,
  nextImportRows,
} from './import-row-store.server.ts';
import { noteManyPractices } from './practice-batch-store.server.ts';
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
  /** Ids of records to make that others of the file name, by their numbers. */
  promised: ReadonlyMap<number, Id>;
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
  const aboutTopics = await settleTopics(context, options);
  const settle = (practice: ImportedPractice) => options.settleOwn(aboutTopics(practice));
  const isFirst = !(await hasPractices(context));
  const met = options.isOwn ? new Map<Id, number>() : null;
  let after = 0;
  let done = 0;
  let batches = 0;
  let writing = Promise.resolve();
  let ready: ReadyBatch | undefined;
  // The database writes a batch while the next one is prepared and the one after is compared: no record is in two of them.
  const writeReady = async () => {
    await writing;
    if (ready) writing = writeBatch(context, ready, { ...options, batch: (batches += 1) });
    writing.catch(() => undefined);
  };
  try {
    for (;;) {
      const batch = await nextImportRows(context.db, { after, limit: batchSize });
      if (batch.length === 0) break;
      const compared = await compareBatch(context, batch, { ...options, isFirst, met, settle });
      if (options.writes) {
        const ground = await groundOf(context, compared, { before: ready, promised: options.promised });
        await writeReady();
        // What is to be written is sent before the processor is busy with the next batch.
        await atNextTurn();
        ready = prepareBatch(compared, ground, options);
      }
      after = batch.at(-1)?.practice.record ?? after;
      done += batch.length;
      await options.report({ done, total: options.total });
    }
    await writeReady();
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
  if (options.total > largeImport && toldAfter.has(batch)) await noteManyPractices(context);
}

/**
 * What preparing a batch asks the database. `before` is the batch that may still have to be written, `promised` are the ids of
 * records that others of the file name.
 */
async function groundOf(
  context: Context,
  { created }: Pick<Compared, 'created'>,
  { before, promised }: { before: ReadyBatch | undefined; promised: ReadonlyMap<number, Id> },
): Promise<{ language: Language; ids: Id[] }> {
  const { language } = await writingDefaults(context);
  const given = before?.created.map(({ recordId }) => recordId) ?? [];
  const others = created.filter(({ record }) => !promised.has(record)).length;
  const fresh = (await newRecordIds(context, others, [...given, ...promised.values()])).values();
  return { language, ids: created.map(({ record }) => promised.get(record) ?? fresh.next().value ?? '') };
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
