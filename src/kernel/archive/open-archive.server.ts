import { access, constants, stat } from 'node:fs/promises';
import { type Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { type Entry, type ZipFile, openPromise } from 'yauzl';
import { type Result, err, ok } from '../result.ts';
import { type Measure, Meter } from './meter.server.ts';

/** What was read is not what was written: the file was changed, or the disk has aged. */
export class ArchiveDamaged extends Error {
  readonly part: string;

  constructor(part: string, cause?: unknown) {
    super(`${part} is damaged`, { cause });
    this.part = part;
  }
}

export interface Archive {
  /** Names of the files in it. */
  names: string[];
  /**
   * A small file, whole, judged by the sum of the archive itself (CRC-32).
   *
   * @throws ArchiveDamaged when it is absent, broken, or larger than `mostBytes`
   */
  readSmall(name: string, mostBytes: number): Promise<Buffer>;
  /**
   * Sends a file to a stream, and compares what went through with what was measured when it was written.
   *
   * @throws ArchiveDamaged when it is absent or another; what `into` throws otherwise
   */
  pour(part: Measure & { file: string }, into: Writable, onBytes?: (count: number) => void): Promise<void>;
  close(): void;
}

/**
 * Opens an archive by the index at its end: a file that was cut, or that is something else, is refused at once.
 * `archive-unreadable`: it is no zip, or not a whole one.
 */
export async function openArchive(
  file: string,
): Promise<Result<Archive, { code: 'file-unreadable' } | { code: 'archive-unreadable' }>> {
  const isReadable = await access(file, constants.R_OK)
    .then(async () => (await stat(file)).isFile())
    .catch(() => false);
  if (!isReadable) return err({ code: 'file-unreadable' });
  try {
    const zip = await openPromise(file, { autoClose: false, lazyEntries: true });
    const entries = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
    return ok(archiveOf(zip, entries));
  } catch {
    return err({ code: 'archive-unreadable' });
  }
}

function archiveOf(zip: ZipFile, entries: Map<string, Entry>): Archive {
  const streamOf = async (name: string): Promise<Readable> => {
    const entry = entries.get(name);
    if (!entry) throw new ArchiveDamaged(name);
    return zip.openReadStreamPromise(entry).catch((error: unknown) => {
      throw new ArchiveDamaged(name, error);
    });
  };
  return {
    names: [...entries.keys()],
    async readSmall(name, mostBytes) {
      const entry = entries.get(name);
      if (!entry || entry.uncompressedSize > mostBytes) throw new ArchiveDamaged(name);
      const stream = await streamOf(name);
      const pieces = await stream.toArray().catch((error: unknown) => {
        throw new ArchiveDamaged(name, error);
      });
      const bytes = Buffer.concat(pieces as Buffer[]);
      if (crc32(bytes) !== entry.crc32) throw new ArchiveDamaged(name);
      return bytes;
    },
    async pour(part, into, onBytes) {
      const stream = await streamOf(part.file);
      const meter = new Meter(onBytes);
      // Each of the two ends with the error of the other: the first one to complain is the cause.
      let culprit: Readable | Writable | undefined;
      for (const end of [stream, into]) end.once('error', () => (culprit ??= end));
      try {
        await pipeline(stream, meter, into);
      } catch (error) {
        throw culprit === stream ? new ArchiveDamaged(part.file, error) : error;
      }
      const { bytes, lines, sha256 } = meter.measure();
      if (bytes !== part.bytes || lines !== part.lines || sha256 !== part.sha256) {
        throw new ArchiveDamaged(part.file);
      }
    },
    close: () => zip.close(),
  };
}

/** Takes everything and keeps nothing. */
export function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
