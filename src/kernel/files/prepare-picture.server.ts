import type { Sharp } from 'sharp';
import { type Result, err, ok } from '../result.ts';

/** A picture at one width, as WebP. */
export interface PictureSize {
  /** In pixels. */
  width: number;
  height: number;
  bytes: Buffer;
}

export type PictureRefusal = { code: 'not-a-picture' | 'unread-picture' | 'too-many-pixels' };

/** A telephone of 50 megapixels passes; what would fill the memory once unpacked does not. */
export const mostPixels = 60_000_000;

/** In pixels: a thumbnail, a telephone, a wide screen. */
const widths = [320, 800, 1600] as const;

/** Formats that are read; what else the library knows (SVG, PDF, …) is a program to run rather than pixels. */
const formats: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'gif', 'heif']);

const readers = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((name) => `VipsForeignLoad${name}`);

type Open = typeof import('sharp').default;
let opened: Promise<Open> | undefined;

/** The library, loaded with the first picture: a site without any does not pay for it. It reads nothing but `readers`. */
function library(): Promise<Open> {
  opened ??= import('sharp').then(({ default: sharp }) => {
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({ operation: readers });
    // A picture passes once: keeping it in memory for a second time is for nothing.
    sharp.cache(false);
    return sharp;
  });
  return opened;
}

/** What one picture may take, in seconds. */
const patience = 30;

/** Pictures unpacked at the same time: each may take a quarter of a gigabyte. */
const atOnce = 2;
let working = 0;
const waiting: (() => void)[] = [];

async function inTurn<Done>(work: () => Promise<Done>): Promise<Done> {
  if (working >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else working += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else working -= 1;
  }
}

/**
 * Reads a picture and makes it anew: upright, without anything that its file told beside the pixels (place, date,
 * device), at up to three widths, never larger than it was. Of a moving picture, the first image.
 *
 * @returns its sizes, smallest first; `not-a-picture` for what is none, `unread-picture` for one that is damaged or of
 *   a kind that cannot be unpacked here (HEIC), `too-many-pixels` beyond `mostPixels`
 */
export async function preparePicture(bytes: Uint8Array): Promise<Result<PictureSize[], PictureRefusal>> {
  if (bytes.length === 0) return err({ code: 'not-a-picture' });
  const sharp = await library();
  const seen = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => undefined);
  if (!seen || !formats.has(seen.format)) return err({ code: 'not-a-picture' });
  if (seen.width * seen.height > mostPixels) return err({ code: 'too-many-pixels' });
  return inTurn(async () => {
    try {
      const picture = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', sequentialRead: true });
      return ok(await sizesOf(picture, seen.autoOrient));
    } catch {
      return err({ code: 'unread-picture' });
    }
  });
}

async function sizesOf(picture: Sharp, full: { width: number }): Promise<PictureSize[]> {
  const wanted = [...widths.filter((width) => width < full.width), Math.min(full.width, 1600)];
  const upright = picture.timeout({ seconds: patience }).autoOrient();
  const sizes = new Map<number, PictureSize>();
  for (const width of new Set(wanted)) {
    const { data, info } = await upright
      .clone()
      // A very tall picture is kept in proportion: no more than twice as high as wide.
      .resize({ width, height: 2 * width, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 78 })
      .toBuffer({ resolveWithObject: true });
    sizes.set(info.width, { width: info.width, height: info.height, bytes: data });
  }
  return [...sizes.values()].toSorted((a, b) => a.width - b.width);
}
