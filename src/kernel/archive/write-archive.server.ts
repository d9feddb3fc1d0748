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
  const zip = new ZipFile();
  const giveUp = new AbortController();
  const { signal } = giveUp;
  zip.on('error', (error) => giveUp.abort(error));
  const filling = fill({
    async add(name, content) {
      const meter = new Meter();
      zip.addReadStream(meter, name, { compressionLevel });
      await pipeline(content, meter, { signal });
      return meter.measure();
    },
  }).then((value) => {
    zip.end();
    return value;
  });
  filling.catch((error: unknown) => giveUp.abort(error));
  const written = await writeWholeFile(file, zip.outputStream, { ...options, signal }).catch(
    // What stopped the filling says more than that it was stopped.
    async (error: unknown) => filling.then(() => Promise.reject(error)),
  );
  if (written.ok) return ok(await filling);
  giveUp.abort();
  await filling.catch(() => undefined);
  return written;
}
