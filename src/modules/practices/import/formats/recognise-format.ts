import { recogniseWiki } from './recognise-wiki.ts';
import type { ImportFormat } from './source-table.ts';

/** What a file turned out to be: a format that is read, or the name of one that is not. */
export type RecognisedFormat = { format: ImportFormat } | { unread: string };

/**
 * Finds the format of a file from its first bytes; its name only helps where they leave a doubt. Whatever is neither
 * marked nor bracketed may be a table in text, that is CSV.
 *
 * @param head the first bytes, some tens of thousands when the file has as many
 */
export function recogniseFormat(head: Buffer, _fileName: string): RecognisedFormat {
  if (head.length >= 4) {
    const mark = head.readUInt32BE(0);
    if (mark === 0x504b0304) return { unread: 'xlsx' };
    if (mark === 0xd0cf11e0) return { unread: 'xls' };
  }
  const wiki = recogniseWiki(head.toString('utf8'));
  if (wiki) return { format: wiki };
  const start = head.subarray(0, 1000).toString('utf8').replace('\uFEFF', '').trimStart();
  if (/^[[{]\s*["{[\]}]/.test(start)) return { unread: 'json' };
  if (/^<(\?xml|rdf|!doctype|html|kml|osm|gpx)/i.test(start)) return { unread: 'xml' };
  return { format: 'csv' };
}
