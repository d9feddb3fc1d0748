import { describe, expect, test } from 'vitest';
import { mapStyle } from './map-style.ts';
import { isMapTheme, mapThemes } from './map-theme.ts';

describe('the style of the basemap', () => {
  test.each(mapThemes)('%s fetches the basemap and nothing else', (theme) => {
    const style = mapStyle({ theme, basemapPath: '/carte/fond.json' });
    expect(style.sources).toEqual({ basemap: expect.objectContaining({ data: '/carte/fond.json' }) });
    expect(style).not.toHaveProperty('glyphs');
    expect(style).not.toHaveProperty('sprite');
    expect(JSON.stringify(style)).not.toMatch(/https?:|\/\//);
  });

  test.each(mapThemes)('%s tells names from what is behind them (contrast of at least 4.5)', (theme) => {
    const style = mapStyle({ theme, basemapPath: '/' });
    const paint = (id: string) =>
      style.layers.find((layer) => layer.id === id)?.paint as Record<string, string>;
    const town = paint('town')['text-color'] ?? '';
    for (const ground of [paint('land')['fill-color'] ?? '', paint('sea')['background-color'] ?? '']) {
      expect(contrast(town, ground)).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('has two themes', () => {
    expect([isMapTheme('dark'), isMapTheme('light'), isMapTheme('sepia')]).toEqual([true, true, false]);
  });
});

/** WCAG 2.2 contrast of two colours written #rrggbb: (lighter + 0.05) / (darker + 0.05). */
function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
