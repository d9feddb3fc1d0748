/** How the content of a document begins, or that it is text. */
type Signature = 'pdf' | 'zip' | 'compound' | 'text' | 'rtf';

/** Documents people may give, by the ending of their name: none that a browser would run. */
const documents: Readonly<Record<string, { mediaType: string; signature: Signature }>> = {
  pdf: { mediaType: 'application/pdf', signature: 'pdf' },
  odt: { mediaType: 'application/vnd.oasis.opendocument.text', signature: 'zip' },
  ods: { mediaType: 'application/vnd.oasis.opendocument.spreadsheet', signature: 'zip' },
  odp: { mediaType: 'application/vnd.oasis.opendocument.presentation', signature: 'zip' },
  docx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    signature: 'zip',
  },
  xlsx: { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', signature: 'zip' },
  pptx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    signature: 'zip',
  },
  epub: { mediaType: 'application/epub+zip', signature: 'zip' },
  doc: { mediaType: 'application/msword', signature: 'compound' },
  xls: { mediaType: 'application/vnd.ms-excel', signature: 'compound' },
  ppt: { mediaType: 'application/vnd.ms-powerpoint', signature: 'compound' },
  rtf: { mediaType: 'application/rtf', signature: 'rtf' },
  csv: { mediaType: 'text/csv', signature: 'text' },
  tsv: { mediaType: 'text/tab-separated-values', signature: 'text' },
  txt: { mediaType: 'text/plain', signature: 'text' },
  md: { mediaType: 'text/markdown', signature: 'text' },
  ics: { mediaType: 'text/calendar', signature: 'text' },
  json: { mediaType: 'application/json', signature: 'text' },
  geojson: { mediaType: 'application/geo+json', signature: 'text' },
  gpx: { mediaType: 'application/gpx+xml', signature: 'text' },
};

/** Media types of all documents that are taken. */
export const documentMediaTypes: readonly string[] = Object.values(documents).map(
  ({ mediaType }) => mediaType,
);

/** Endings of names that are accepted, for the attribute `accept` of a form. */
export const documentEndings: readonly string[] = Object.keys(documents).map((ending) => `.${ending}`);

/** Bytes that `documentType` needs to see. */
export const signatureBytes = 1024;

const begins: Readonly<Record<Signature, (head: Uint8Array) => boolean>> = {
  // Readers of PDF accept it anywhere in the first kilobyte (ISO 32000-1, annex H, note 13); we do not.
  pdf: (head) => startsWith(head, [0x25, 0x50, 0x44, 0x46, 0x2d]),
  zip: (head) => startsWith(head, [0x50, 0x4b, 0x03, 0x04]),
  compound: (head) => startsWith(head, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
  rtf: (head) => startsWith(head, [0x7b, 0x5c, 0x72, 0x74, 0x66]),
  text: (head) => !head.includes(0),
};

function startsWith(head: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => head[index] === byte);
}

/**
 * What a document is, by its name and how it begins; undefined when its kind is not accepted, or when its content is
 * not what its name says.
 *
 * @param head its first `signatureBytes` bytes, or all of them when it is shorter
 */
export function documentType(name: string, head: Uint8Array): string | undefined {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  const type = Object.hasOwn(documents, ending) ? documents[ending] : undefined;
  return type && begins[type.signature](head) ? type.mediaType : undefined;
}
