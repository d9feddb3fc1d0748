import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Context, hasRole } from '#kernel/context.ts';
import { type Limit, takeTurn } from '#kernel/limits.server.ts';
import { type Result, err } from '#kernel/result.ts';
import { recordsIn } from './archive-manifest.ts';
import { type NotOwner, notOwner } from './export-territory.server.ts';
import { type ArchiveReport, type ImportArchiveError, importTerritory } from './import-territory.server.ts';
import { type ReadArchiveError, readTerritoryArchive } from './read-archive.server.ts';

export type ReceiveArchiveError =
  | NotOwner
  | ReadArchiveError
  | ImportArchiveError
  /** Whoever sends it would wait for minutes: it goes through the command line. */
  | { code: 'archive-too-long'; most: number }
  | { code: 'too-many-archives' };

/** Records written in about ten seconds. */
const mostRecords = 20_000;

/** Each is read from end to end before it is refused. */
const archivesReceived: Limit = { name: 'received-archive', most: 10, minutes: 60 };

/**
 * Fills an untouched territory with an archive that an owner sends: see {@link importTerritory}. Its bytes stand in a
 * file of their own meanwhile, deleted however it ends.
 */
export async function receiveArchive(
  context: Context,
  bytes: ReadableStream<Uint8Array>,
): Promise<Result<ArchiveReport, ReceiveArchiveError>> {
  if (!hasRole(context.actor, 'owner')) return err(notOwner(context));
  if (!(await takeTurn(context, archivesReceived, context.territoryId))) {
    return err({ code: 'too-many-archives' });
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'entrelacs-archive-'));
  try {
    const file = path.join(folder, 'archive.zip');
    await pipeline(bytes, createWriteStream(file));
    const read = await readTerritoryArchive(file);
    if (!read.ok) return read;
    try {
      if (recordsIn(read.value.manifest) > mostRecords) {
        return err({ code: 'archive-too-long', most: mostRecords });
      }
      return await importTerritory(context, read.value);
    } finally {
      read.value.archive.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
