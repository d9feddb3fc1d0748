import { createGpxRecords } from './gpx-records.ts';
import { readXmlTable } from './read-xml-text.server.ts';
import type { ReadSource } from './source-table.ts';

/** Waypoints of a GPS receiver or of a hiking application. */
export const readGpx: ReadSource = (file, options) =>
  readXmlTable(file, options, { format: 'gpx', records: createGpxRecords() });
