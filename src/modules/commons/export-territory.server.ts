import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { type ArchiveFiller, pourArchive, writeArchive } from '#kernel/archive/write-archive.server.ts';
import { type Context, hasRole } from '#kernel/context.ts';
import { readFile } from '#kernel/files/stored-files.server.ts';
import { type Limit, takeTurn } from '#kernel/limits.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { readShippedText } from '#kernel/shipped-data.server.ts';
import type { WholeFileError } from '#kernel/whole-file.server.ts';
import { findTerritoryName } from '#modules/territories/index.server.ts';
import { type ArchiveManifest, formatVersion, manifestFile, recordsIn } from './archive-manifest.ts';
import { fileOfPart, partNames, territoryFile } from './archive-shapes.ts';
import {
  atOneMoment,
  countStaying,
  filesLeaving,
  isUntouched,
  linesOf,
  settingsLine,
} from './territory-archive-store.server.ts';

/** What an archive is made with. */
export interface ExportOptions {
  /** Version of the product. */
  product: string;
  /** Told before each part, and at the end. */
  report?: (progress: { done: number; total: number }) => void;
}

/** An archive reads the whole territory: an owner makes a few, a program does not make them all day. */
const archivesOfTerritory: Limit = { name: 'territory-archive', most: 10, minutes: 60 };

export interface NotOwner {
  code: 'not-allowed' | 'sign-in-first';
}

export function notOwner({ actor }: Context): NotOwner {
  return { code: actor.personId === null ? 'sign-in-first' : 'not-allowed' };
}

/** What an owner reads before taking the archive: what stays behind; and whether one may still arrive. */
export async function describeExport(
  context: Context,
): Promise<Result<{ drafts: number; openSessions: number; isUntouched: boolean }, NotOwner>> {
  if (!hasRole(context.actor, 'owner')) return err(notOwner(context));
  return ok({ ...(await countStaying(context)), isUntouched: await isUntouched(context) });
}

/**
 * The whole territory as one archive, for whoever downloads it: the settings, what an owner sees of its records with all
 * that belongs to them, and their files. No account, no address, no answer that a result does not show.
 */
export async function streamTerritory(
  context: Context,
  options: ExportOptions,
): Promise<Result<Readable, NotOwner | { code: 'too-many-archives' }>> {
  if (!hasRole(context.actor, 'owner')) return err(notOwner(context));
  if (!(await takeTurn(context, archivesOfTerritory, context.territoryId))) {
    return err({ code: 'too-many-archives' });
  }
  return ok(pourArchive((archive) => fill(context, archive, options)));
}

/** The same in a file of the machine, whole or not at all; a file of that name gives way. */
export async function writeTerritory(
  context: Context,
  { file, ...options }: ExportOptions & { file: string },
): Promise<Result<{ records: number; files: number }, WholeFileError | NotOwner>> {
  if (!hasRole(context.actor, 'owner')) return err(notOwner(context));
  const written = await writeArchive(file, { replace: true, mode: 0o600 }, (archive) =>
    fill(context, archive, options),
  );
  if (!written.ok) return written;
  return ok({ records: recordsIn(written.value), files: written.value.files.length });
}

/** The sums of all parts of the territory as it is, without writing them anywhere. */
export function fillManifest(
  context: Context,
  archive: ArchiveFiller,
  options: ExportOptions,
): Promise<ArchiveManifest> {
  const { product, report = () => undefined } = options;
  return atOneMoment(context, async (db) => {
    const place = { ...context, db };
    const total = partNames.length + 1;
    const parts: ArchiveManifest['parts'] = [];
    const keep = async (file: string, content: Readable) => ({ file, ...(await archive.add(file, content)) });
    parts.push(await keep(territoryFile, Readable.from([Buffer.from(await settingsLine(place))])));
    for (const [done, name] of partNames.entries()) {
      report({ done, total });
      parts.push(await keep(fileOfPart(name), Readable.from(linesOf(place, name), { objectMode: false })));
    }
    report({ done: partNames.length, total });
    const files: ArchiveManifest['files'] = [];
    for (const { id, sha256 } of await filesLeaving(place)) {
      const bytes = readFile(db, { territoryId: context.territoryId, id }) as WebStream<Uint8Array>;
      files.push(await keep(`files/${sha256}`, Readable.fromWeb(bytes)));
    }
    report({ done: total, total });
    return {
      format: 'entrelacs-archive' as const,
      formatVersion,
      product,
      madeAt: context.clock.now().toISOString(),
      territory: await findTerritoryName(db, context.territoryId),
      parts,
      files,
    };
  });
}

async function fill(
  context: Context,
  archive: ArchiveFiller,
  options: ExportOptions,
): Promise<ArchiveManifest> {
  await archive.add('LISEZ-MOI.md', Readable.from([Buffer.from(readShippedText('archive/LISEZ-MOI.md'))]));
  await archive.add('README.md', Readable.from([Buffer.from(readShippedText('archive/README.md'))]));
  const manifest = await fillManifest(context, archive, options);
  await archive.add(manifestFile, Readable.from([Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)]));
  return manifest;
}
