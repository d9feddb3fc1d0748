import { openZip } from '#kernel/tabular/zip-parts.server.ts';
import { err } from '#kernel/result.ts';
import { KmlRecords } from './kml-records.ts';
import { readHead } from './read-head.server.ts';
import { readXmlTable } from './read-xml-text.server.ts';
import type { ReadSource, SourceFile } from './source-table.ts';
import { readWholeBytes } from './whole-bytes.server.ts';

/** Bytes of the map inside of a KMZ, once inflated. */
const largestMap = 100 * 1024 * 1024;

/** Places of Google My Maps, Google Earth, Géoportail: KML, or the same compressed with its pictures (KMZ). */
export const readKml: ReadSource = async (file, options) => {
  const isZip = (await readHead(file)).subarray(0, 4).toString('hex') === '504b0304';
  if (!isZip) return readXmlTable(file, options, { format: 'kml', records: new KmlRecords() });
  const bytes = await readWholeBytes(file, options);
  if (!bytes.ok) return bytes;
  const zip = await openZip(bytes.value);
  if (!zip.ok) return err(refusals[zip.error]);
  const { names, open } = zip.value;
  const maps = names.filter((name) => /\.kml$/i.test(name));
  // The first one is the map; others are what it refers to (KML 2.3, annex C).
  const map = maps.find((name) => name === 'doc.kml') ?? maps[0];
  if (map === undefined) return err({ code: 'compressed', params: { format: 'zip' } });
  const inside: Pick<SourceFile, 'open'> = {
    async *open() {
      yield* await open(map);
    },
  };
  try {
    return await readXmlTable(inside, { maxBytes: largestMap }, { format: 'kml', records: new KmlRecords() });
  } catch {
    return err(refusals.damaged);
  }
};

const refusals = {
  damaged: { code: 'archive-damaged', params: { format: 'KMZ' } },
  encrypted: { code: 'encrypted', params: { format: 'KMZ' } },
  'inflates-too-much': { code: 'inflates-too-much', params: {} },
} as const;
