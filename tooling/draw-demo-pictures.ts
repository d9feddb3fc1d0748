import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { packageRoot } from '#kernel/shipped-data.server.ts';

/**
 * Makes the pictures of the demonstration from their drawings (`data/demo/pictures/*.svg`), in the widths that
 * `picture-steps` names, so that a first start has none to make: `node tooling/draw-demo-pictures.ts`.
 */
const widths = [320, 960];

const folder = join(packageRoot([import.meta.dirname]), 'data/demo/pictures');
for (const file of readdirSync(folder).filter((name) => name.endsWith('.svg'))) {
  for (const width of widths) {
    const drawn = sharp(join(folder, file), { density: 144 }).resize({ width });
    const to = join(folder, `${basename(file, '.svg')}-${width}.webp`);
    await drawn.webp({ quality: 82, effort: 6 }).toFile(to);
  }
}
