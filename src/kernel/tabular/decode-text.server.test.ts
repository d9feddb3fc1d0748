import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decodeText, type EncodingReport } from './decode-text.server.ts';

const accents = 'Épicerie coopérative ; forêt, Noël, Œuvre à « Saint-Gérêon »\r\nÇa coûte trois sous\r\n';

async function* inPieces(bytes: Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function decode(bytes: Uint8Array, size?: number): Promise<{ text: string; report: EncodingReport }> {
  const decoded = await decodeText(inPieces(bytes, size));
  if (!decoded.ok) throw new Error(decoded.error);
  let text = '';
  for await (const piece of decoded.value.text) text += piece;
  return { text, report: decoded.value.report() };
}

describe('decodeText', () => {
  it.each([
    { name: 'UTF-8', bytes: Buffer.from(accents), encoding: 'utf-8', mark: false },
    { name: 'UTF-8 with its mark', bytes: Buffer.from(`\uFEFF${accents}`), encoding: 'utf-8', mark: true },
    {
      name: 'Windows-1252',
      bytes: iconv.encode(accents, 'windows-1252'),
      encoding: 'windows-1252',
      mark: false,
    },
    {
      name: 'UTF-16 LE with its mark',
      bytes: Buffer.from(`\uFEFF${accents}`, 'utf16le'),
      encoding: 'utf-16le',
      mark: true,
    },
    { name: 'UTF-16 LE without', bytes: Buffer.from(accents, 'utf16le'), encoding: 'utf-16le', mark: false },
    {
      name: 'UTF-16 BE',
      bytes: iconv.encode(`\uFEFF${accents}`, 'utf-16be'),
      encoding: 'utf-16be',
      mark: true,
    },
    { name: 'Macintosh', bytes: iconv.encode(accents, 'macintosh'), encoding: 'macintosh', mark: false },
  ])('reads $name', async ({ bytes, encoding, mark }) => {
    const { text, report } = await decode(bytes);
    expect(text).toBe(accents);
    expect(report).toEqual({ encoding, byteOrderMark: mark, mixed: false });
  });

  it('reads DOS text', async () => {
    const { text, report } = await decode(iconv.encode('école à côté, forêt', 'cp850'));
    expect(text).toBe('école à côté, forêt');
    expect(report.encoding).toBe('cp850');
  });

  it('keeps Windows-1252 for a text in capitals', async () => {
    const { text } = await decode(iconv.encode('ÉCOLE;FORÊT', 'windows-1252'));
    expect(text).toBe('ÉCOLE;FORÊT');
  });

  it('reads each line of a mixed file in its own encoding', async () => {
    const bytes = Buffer.concat([
      Buffer.from('Forêt de Brocéliande à Paimpont\n'),
      iconv.encode('Épicerie\n', 'windows-1252'),
      Buffer.from('Noël\n'),
    ]);
    const { text, report } = await decode(bytes);
    expect(text).toBe('Forêt de Brocéliande à Paimpont\nÉpicerie\nNoël\n');
    expect(report).toEqual({ encoding: 'utf-8', byteOrderMark: false, mixed: true });
  });

  it('finds an encoding that shows only far into the file', async () => {
    const { text, report } = await decode(iconv.encode(`${'a;b\n'.repeat(50_000)}é`, 'windows-1252'), 65_536);
    expect(text.endsWith('\né')).toBe(true);
    expect(report.encoding).toBe('windows-1252');
  });

  it('reads a huge file without line ends, no character cut in two', async () => {
    const { text } = await decode(Buffer.from('é1'.repeat(800_000)), 60_001);
    expect(text).toBe('é1'.repeat(800_000));
  });

  it.each([
    ['an empty file', Buffer.alloc(0), 'empty'],
    ['a spreadsheet', Buffer.from('504b030414000600', 'hex'), 'not-text'],
    ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), 'not-text'],
    ['zeros', Buffer.alloc(64), 'not-text'],
  ])('refuses %s', async (_, bytes, error) => {
    expect(await decodeText(inPieces(bytes))).toEqual({ ok: false, error });
  });

  it('never throws, and gives valid text for any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.integer({ min: 1, max: 50 }),
        async (bytes, size) => {
          const decoded = await decodeText(inPieces(bytes, size));
          if (!decoded.ok) return;
          for await (const piece of decoded.value.text) expect(typeof piece).toBe('string');
        },
      ),
    );
  });

  it('gives back any UTF-8 text, however it is cut', async () => {
    const texts = fc
      .string({ unit: 'binary', minLength: 1 })
      .map((text) => `Lieu ${text.replaceAll('\0', '')}`);
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 9 }), async (text, size) => {
        const decoded = await decodeText(inPieces(Buffer.from(text), size));
        if (!decoded.ok) return;
        let read = '';
        for await (const piece of decoded.value.text) read += piece;
        expect(read).toBe(text);
      }),
    );
  });
});
