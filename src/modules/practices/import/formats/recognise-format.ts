import type { Json } from '#kernel/json.ts';
import { isObject } from './flatten-json.ts';
import { type JsonOutline, outlineJson } from './outline-json.ts';
import { recogniseWiki } from './recognise-wiki.ts';
import type { ImportFormat } from './source-table.ts';

/** What a file turned out to be: a format that is read, or why it is not, with what it is called. */
export type RecognisedFormat = { format: ImportFormat } | { code: UnreadCode; name: string };

type UnreadCode =
  'format-not-read' | 'other-spreadsheet' | 'encrypted' | 'not-a-table' | 'compressed' | 'geographic-file';

/** Beginnings of files that are no text, in hexadecimal, and what they are called. */
const marks: readonly (readonly [start: string, code: UnreadCode, name: string])[] = [
  ['d0cf11e0', 'other-spreadsheet', 'xls'],
  ['25504446', 'not-a-table', 'PDF'],
  ['89504e47', 'not-a-table', 'PNG'],
  ['ffd8ff', 'not-a-table', 'JPEG'],
  ['47494638', 'not-a-table', 'GIF'],
  ['52494646', 'not-a-table', 'WebP'],
  ['49492a00', 'not-a-table', 'TIFF'],
  ['4d4d002a', 'not-a-table', 'TIFF'],
  ['7b5c727466', 'not-a-table', 'RTF'],
  ['1f8b', 'compressed', 'gzip'],
  ['526172211a07', 'compressed', 'RAR'],
  ['377abcaf271c', 'compressed', '7z'],
  ['0000270a', 'geographic-file', 'Shapefile'],
  ['53514c69', 'geographic-file', 'GeoPackage'],
  ['424547494e3a5643', 'format-not-read', 'vCard, iCalendar'],
];

/**
 * Finds the format of a file from its first bytes; its name only helps where they leave a doubt. Whatever is neither
 * marked nor bracketed may be a table in text, that is CSV.
 *
 * @param head the first bytes, some tens of thousands when the file has as many
 * @param text the same as text, empty when they are none
 */
export function recogniseFormat(head: Buffer, text: string, fileName: string): RecognisedFormat {
  const start = head.subarray(0, 8).toString('hex');
  if (start.startsWith('504b0304')) return recogniseZip(head, fileName);
  const mark = marks.find(([bytes]) => start.startsWith(bytes));
  if (!mark && isDbase(head)) return { code: 'geographic-file', name: 'Shapefile (.dbf)' };
  if (mark?.[2] === 'xls' && isEncrypted(head, fileName)) return { code: 'encrypted', name: 'xlsx' };
  if (mark) return { code: mark[1], name: mark[2] };
  const wiki = recogniseWiki(text);
  if (wiki) return { format: wiki };
  const begun = text.slice(0, 1000).trimStart();
  if (/^\p{Cc}?\s*[[{]\s*["{[\]}]/u.test(begun)) return recogniseJson(outlineJson(text));
  if (/^<(\?xml|rdf|!doctype|!--|html|head|meta|style|body|table|div|kml|osm|gpx)/i.test(begun))
    return recogniseXml(text);
  return { format: 'csv' };
}

/**
 * A table of dBASE, mostly the one beside a shapefile: a version, the day it was made (year since 1900, month, day), and the size of its
 * header, which ends with 0d. https://www.loc.gov/preservation/digital/formats/fdd/fdd000325.shtml
 */
function isDbase(head: Buffer): boolean {
  const [version = 0, , month = 0, day = 0] = head;
  if (head.length < 32 || ![0x02, 0x03, 0x30, 0x31, 0x83, 0x8b, 0xf5].includes(version)) return false;
  if (month < 1 || month > 12 || day < 1 || day > 31) return false;
  const headerSize = head.readUInt16LE(8);
  return headerSize >= 33 && (headerSize > head.length || head[headerSize - 1] === 0x0d);
}

/** Excel puts a protected workbook into a file of the old kind. */
function isEncrypted(head: Buffer, fileName: string): boolean {
  return /\.xls[xm]$/i.test(fileName) || head.includes(Buffer.from('EncryptedPackage', 'utf16le'));
}

/** The first entry of an OpenDocument file is its type, as it is; Excel's are named as they please. */
function recogniseZip(head: Buffer, fileName: string): RecognisedFormat {
  const text = head.toString('latin1');
  const document = /application\/vnd\.oasis\.opendocument\.([a-z]+)/.exec(text.slice(0, 200))?.[1];
  if (document && document !== 'spreadsheet') return { code: 'not-a-table', name: 'OpenDocument' };
  // The name of the first part begins there; a program that compresses the type hides it.
  if (document || text.startsWith('mimetype', 30) || /\.ods$/i.test(fileName)) return { format: 'ods' };
  if (/\.kml/i.test(text) || /\.kmz$/i.test(fileName)) return { format: 'kml' };
  if (/\.shp|\.dbf/i.test(text)) return { code: 'geographic-file', name: 'Shapefile' };
  const isSheet = /\[Content_Types\]\.xml|xl\/|_rels\/|docProps\//.test(text);
  const isExcel = isSheet || /\.xls[xm]$/i.test(fileName);
  return isExcel ? { format: 'xlsx' } : { code: 'compressed', name: 'zip' };
}

const xmlFormats: Readonly<Record<string, ImportFormat>> = { kml: 'kml', gpx: 'gpx', osm: 'osm' };

function recogniseXml(text: string): RecognisedFormat {
  const name = /<(?:[\w.-]+:)?(kml|gpx|osm|html)\b/i.exec(text)?.[1]?.toLowerCase() ?? 'xml';
  const isPage = name === 'html' || /^\s*<(!doctype html|head|meta|style|body|table|div)\b/i.test(text);
  if (isPage) return { format: 'html' };
  if (text.includes('urn:schemas-microsoft-com:office:spreadsheet'))
    return { code: 'other-spreadsheet', name: 'XML' };
  const format = xmlFormats[name];
  return format ? { format } : { code: 'format-not-read', name };
}

/** Words that only one tool writes; the first that fits. Wikis and linked data were recognised before. */
function recogniseJson(outline: JsonOutline): RecognisedFormat {
  if (outline.about.get('type') === 'Topology') return { code: 'geographic-file', name: 'TopoJSON' };
  return { format: formatOfJson(outline) };
}

function formatOfJson(outline: JsonOutline): ImportFormat {
  const { members, about, lists } = outline;
  const firsts = lists.map(({ first }) => first);
  const someFirst = (...names: string[]) =>
    firsts.some((first) => isObject(first) && names.every((name) => Object.hasOwn(first, name)));
  if (about.get('generator')?.startsWith('Overpass') || (members.has('elements') && someFirst('type', 'id')))
    return 'osm';
  if (about.get('type') === 'umap' || (members.has('layers') && members.has('uri'))) return 'umap';
  if (isGeojson(outline, firsts)) return 'geojson';
  if (about.get('ontology')?.startsWith('gogo') || someFirst('name', 'geo', 'optionValues'))
    return 'gogocarto';
  return 'json';
}

function isGeojson({ members, about, lists }: JsonOutline, firsts: readonly (Json | undefined)[]): boolean {
  const type = about.get('type');
  if (type === 'FeatureCollection' || type === 'Feature') return true;
  const isList = lists.some(
    ({ path, first }) => path.length === 0 && isObject(first) && first['type'] === 'Feature',
  );
  return (
    isList ||
    (members.has('features') && firsts.some((first) => isObject(first) && first['type'] === 'Feature'))
  );
}
