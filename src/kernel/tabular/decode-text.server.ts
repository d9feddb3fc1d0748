import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { type Result, err, ok } from '#kernel/result.ts';
import { mendDoubledText } from './mend-doubled-text.ts';
import { guessSingleByte, type SingleByteEncoding, type UpperHalf } from './single-byte.ts';

type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | SingleByteEncoding;

export interface EncodingReport {
  encoding: TextEncoding;
  byteOrderMark: boolean;
  /** Some lines are in UTF-8, others in a one-byte encoding; each was read in its own. */
  mixed: boolean;
}

interface DecodedText {
  /** The text in pieces, without its byte order mark; it can be read once. */
  text: AsyncIterable<string>;
  /** What was found so far; final once `text` has been read. */
  report(): EncodingReport;
}

export type DecodeFailure = 'empty' | 'not-text';

type Bytes = Uint8Array<ArrayBufferLike>;

const sampleSize = 65_536;
const newline = 0x0a;
/** A line longer than this is read in pieces, so that a file without line ends stays bounded in memory. */
const longestLine = 1_048_576;

/**
 * Reads bytes as text, whatever the habits of the program that wrote them: byte order marks, UTF-16 without one,
 * UTF-8 when it is valid, else Windows-1252, Macintosh or DOS (CP 850). A UTF-8 file where some lines come from
 * elsewhere has each line read in its own encoding; what was encoded twice is put right. Never throws on any bytes; unreadable ones become U+FFFD.
 */
export async function decodeText(bytes: AsyncIterable<Bytes>): Promise<Result<DecodedText, DecodeFailure>> {
  const source = bytes[Symbol.asyncIterator]();
  const sample = await readSample(source);
  if (sample.length === 0) return err('empty');
  if (isBinary(sample)) return err('not-text');
  const all = replay(sample, source);
  const wide = detectUtf16(sample);
  return ok(wide ? decodeUtf16(all, wide) : decodeByLine(all));
}

async function readSample(source: AsyncIterator<Bytes>): Promise<Buffer> {
  const pieces: Bytes[] = [];
  let size = 0;
  while (size < sampleSize) {
    const next = await source.next();
    if (next.done) break;
    pieces.push(next.value);
    size += next.value.length;
  }
  return Buffer.concat(pieces);
}

async function* replay(sample: Buffer, rest: AsyncIterator<Bytes>): AsyncGenerator<Buffer> {
  yield sample;
  for (;;) {
    const next = await rest.next();
    if (next.done) return;
    yield Buffer.from(next.value.buffer, next.value.byteOffset, next.value.length);
  }
}

/** Beginnings of files that are not text: ZIP (so XLSX, ODS), PDF, PNG, JPEG, GIF, gzip, old Excel. */
const binaryStarts = ['504b0304', '25504446', '89504e47', 'ffd8ff', '47494638', '1f8b', 'd0cf11e0'];

function isBinary(sample: Buffer): boolean {
  const start = sample.subarray(0, 4).toString('hex');
  if (binaryStarts.some((mark) => start.startsWith(mark))) return true;
  if (detectUtf16(sample)) return false;
  const controls = sample.subarray(0, 4096).filter((byte) => byte < 0x09 || (byte > 0x0d && byte < 0x20));
  return controls.length > Math.min(sample.length, 4096) * 0.1;
}

interface WideEncoding {
  encoding: 'utf-16le' | 'utf-16be';
  byteOrderMark: boolean;
}

