import { type Hash, createHash } from 'node:crypto';
import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { GuardedStream } from '#kernel/guarded-client.server.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { ImportProgress } from '../apply-import.server.ts';
import type { Companion } from '../import/formats/source-table.ts';
import { deleteFile, insertCompanions, keepPieces } from '../import-file-store.server.ts';
import { carryOut, maxFileBytes } from '../import-practices.server.ts';
import {
  deleteRun,
  deleteWaitingRuns,
  findLatestChoices,
  insertRun,
  lockRun,
  takeImportTurn,
} from '../import-run-store.server.ts';
import { fileOf } from '../run-import.server.ts';
import { fetchCompanions } from './fetch-companions.server.ts';
import { type FetchedInventory, fetchInventory, refusalOfTrouble } from './fetch-inventory.server.ts';
import type { FetchRefusal } from './fetch-refusal.ts';
import { followMoves, markMirrored } from './mirror.server.ts';
import { noteAnswer, noteChange, noteFailure, noteHeld } from './note-run.server.ts';
import { movesOf, noteSeen } from './source-record-store.server.ts';
import { findSource, lockSource } from './source-store.server.ts';
import { type Source, type SourceFigures, losesTooMuch } from './source.ts';

type Report = (progress: ImportProgress) => Promise<void>;

/** What was received of a source, to be compared with what is here. */
interface Received extends Pick<FetchedInventory, 'etag' | 'lastModified'> {
  importId: Id;
  digest: string;
}

/**
 * Asks a source once: what it has new is imported, whole or not at all; what it has not changed changes nothing here. Done
 * twice, or taken up again after a kill, it comes to the same. A mirror that would lose too many records is held instead.
 */
export async function runSource(
  context: Context,
  open: GuardedStream,
  { sourceId, report }: { sourceId: string; report: Report },
): Promise<void> {
  const source = await findSource(context, sourceId);
  if (source?.state !== 'on') return;
  await deleteWaitingRuns(context, source.id);
  const fetched = await fetchInventory(open, source.address, source);
  if (!fetched.ok) return noteFailure(context, source.id, troubleOf(fetched.error));
  if (fetched.value === null) return noteAnswer(context, source.id, source);
  const companions = await fetchCompanions(open, source.address);
  if (!companions.ok) return noteFailure(context, source.id, troubleOf(companions.error));
  const received = await receive(context, source, { ...fetched.value, companions: companions.value });
  if (!received.ok) return noteFailure(context, source.id, received.error);
  await apply(context, { source, received: received.value, isAccepted: false, report });
}

/** Does what a held source waited for, since a person said yes. */
export async function acceptHeld(
  context: Context,
  { sourceId, report }: { sourceId: string; report: Report },
): Promise<void> {
  const source = await findSource(context, sourceId);
  if (source?.state !== 'held' || source.heldImport === null) return;
  // Asked again without these, it tells all anew.
  const received = { importId: source.heldImport, digest: '', etag: '', lastModified: '' };
  await apply(context, { source, received, isAccepted: true, report });
}

type Trouble = NonNullable<Source['failure']>;

function troubleOf({ code, params }: FetchRefusal): Trouble {
  return { key: `import.fetch.${code}`, params };
}

