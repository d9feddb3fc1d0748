import type { Readable } from 'node:stream';
import { type Entry, type ZipFile, fromBufferPromise } from 'yauzl';
import { type Result, err, ok } from '#kernel/result.ts';

export interface ZipLimits {
  /** Bytes of one part, once inflated, and of all of them. */
  part: number;
  all: number;
  /** How many times larger than its compressed form a part of more than `smallPart` bytes may be. */
  ratio: number;
  smallPart: number;
  /** Parts in the file. */
  parts: number;
}

/** A sheet of 100,000 rows of 30 cells has some 150 MB; texts of sheets shrink 5 to 30 times, bombs a thousand times. */
const usualLimits: ZipLimits = {
  part: 600 * 1024 * 1024,
  all: 1536 * 1024 * 1024,
  ratio: 200,
  smallPart: 10 * 1024 * 1024,
  parts: 2000,
};

export type ZipFailure = 'damaged' | 'encrypted' | 'inflates-too-much';

/** The parts of an archive; none is inflated before it is opened. */
export interface ZipParts {
  names: readonly string[];
  has(name: string): boolean;
  /** Bytes of a part as it is stored, and once inflated; 0 when there is none. */
  sizeOf(name: string): { stored: number; inflated: number };
  /** @throws when the part is damaged, or larger than it declares */
  open(name: string): Promise<Readable>;
}

/** Opens an archive that stands in memory. What would be beyond measure once inflated is not opened at all. */
export async function openZip(
  bytes: Buffer,
  limits: ZipLimits = usualLimits,
): Promise<Result<ZipParts, ZipFailure>> {
  try {
    const zip = await fromBufferPromise(bytes, { lazyEntries: true });
    const entries = await entriesOf(zip, limits);
    return entries.ok ? ok(partsOf(zip, entries.value)) : entries;
  } catch {
    return err('damaged');
  }
}

type Entries = ReadonlyMap<string, Entry>;

async function entriesOf(zip: ZipFile, limits: ZipLimits): Promise<Result<Entries, ZipFailure>> {
  const entries = new Map<string, Entry>();
  let all = 0;
  for await (const entry of zip.eachEntry()) {
    const { uncompressedSize: size, compressedSize } = entry;
    const isBloated = size > limits.smallPart && size > compressedSize * limits.ratio;
    all += size;
    if (size > limits.part || isBloated || all > limits.all || entries.size >= limits.parts) {
      return err('inflates-too-much');
    }
    if (entry.isEncrypted()) return err('encrypted');
    entries.set(entry.fileName, entry);
  }
  return ok(entries);
}

function partsOf(zip: ZipFile, entries: Entries): ZipParts {
  return {
    names: [...entries.keys()],
    has: (name) => entries.has(name),
    sizeOf(name) {
      const entry = entries.get(name);
      return { stored: entry?.compressedSize ?? 0, inflated: entry?.uncompressedSize ?? 0 };
    },
    async open(name) {
      const entry = entries.get(name);
      if (!entry) throw new Error(`No part ${name} in this archive`);
      return zip.openReadStreamPromise(entry);
    },
  };
}
