import { err, ok } from '#kernel/result.ts';
import { heldTable } from './held-table.ts';
import { elementsOfOverpass, isOverpass, osmRows } from './osm-elements.ts';
import { createOsmRecords } from './osm-xml.ts';
import { headText, readHead } from './read-head.server.ts';
import { readXmlTable } from './read-xml-text.server.ts';
import type { ReadSource } from './source-table.ts';
import { readWholeJson } from './whole-json.server.ts';

/** Places of OpenStreetMap: what Overpass answers in JSON, or an extract in XML. */
export const readOsm: ReadSource = async (file, options) => {
  const head = await headText(await readHead(file));
  if (head.trimStart().startsWith('<')) {
    return readXmlTable(file, options, { format: 'osm', records: createOsmRecords() });
  }
  const read = await readWholeJson(file, options);
  if (!read.ok) return read;
  const { value, encoding } = read.value;
  if (!isOverpass(value)) return err({ code: 'not-of-format', params: { format: 'osm' } });
  const held = osmRows(elementsOfOverpass(value));
  return held.rows.length > 0
    ? ok(heldTable('osm', encoding, held))
    : err({ code: 'no-records', params: {} });
};