/** Keeps what arrives, in a transaction of its own: it stays when comparing it fails. */
async function receive(
  context: Context,
  source: Source,
  {
    bytes,
    fileName,
    etag,
    lastModified,
    companions,
  }: FetchedInventory & { companions: readonly Companion[] },
): Promise<Result<Received, Trouble>> {
  const importId = newId();
  const { name: sourceName, licence, address } = source;
  const hash = createHash('sha256');
  for (const companion of companions) hash.update(companion.bytes);
  try {
    return await inTransaction<Result<Received, Trouble>>(context.db, async (db) => {
      const inside = { ...context, db };
      const hasMapping = Object.keys(source.mapping).length > 0;
      const latest = await findLatestChoices(inside, { sourceName, fileName });
      const mapping = hasMapping ? source.mapping : (latest?.mapping ?? {});
      const takesQuestions = latest?.takesQuestions ?? false;
      const run = {
        id: importId,
        fileName,
        sourceName,
        licence,
        address,
        mapping,
        takesQuestions,
        sourceId: source.id,
      };
      await insertRun(inside, { ...run, state: 'received', fileSize: 0 });
      const size = await keepPieces(inside, importId, { bytes: hashed(bytes, hash), maxBytes: maxFileBytes });
      if (size > 0 && size <= maxFileBytes) {
        await insertCompanions(inside, importId, companions);
        return ok({ importId, digest: hash.digest('base64url'), etag, lastModified });
      }
      await deleteRun(inside, importId);
      return err({ key: `import.fetch.${size === 0 ? 'empty' : 'too-large'}`, params: {} });
    });
  } catch (error) {
    return err(troubleOf(refusalOfTrouble(error)));
  }
}

async function* hashed(bytes: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    hash.update(piece);
    yield piece;
  }
}

/** How a comparison ended when nothing of it is to stay. */
type Ended =
  { end: 'unchanged' } | { end: 'refused'; trouble: Trouble } | { end: 'held'; gone: number; before: number };

/** Takes the whole transaction back. */
class TakenBack extends Error {
  readonly ended: Ended;

  constructor(ended: Ended) {
    super(ended.end);
    this.ended = ended;
  }
}

interface Applying {
  source: Source;
  received: Received;
  isAccepted: boolean;
  report: Report;
}

async function apply(context: Context, work: Applying): Promise<void> {
  const { source, received } = work;
  try {
    await inTransaction(context.db, (db) => applyInside({ ...context, db }, work));
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
    const { ended } = error;
    if (ended.end === 'held') return noteHeld(context, source.id, { ...received, ...ended });
    await inTransaction(context.db, async (db) => {
      await deleteRun({ ...context, db }, received.importId);
      if (ended.end === 'unchanged') await noteAnswer({ ...context, db }, source.id, received);
      else await noteFailure({ ...context, db }, source.id, ended.trouble);
    });
  }
}

async function applyInside(
  inside: Context,
  { source, received, isAccepted, report }: Applying,
): Promise<void> {
  const { importId, digest } = received;
  await takeImportTurn(inside.db, inside.territoryId);
  const current = await lockSource(inside, source.id);
  const run = await lockRun(inside, importId);
  if (!current || current.state !== source.state || !run) return;
  if (!isAccepted && digest === current.digest) throw new TakenBack({ end: 'unchanged' });
  let added = 0;
  const done = await carryOut(inside, await fileOf(inside, run), {
    importId,
    writes: true,
    fileWins: current.mirror,
    report,
    begin: async () => undefined,
    seen: async (ids) => {
      added += await noteSeen(inside, { sourceId: source.id, importId, ids });
    },
  });
  if (!done.ok) {
    const { code, params } = done.error;
    throw new TakenBack({ end: 'refused', trouble: { key: `import.error.${code}`, params } });
  }
  const moves = await movesOf(inside, { sourceId: source.id, importId });
  const [gone, back] = current.mirror ? [moves.gone.length, moves.back.length] : [0, 0];
  if (!isAccepted && losesTooMuch({ before: moves.before, gone }))
    throw new TakenBack({ end: 'held', gone, before: moves.before });
  const { read, created, updated, unchanged, rejected } = done.value;
  const figures: SourceFigures = { read, created, updated, unchanged, rejected, gone, back };
  if (added + created + updated + gone + back === 0) throw new TakenBack({ end: 'unchanged' });
  if (current.mirror) {
    await markMirrored(inside, source.id);
    await followMoves(inside, moves);
  }
  await deleteFile(inside, importId);
  await noteChange(inside, source.id, { ...received, figures });
}
