const headSize = 65_536;

/** The first bytes of a file, and all of them again. */
export async function peek(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ head: Buffer; all: AsyncGenerator<Uint8Array> }> {
  const source = bytes[Symbol.asyncIterator]();
  const pieces: Uint8Array[] = [];
  let size = 0;
  while (size < headSize) {
    const next = await source.next();
    if (next.done) break;
    pieces.push(next.value);
    size += next.value.length;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield* pieces;
      for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
    } finally {
      await source.return?.();
    }
  }
  return { head: Buffer.concat(pieces), all: all() };
}

/** The format of a file that is no CSV, as its first bytes tell; null when it may be one. */
export function foreignFormatOf(head: Buffer): string | null {
  if (head.length >= 4) {
    const mark = head.readUInt32BE(0);
    if (mark === 0x504b0304) return 'xlsx';
    if (mark === 0xd0cf11e0) return 'xls';
  }
  const start = head.subarray(0, 1000).toString('utf8').replace('\uFEFF', '').trimStart();
  if (/^[[{]\s*["{[\]}]/.test(start)) return 'json';
  return /^<(\?xml|rdf|!doctype|html|kml|osm|gpx)/i.test(start) ? 'xml' : null;
}
