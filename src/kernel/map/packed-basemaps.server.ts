import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import type { Bounds } from './bounds.ts';
import { createLru } from '../lru.ts';

/** A basemap ready to be sent: GeoJSON compressed with gzip, and a tag that changes when its content does. */
export interface PackedBasemap {
  body: Uint8Array<ArrayBuffer>;
  etag: string;
}

// By its name in package.json: a relative address would be lost when the server is bundled.
const printer = createRequire(import.meta.url).resolve('#kernel/map/print-basemap.server.ts');

/** The world is read in small steps: a quarter more time, half the memory. */
const frugal = ['--max-semi-space-size=1', '--max-old-space-size=96'];

/**
 * Basemaps by the bounds of their territory, built at the first use, kept for the `capacity` territories looked
 * at last (1 to 70 kB each). The world they are cut from takes 100 MB to read: a process of its own does it, so
 * that the server goes on answering and keeps none of that memory.
 */
export function createBasemaps(capacity = 64): (territory: Bounds) => Promise<PackedBasemap> {
  const basemaps = createLru<Promise<PackedBasemap>>(capacity, () => 1);
  return (territory) => {
    const key = territory.join();
    const known = basemaps.get(key);
    if (known) return known;
    const basemap = packBasemap(territory);
    basemaps.set(key, basemap);
    basemap.catch(() => basemaps.delete(key));
    return basemap;
  };
}

async function packBasemap(territory: Bounds): Promise<PackedBasemap> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...frugal, printer, ...territory.map(String)],
    {
      encoding: 'buffer',
      maxBuffer: 16 * 2 ** 20,
    },
  );
  const body = new Uint8Array(stdout);
  return { body, etag: createHash('sha256').update(body).digest('base64url').slice(0, 22) };
}
