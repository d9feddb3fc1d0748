import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { hideGone, setMirrorOf, showReturned } from '#modules/records/index.server.ts';
import { forgetDigests } from '../imported-record-store.server.ts';
import type { ImportRun } from '../import-run-store.server.ts';
import { findSource } from './source-store.server.ts';
import { goneSince, type Moves, idsOf, setGone, unmarkedOf } from './source-record-store.server.ts';

/** Makes the records of a mirrored source follow it: they are corrected there. */
export async function markMirrored(inside: Context, sourceId: Id): Promise<void> {
  await setMirrorOf(inside, await unmarkedOf(inside, sourceId), sourceId);
}

/** Hides what its source no longer has, and shows what it has again. */
export async function followMoves(
  inside: Context,
  { gone, back }: Pick<Moves, 'gone' | 'back'>,
): Promise<void> {
  await hideGone(inside, { kind: 'practice', ids: gone });
  await setGone(inside, gone, inside.clock.now());
  await showReturned(inside, { kind: 'practice', ids: back });
  await setGone(inside, back, null);
}

/** Shows what the last change of a source hid, when that is undone. */
export async function showGoneBy(
  inside: Context,
  { id, sourceId, createdAt }: Pick<ImportRun, 'id' | 'sourceId' | 'createdAt'>,
): Promise<void> {
  const source = sourceId === null ? undefined : await findSource(inside, sourceId);
  if (source?.lastImport !== id) return;
  const back = await goneSince(inside, source.id, createdAt);
  await followMoves(inside, { gone: [], back });
}

/** Has the next answer be read whole, and followed in every field, whatever people changed here. */
export async function readAnew(inside: Context, sourceId: Id): Promise<void> {
  await forgetDigests(inside, await idsOf(inside, sourceId));
}

/** Makes the records of a source like any other: people change them here, and nothing takes them away. */
export async function freeRecords(inside: Context, sourceId: Id): Promise<void> {
  await setMirrorOf(inside, await idsOf(inside, sourceId), null);
}
