import { createHash } from 'node:crypto';
import { paletteOf, paletteSheet } from '#kernel/ui/palette.ts';

interface ColourSheet {
  css: string;
  /** Changes when the sheet does. */
  hash: string;
}

/** The sheet of a territory's colour, `#rrggbb`. */
export function colourSheet(colour: string): ColourSheet {
  const css = paletteSheet(paletteOf(colour));
  return { css, hash: createHash('sha256').update(css).digest('hex').slice(0, 16) };
}

/** Where pages find it: the address changes with what it says, so that browsers may keep it for ever. */
export function coloursAddress(colour: string): string {
  return `/couleurs/${colourSheet(colour).hash}.css`;
}
