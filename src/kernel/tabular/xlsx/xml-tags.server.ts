import type { Readable } from 'node:stream';
import { SaxesParser } from 'saxes';

export interface TagReader {
  /** Names without their prefix. */
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/**
 * Reads an XML text as it comes, tag by tag; `onPiece` is awaited after each piece. Only the five entities of XML itself
 * are replaced: none is declared or fetched.
 *
 * @throws when the text is not well-formed
 */
export async function readXml(stream: Readable, reader: TagReader): Promise<void> {
  for await (const _ of readXmlPieces(stream, reader)) continue;
}

/** The same, giving way after each piece, so that what was read can be taken away meanwhile. */
export async function* readXmlPieces(stream: Readable, reader: TagReader): AsyncGenerator<undefined> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on('opentag', ({ name, attributes }) => reader.open?.(localName(name), attributes));
  parser.on('text', (text) => reader.text?.(text));
  parser.on('cdata', (text) => reader.text?.(text));
  parser.on('closetag', ({ name }) => reader.close?.(localName(name)));
  const decoder = new TextDecoder('utf-8');
  for await (const piece of stream as AsyncIterable<Uint8Array>) {
    parser.write(decoder.decode(piece, { stream: true }));
    yield;
  }
  parser.write(decoder.decode()).close();
  yield;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
