import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { contrast } from './contrast.ts';

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');

function colours(css: string): Record<string, string> {
  return Object.fromEntries(
    [...css.matchAll(/--([\w-]+):\s*(#[\da-f]{6});/gi)].map((match) => [match[1] ?? '', match[2] ?? '']),
  );
}

const [lightBlock = '', darkBlock = ''] = read('./styles/tokens.css').split('@media');
const light = colours(lightBlock);
const themes = { light, dark: { ...light, ...colours(darkBlock) } };

const grounds = ['ground', 'surface', 'sunken'];
const tones = ['info', 'success', 'warning', 'error'];
const series = [1, 2, 3, 4, 5, 6].map((number) => `series-${number}`);

/** What is written on what: 4.5 to 1 (WCAG 1.4.3). */
const text: [string, string[]][] = [
  ['ink', [...grounds, ...tones.map((tone) => `${tone}-ground`)]],
  ['ink-soft', [...grounds, 'warning-ground']],
  ['link', [...grounds, ...tones.map((tone) => `${tone}-ground`)]],
  ['action-ink', ['action', 'action-hover']],
  ['band-ink', ['band', 'band-hover']],
  ['band-soft', ['band', 'band-hover']],
  ['error', [...grounds]],
  ['surface', ['series-1', 'woad']],
  ['weld-ink', ['weld']],
  ...tones.map((tone): [string, string[]] => [tone, [`${tone}-ground`]]),
];

/** What must be seen to understand or operate: 3 to 1 (WCAG 1.4.11). */
const marks: [string, string[]][] = [
  ['control', grounds],
  ['woad', ['ground', 'surface']],
  ['madder', ['ground', 'surface']],
  ['action', ['ground', 'surface']],
  ['focus', ['ground', 'surface', 'sunken']],
  ['focus-halo', ['band', 'focus']],
  ['band-weld', ['band', 'band-hover']],
  ['band-soft', ['band']],
  ...series.map((name): [string, string[]] => [name, ['surface']]),
];

describe.each(Object.entries(themes))('colours of the %s theme', (_, theme) => {
  const ratio = (one: string, other: string) => contrast(theme[one] ?? '', theme[other] ?? '');

  test.each(text)('%s can be read', (ink, on) => {
    for (const ground of on) expect(ratio(ink, ground), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  });

  test.each(marks)('%s can be seen', (mark, on) => {
    for (const ground of on) expect(ratio(mark, ground), `${mark} on ${ground}`).toBeGreaterThanOrEqual(3);
  });
});

test('the dark theme redefines every colour that is not the same in both', () => {
  const dark = colours(darkBlock);
  const shared = Object.keys(light).filter((name) => !(name in dark));
  expect(shared.toSorted()).toEqual(['band-madder', 'band-weld', 'band-woad', 'weld-ink']);
});

test('the contrast of known pairs', () => {
  expect(contrast('#ffffff', '#000000')).toBe(21);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(() => contrast('white', '#000000')).toThrow('white');
});

test('every colour used is a token that exists, and the sheet stays under 12 kB', () => {
  const parts = [...read('./style.css').matchAll(/@import '(.+)';/g)].map((match) => read(match[1] ?? ''));
  const sheet = parts.join('');
  const defined = new Set([...sheet.matchAll(/(--[\w-]+):/g)].map((match) => match[1]));
  const used = [...sheet.matchAll(/var\((--[\w-]+)\)/g)].map((match) => match[1]);
  expect(used.filter((name) => !defined.has(name))).toEqual([]);
  expect(parts).toHaveLength(15);
  expect(gzipSync(sheet).length).toBeLessThan(12_000);
});
