import { SaxesParser } from 'saxes';

export interface TagReader {
  /** Names without their prefix. */
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Elements within each other: no document has a tenth of them, and each open one takes memory and time. */
const deepest = 1000;

type XmlPieces = AsyncIterable<Uint8Array | string>;

/**
 * Reads an XML text as it comes, tag by tag. Only the five entities of XML itself are replaced: none is declared or
 * fetched.
 *
 * @throws when the text is not well-formed, or a thousand elements deep
 */
export async function readXml(pieces: XmlPieces, reader: TagReader): Promise<void> {
  for await (const _ of readXmlPieces(pieces, reader)) continue;
}

/**
 * The same, giving way after each piece, so that what was read can be taken away meanwhile.
 *
 * @param pieces bytes of UTF-8, or text
 */
export async function* readXmlPieces(pieces: XmlPieces, reader: TagReader): AsyncGenerator<undefined> {
  const parser = new SaxesParser({ xmlns: false, position: true });
  let depth = 0;
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    if (depth > deepest) parser.fail('too many elements within each other');
    reader.open?.(localName(name), attributes);
  });
  parser.on('text', (text) => reader.text?.(text));
  parser.on('cdata', (text) => reader.text?.(text));
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    reader.close?.(localName(name));
  });
  const decoder = new TextDecoder('utf-8');
  for await (const piece of pieces) {
    parser.write(typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true }));
    yield;
  }
  parser.write(decoder.decode()).close();
  yield;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
