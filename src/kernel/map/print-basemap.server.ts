import { gzipSync } from 'node:zlib';
import { buildBasemap } from './basemap.server.ts';

// Run as a process of its own, with the four bounds as arguments: prints the basemap compressed with gzip.
const [west = NaN, south = NaN, east = NaN, north = NaN] = process.argv.slice(2).map(Number);
if (![west, south, east, north].every(Number.isFinite))
  throw new Error('Four bounds, in degrees, are needed.');
const basemap = await buildBasemap([west, south, east, north]);
process.stdout.write(gzipSync(JSON.stringify(basemap), { level: 9 }));
