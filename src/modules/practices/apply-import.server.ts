import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { Tally } from './import/import-report.ts';
import type { ImportedPractice } from './import/imported-practice.ts';
import type { createPointCensus } from './import/shared-points.ts';
import type { ContactMarks } from './contact-marks.server.ts';
import { findSameTitles, nextImportRows } from './import-row-store.server.ts';
import { takeImportTurn } from './import-run-store.server.ts';
import { type Compared, compareWithStored } from './compare-import.server.ts';
import { writeImport } from './write-import.server.ts';

export interface ImportProgress {
  done: number;
  total: number;
}

export interface ApplyOptions {
  /** Made when the import began; what it writes is kept under it. */
  importId: Id;
  /** False only says what would be done. */
  writes: boolean;
  /** The file is an export of ours. */
  isOwn: boolean;
  total: number;
  tally: Tally;
  census: ReturnType<typeof createPointCensus>;
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
  let after = 0;
  let done = 0;
  let sameTitles: Map<number, string> | undefined;
  for (;;) {
    const batch = await nextImportRows(context.db, { after, limit: batchSize });
    if (batch.length === 0) return;
    const compared = await compareBatch(context, batch, options);
    if (compared.created.length > 0) {
      sameTitles ??= await findSameTitles(context, options.importId);
      tellLookalikes(compared.created, sameTitles, options.tally);
    }
    if (options.writes) await writeImport(context, compared, options);
    after = batch.at(-1)?.record ?? after;
    done += batch.length;
    await options.report({ done, total: options.total });
  }
}

async function compareBatch(
  context: Context,
  batch: ImportedPractice[],
  options: ApplyOptions,
): Promise<Compared> {
  const { figures } = options.tally;
  const practices = options.isOwn ? batch : batch.map((practice) => judgePoint(practice, options));
  const compared = await compareWithStored(context, practices, options);
  figures.created += compared.created.length + compared.broughtBack.length;
  figures.updated += compared.updated.length;
  figures.unchanged += compared.unchanged.length + compared.untouched;
  return compared;
}

/** A point that many differently named records share was probably given by a search of addresses that failed. */
function judgePoint(practice: ImportedPractice, { census, tally }: ApplyOptions): ImportedPractice {
  const { lat, lng } = practice.state;
  if (typeof lat !== 'number' || typeof lng !== 'number') return practice;
  const shared = census.judge({ title: '', place: '', point: { latitude: lat, longitude: lng } });
  if (!shared?.isDoubtful) return practice;
  tally.warn(practice, shared.warning);
  return { ...practice, state: { ...practice.state, pointIsDoubtful: true } };
}

function tellLookalikes(
  created: readonly ImportedPractice[],
  sameTitles: ReadonlyMap<number, string>,
  tally: Tally,
): void {
  for (const practice of created) {
    const title = sameTitles.get(practice.record);
    if (title !== undefined) tally.warn(practice, { field: null, code: 'lookalike-here', params: { title } });
  }
}
