import { contrast } from './contrast.ts';

/** Tokens of `styles/tokens.css` that a territory's own colour redefines, as `#rrggbb`. */
export const paletteTokens = [
  'band',
  'band-hover',
  'band-soft',
  'link',
  'action',
  'action-hover',
  'action-ink',
] as const;
export type Shades = Record<(typeof paletteTokens)[number], string>;

/** The colours of a territory, in both themes. */
export interface Palette {
  light: Shades;
  dark: Shades;
}

/** What stays as `tokens.css` has it, and the colours above are seen on or beside. */
export const fixedColours = {
  light: {
    grounds: ['#f6f6f0', '#ffffff', '#ebece2', '#e2eff0', '#e4f0e0', '#fbf0d3', '#fae7e2'],
    bandInk: '#f4f6ee',
    marks: ['#f2c350'],
  },
  dark: {
    grounds: ['#11191b', '#19262a', '#0b1213', '#16343b', '#1a3220', '#352a10', '#401d1b'],
    bandInk: '#f0f3ea',
    marks: ['#f2c350', '#a87408'],
  },
} as const;

/** Contrast asked of text (WCAG 2.2, 1.4.3) and of what must be seen to operate (1.4.11). */
const needed = { text: 4.5, mark: 3 };

/** More than text needs: a tint of the band has to be read on it too. */
const roomForTint = 7.5;

/** A colour as hue (0 to 1), saturation and lightness (0 to 1). */
interface Hsl {
  hue: number;
  saturation: number;
  lightness: number;
}

/** Whether a text is a colour as we keep them: `#c0432c`. */
export function isColour(text: string): boolean {
  return /^#[\da-f]{6}$/.test(text);
}

/**
 * The palette of any one colour: its hue is kept, and its lightness moves as little as it must for everything to be
 * read. Each contrast is that of WCAG 2.2 (`contrast.ts`).
 *
 * @param colour `#rrggbb`, in small letters
 * @example paletteOf('#ffd500').light.link // '#7a6600': yellow, dark enough to be read
 */
export function paletteOf(colour: string): Palette {
  const base = toHsl(colour);
  return { light: lightShades(base), dark: darkShades(base) };
}

function lightShades(base: Hsl): Shades {
  const { grounds, bandInk, marks } = fixedColours.light;
  const bands = bandShades(base, { bandInk, marks, atMost: base.lightness });
  const action = firstReadable(base, { from: base.lightness, step: -1, on: grounds });
  const hover = firstReadable(base, {
    from: Math.max(toHsl(action).lightness - 0.07, 0),
    step: -1,
    on: grounds,
  });
  return { ...bands, link: action, action, 'action-hover': hover, 'action-ink': '#ffffff' };
}

function darkShades(base: Hsl): Shades {
  const { grounds, bandInk, marks } = fixedColours.dark;
  const bands = bandShades(base, { bandInk, marks, atMost: Math.min(base.lightness, 0.16) });
  const soft = { ...base, saturation: Math.min(base.saturation, 0.7) };
  const action = firstReadable(soft, { from: 0.68, step: 1, on: grounds });
  const hover = toHex({ ...soft, lightness: Math.min(toHsl(action).lightness + 0.1, 1) });
  const ink = firstReadable(soft, { from: 0.12, step: -1, on: [action, hover] });
  return { ...bands, link: action, action, 'action-hover': hover, 'action-ink': ink };
}

/** The band, what it becomes under the pointer, and the tint of text on both. */
function bandShades(
  base: Hsl,
  { bandInk, marks, atMost }: { bandInk: string; marks: readonly string[]; atMost: number },
): Pick<Shades, 'band' | 'band-hover' | 'band-soft'> {
  const carries = (shade: string) =>
    contrast(shade, bandInk) >= roomForTint && marks.every((mark) => contrast(shade, mark) >= needed.mark);
  const hoverShade = search(base, { from: Math.min(atMost + 0.07, 1), step: -1, isRight: carries });
  const bandLightness = Math.min(atMost, Math.max(toHsl(hoverShade).lightness - 0.07, 0));
  const band = search(base, { from: bandLightness, step: -1, isRight: carries });
  const pale = { ...base, saturation: Math.min(base.saturation, 0.35) };
  const soft = firstReadable(pale, { from: 0.78, step: 1, on: [band, hoverShade] });
  return { band, 'band-hover': hoverShade, 'band-soft': soft };
}

function firstReadable(
  base: Hsl,
  { from, step, on }: { from: number; step: 1 | -1; on: readonly string[] },
): string {
  const isRight = (shade: string) => on.every((ground) => contrast(shade, ground) >= needed.text);
  return search(base, { from, step, isRight });
}

/** The first shade that is right, from that lightness towards white or black, by hundredths; white or black at the end. */
function search(
  base: Hsl,
  { from, step, isRight }: { from: number; step: 1 | -1; isRight: (shade: string) => boolean },
): string {
  for (let lightness = from; lightness >= 0 && lightness <= 1; lightness += step / 100) {
    const shade = toHex({ ...base, lightness });
    if (isRight(shade)) return shade;
  }
  return step === 1 ? '#ffffff' : '#000000';
}

/** The sheet that redefines the tokens. It weighs more than `tokens.css`, whichever the browser reads first. */
export function paletteSheet({ light, dark }: Palette): string {
  const block = (shades: Shades) =>
    `:root:root{${paletteTokens.map((token) => `--${token}:${shades[token]}`).join(';')}}`;
  return `${block(light)}\n@media screen and (prefers-color-scheme:dark){${block(dark)}}\n`;
}

/** CSS Color 4, 7.1 (RGB to HSL). */
function toHsl(colour: string): Hsl {
  if (!isColour(colour)) throw new Error(`Not a #rrggbb colour: ${colour}`);
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(
    (at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255,
  );
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)];
  const spread = most - least;
  const lightness = (most + least) / 2;
  if (spread === 0) return { hue: 0, saturation: 0, lightness };
  const saturation = spread / (1 - Math.abs(2 * lightness - 1));
  return { hue: sixthsOf({ red, green, blue, most, spread }) / 6, saturation, lightness };
}

function sixthsOf(channels: {
  red: number;
  green: number;
  blue: number;
  most: number;
  spread: number;
}): number {
  const { red, green, blue, most, spread } = channels;
  if (most === red) return ((green - blue) / spread + 6) % 6;
  return most === green ? (blue - red) / spread + 2 : (red - green) / spread + 4;
}

/** CSS Color 4, 7.1 (HSL to RGB). */
function toHex({ hue, saturation, lightness }: Hsl): string {
  const strength = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number) => {
    const place = (offset + hue * 12) % 12;
    const value = lightness - strength * Math.max(-1, Math.min(place - 3, 9 - place, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}
