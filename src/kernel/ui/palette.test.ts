import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contrast } from './contrast.ts';
import { type Shades, fixedColours, isColour, paletteOf, paletteSheet, paletteTokens } from './palette.ts';

const anyColour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`);

/** Every pair of `tokens.test.ts` that one of these colours is part of, with the contrast it needs. */
function pairsOf(shades: Shades, theme: keyof typeof fixedColours): [string, string, string, number][] {
  const { grounds, bandInk, marks } = fixedColours[theme];
  const bands = [shades.band, shades['band-hover']];
  return [
    ...grounds.map((ground) => ['link on a ground', shades.link, ground, 4.5] as const),
    ...[shades.action, shades['action-hover']].map(
      (button) => ['words of a button', shades['action-ink'], button, 4.5] as const,
    ),
    ...grounds.slice(0, 3).map((ground) => ['a button on a ground', shades.action, ground, 3] as const),
    ...bands.map((band) => ['words on the band', bandInk, band, 4.5] as const),
    ...bands.map((band) => ['soft words on the band', shades['band-soft'], band, 4.5] as const),
    ...bands.flatMap((band) => marks.map((mark) => ['a mark on the band', mark, band, 3] as const)),
  ].map((pair) => [...pair]);
}

describe('the palette of a colour', () => {
  test.each(['light', 'dark'] as const)('can be read in the %s theme, whatever the colour', (theme) => {
    fc.assert(
      fc.property(anyColour, (colour) => {
        const shades = paletteOf(colour)[theme];
        for (const [what, one, other, least] of pairsOf(shades, theme)) {
          expect(contrast(one, other), `${what}: ${one}, ${other}`).toBeGreaterThanOrEqual(least);
        }
      }),
      {
        examples: ['#000000', '#ffffff', '#ffff00', '#0000ff', '#ff00ff', '#808080'].map((one) => [one]),
        numRuns: 500,
      },
    );
  });

  test('keeps a colour that can be read as it is', () => {
    expect(paletteOf('#17586a').light.link).toBe('#17586a');
  });

  test('darkens a colour that cannot be read', () => {
    expect(paletteOf('#ffd500').light.link).toBe('#7a6600');
  });

  test('changes under the pointer', () => {
    fc.assert(
      fc.property(anyColour, (colour) => {
        const { light, dark } = paletteOf(colour);
        expect(dark['action-hover']).not.toBe(dark.action);
        expect(light['band-hover']).not.toBe(light.band);
      }),
    );
  });

  test('leans on the colours that stay as the product has them', () => {
    const css = readFileSync(new URL('./styles/tokens.css', import.meta.url), 'utf8');
    const [light = '', dark = ''] = css.split('@media');
    const named = [
      'ground',
      'surface',
      'sunken',
      ...['info', 'success', 'warning', 'error'].map((it) => `${it}-ground`),
    ];
    const valueOf = (block: string, name: string) => new RegExp(`--${name}: (#\\w+);`).exec(block)?.[1];
    expect(named.map((name) => valueOf(light, name))).toEqual(fixedColours.light.grounds);
    expect(named.map((name) => valueOf(dark, name))).toEqual(fixedColours.dark.grounds);
    expect([valueOf(light, 'band-ink'), valueOf(dark, 'band-ink')]).toEqual([
      fixedColours.light.bandInk,
      fixedColours.dark.bandInk,
    ]);
    expect(valueOf(light, 'focus-halo')).toBe(fixedColours.light.marks[0]);
    expect([valueOf(light, 'band-weld'), valueOf(dark, 'focus-halo')]).toEqual(fixedColours.dark.marks);
    expect(paletteTokens.filter((token) => valueOf(light, token) === undefined)).toEqual([]);
  });
});

test('the sheet holds nothing but our tokens and colours', () => {
  fc.assert(
    fc.property(anyColour, (colour) => {
      const declarations = paletteSheet(paletteOf(colour)).match(/--[^;}]+/g) ?? [];
      expect(declarations).toHaveLength(2 * paletteTokens.length);
      for (const declaration of declarations) expect(declaration).toMatch(/^--[a-z-]+:#[\da-f]{6}$/);
    }),
  );
});

test.each([
  '',
  '#FFF',
  '#fff',
  'red',
  '#12345',
  '#1234567',
  '#12345g',
  '#123456;}',
  ' #123456',
  '#123456\n',
  'url(#1)',
])('%j is no colour, and makes no palette', (text) => {
  expect(isColour(text)).toBe(false);
  expect(() => paletteOf(text)).toThrow('Not a #rrggbb colour');
});
