import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { type Result, ok } from '../result.ts';
import { type WholeFileError, type WholeFileOptions, writeWholeFile } from '../whole-file.server.ts';
import { type Measure, Meter } from './meter.server.ts';

export interface ArchiveFiller {
  /** Adds a file; the next one may be added once its measure is there. */
  add(name: string, content: Readable): Promise<Measure>;
}

/**
 * Fast rather than small: the rows of a table shrink to a fifth either way, and stronger levels take three times as long.
 * A number of zlib, from 1 to 9.
 */
const compressionLevel = 3;

/** An archive that is being filled while it is read. */
interface PouredArchive<Value> {
  output: Readable;
  /** What `fill` gave, once all is added; what it threw. */
  filled: Promise<Value>;
  giveUp: AbortController;
}

function pour<Value>(fill: (archive: ArchiveFiller) => Promise<Value>): PouredArchive<Value> {
  const zip = new ZipFile();
  const giveUp = new AbortController();
  const { signal } = giveUp;
  zip.on('error', (error) => giveUp.abort(error));
  const filled = fill({
    async add(name, content) {
      signal.throwIfAborted();
      const meter = new Meter();
      zip.addReadStream(meter, name, { compressionLevel });
      await pipeline(content, meter, { signal });
      return meter.measure();
    },
  }).then((value) => {
    zip.end();
    return value;
  });
  filled.catch((error: unknown) => giveUp.abort(error));
  return { output: zip.outputStream as Readable, filled, giveUp };
}

/**
 * An archive for whoever downloads it, filled as it is read: nothing of it stands in memory or on disk. What `fill` throws
 * breaks the stream, so that half an archive is never taken for a whole one; whoever leaves stops the filling.
 */
export function pourArchive(fill: (archive: ArchiveFiller) => Promise<unknown>): Readable {
  const { output, filled, giveUp } = pour(fill);
  filled.catch((error: unknown) => output.destroy(error instanceof Error ? error : new Error(String(error))));
  output.once('close', () => giveUp.abort());
  return output;
}

/**
 * Writes an archive (zip, zip64 beyond 4 GiB) as it is filled, without holding it: whole, or not at all.
 *
 * @param fill adds the files one after the other; what it returns is returned. What it throws is thrown.
 */
export async function writeArchive<Value>(
  file: string,
  options: Omit<WholeFileOptions, 'signal'>,
  fill: (archive: ArchiveFiller) => Promise<Value>,
): Promise<Result<Value, WholeFileError>> {
  const { output, filled, giveUp } = pour(fill);
  const written = await writeWholeFile(file, output, { ...options, signal: giveUp.signal }).catch(
    // What stopped the filling says more than that it was stopped.
    async (error: unknown) => filled.then(() => Promise.reject(error)),
  );
  if (written.ok) return ok(await filled);
  giveUp.abort();
  await filled.catch(() => undefined);
  return written;
}