function detectUtf16(sample: Buffer): WideEncoding | null {
  if (sample[0] === 0xff && sample[1] === 0xfe) return { encoding: 'utf-16le', byteOrderMark: true };
  if (sample[0] === 0xfe && sample[1] === 0xff) return { encoding: 'utf-16be', byteOrderMark: true };
  const zeros = [0, 0];
  const start = sample.subarray(0, 4096);
  for (const [index, byte] of start.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros.map((count) => count / (start.length / 2));
  if (odd > 0.3 && even < 0.05) return { encoding: 'utf-16le', byteOrderMark: false };
  if (even > 0.3 && odd < 0.05) return { encoding: 'utf-16be', byteOrderMark: false };
  return null;
}

function decodeUtf16(bytes: AsyncIterable<Buffer>, { encoding, byteOrderMark }: WideEncoding): DecodedText {
  async function* text(): AsyncGenerator<string> {
    const decoder = new TextDecoder(encoding);
    for await (const piece of bytes) yield decoder.decode(piece, { stream: true });
    yield decoder.decode();
  }
  return { text: text(), report: () => ({ encoding, byteOrderMark, mixed: false }) };
}

function decodeByLine(bytes: AsyncIterable<Buffer>): DecodedText {
  const seen = { byteOrderMark: false, utf8Bytes: 0, otherBytes: 0 };
  let other: SingleByteEncoding | null = null;

  function decodeValid(block: Buffer): string {
    const text = block.toString('utf8');
    seen.utf8Bytes += block.length - text.length;
    return text;
  }

  function decodeBlock(block: Buffer): string {
    if (isUtf8(block)) return decodeValid(block);
    const counts = countUpperHalf(block);
    seen.otherBytes += counts.reduce((sum, count) => sum + count, 0);
    const encoding = other ?? guessSingleByte(counts, upperHalf);
    other = encoding;
    const lines = [...splitAfterNewlines(block)];
    return lines.map((line) => (isUtf8(line) ? decodeValid(line) : iconv.decode(line, encoding))).join('');
  }

  async function* text(): AsyncGenerator<string> {
    for await (const block of wholeLines(bytes, seen)) yield mendDoubledText(decodeBlock(block));
  }

  function report(): EncodingReport {
    const { byteOrderMark, utf8Bytes, otherBytes } = seen;
    const mostlyUtf8 = other === null || byteOrderMark || utf8Bytes > otherBytes;
    return {
      encoding: mostlyUtf8 ? 'utf-8' : (other ?? 'utf-8'),
      byteOrderMark,
      mixed: otherBytes > 0 && (utf8Bytes > 0 || byteOrderMark),
    };
  }
  return { text: text(), report };
}

/** Blocks that end with a line, so that no character is cut in two; the UTF-8 mark at the start is taken away. */
async function* wholeLines(
  bytes: AsyncIterable<Buffer>,
  seen: { byteOrderMark: boolean },
): AsyncGenerator<Buffer> {
  let kept: Buffer[] = [];
  let first = true;
  for await (const piece of bytes) {
    const start = first && piece.length > 2 && piece.readUIntBE(0, 3) === 0xefbbbf ? 3 : 0;
    if (start > 0) seen.byteOrderMark = true;
    first = false;
    const end = piece.lastIndexOf(newline) + 1;
    if (end > 0) {
      yield Buffer.concat([...kept, piece.subarray(start, end)]);
      kept = [];
    }
    kept.push(piece.subarray(Math.max(start, end)));
    if (kept.reduce((sum, one) => sum + one.length, 0) > longestLine) {
      const whole = Buffer.concat(kept);
      const cut = lastAscii(whole) + 1;
      yield whole.subarray(0, cut);
      kept = [whole.subarray(cut)];
    }
  }
  yield Buffer.concat(kept);
}

function lastAscii(block: Buffer): number {
  const index = block.findLastIndex((byte) => byte < 0x80);
  return index === -1 ? block.length - 1 : index;
}

function* splitAfterNewlines(block: Buffer): Generator<Buffer> {
  let start = 0;
  while (start < block.length) {
    const found = block.indexOf(newline, start);
    const end = found === -1 ? block.length : found + 1;
    yield block.subarray(start, end);
    start = end;
  }
}

function countUpperHalf(block: Buffer): Uint32Array {
  const counts = new Uint32Array(128);
  for (const line of splitAfterNewlines(block)) {
    if (isUtf8(line)) continue;
    for (const byte of line) if (byte >= 0x80) counts[byte - 0x80] = (counts[byte - 0x80] ?? 0) + 1;
  }
  return counts;
}

const highBytes = Buffer.from(Array.from({ length: 128 }, (_, index) => 0x80 + index));
const upperHalf: UpperHalf = {
  'windows-1252': iconv.decode(highBytes, 'windows-1252'),
  macintosh: iconv.decode(highBytes, 'macintosh'),
  cp850: iconv.decode(highBytes, 'cp850'),
};
