import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { mostPixels, preparePicture } from './prepare-picture.server.ts';

const picture = (width: number, height: number, background = '#a33') =>
  sharp({ create: { width, height, channels: 3, background } });

async function sizesOf(bytes: Uint8Array) {
  const prepared = await preparePicture(bytes);
  if (!prepared.ok) throw new Error(prepared.error.code);
  return prepared.value;
}

async function refusalOf(bytes: Uint8Array | string) {
  const prepared = await preparePicture(Buffer.from(bytes));
  return prepared.ok ? 'accepted' : prepared.error.code;
}

/** A GIF of that many images of one pixel (GIF89a, appendix F for the data of each). */
function movingGif(images: number): Buffer {
  const header = Buffer.from('GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0', 'latin1');
  const image = Buffer.from('!\xf9\x04\0\x01\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0', 'latin1');
  return Buffer.concat([header, ...Array<Buffer>(images).fill(image), Buffer.from(';')]);
}

describe('a picture', () => {
  it('is kept at three widths, never larger than it was', async () => {
    const large = await sizesOf(await picture(2000, 1000).jpeg().toBuffer());
    expect(large.map(({ width, height }) => [width, height])).toEqual([
      [320, 160],
      [800, 400],
      [1600, 800],
    ]);
    const small = await sizesOf(await picture(500, 100).png().toBuffer());
    expect(small.map(({ width }) => width)).toEqual([320, 500]);
    const tiny = await sizesOf(await picture(1, 1).png().toBuffer());
    expect(tiny.map(({ width, height }) => [width, height])).toEqual([[1, 1]]);
  });

  it('is read from each format that is accepted, and becomes WebP', async () => {
    const base = picture(40, 30);
    for (const bytes of await Promise.all([
      base.clone().jpeg().toBuffer(),
      base.clone().png().toBuffer(),
      base.clone().webp().toBuffer(),
      base.clone().gif().toBuffer(),
      base.clone().avif().toBuffer(),
    ])) {
      const [only] = await sizesOf(bytes);
      expect((await sharp(only?.bytes).metadata()).format).toBe('webp');
    }
  });

  it('loses what its file told beside the pixels: place, device, author', async () => {
    const bytes = await picture(900, 600)
      .withExif({
        IFD0: { Make: 'CameraOfCamille', Copyright: 'Camille' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 27/1 0/1' },
      })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><secret>48.45N</secret></x:xmpmeta>')
      .jpeg()
      .toBuffer();
    expect(bytes.includes('CameraOfCamille')).toBe(true);
    expect(bytes.includes('48.45N')).toBe(true);
    for (const size of await sizesOf(bytes)) {
      const { exif, xmp, iptc, icc } = await sharp(size.bytes).metadata();
      expect({ exif, xmp, iptc, icc }).toEqual({});
      expect(/Camille|48\.45N|EXIF|GPS/i.test(size.bytes.toString('latin1'))).toBe(false);
    }
  });

  it('stands upright as the device held it', async () => {
    const lying = await picture(60, 30).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const [only] = await sizesOf(lying);
    expect([only?.width, only?.height]).toEqual([30, 60]);
  });

  it('that moves gives its first image, however many it has', async () => {
    const [only] = await sizesOf(movingGif(10_000));
    expect([only?.width, only?.height]).toEqual([1, 1]);
    expect((await sharp(only?.bytes).metadata()).pages).toBeUndefined();
  });

  it('carries nothing of a program hidden behind it', async () => {
    const polyglot = Buffer.concat([movingGif(1), Buffer.from('/*<script>alert(1)</script>*/')]);
    for (const size of await sizesOf(polyglot)) expect(size.bytes.includes('script')).toBe(false);
  });
});

describe('what is refused', () => {
  it('is what is no picture, whatever it claims', async () => {
    for (const claim of [
      '',
      '<script>alert(1)</script>',
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>',
      '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
      '%PDF-1.7',
      'GIF89a',
      '\xff\xd8\xff\xe0 not a picture',
    ]) {
      expect(['not-a-picture', 'unread-picture']).toContain(await refusalOf(Buffer.from(claim, 'latin1')));
    }
    expect(await refusalOf(await picture(9, 9).tiff().toBuffer())).toBe('not-a-picture');
  });

  it('is a picture that is cut short', async () => {
    const noise = await sharp(randomBytes(300 * 300 * 3), { raw: { width: 300, height: 300, channels: 3 } })
      .png()
      .toBuffer();
    expect(await refusalOf(noise.subarray(0, noise.length / 2))).toBe('unread-picture');
  });

  it('is a small file that unpacks into more pixels than the memory is for', async () => {
    const bomb = await picture(10_000, mostPixels / 10_000 + 1)
      .png()
      .toBuffer();
    expect(bomb.length).toBeLessThan(1_000_000);
    expect(await refusalOf(bomb)).toBe('too-many-pixels');
  });
});
