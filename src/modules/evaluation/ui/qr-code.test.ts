import { encode } from 'uqr';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { qrCode } from './qr-code.ts';

/** The black modules of a drawing, by place. */
function modulesIn(path: string): Set<string> {
  const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g)];
  expect(runs.map(([run]) => run).join('')).toBe(path);
  return new Set(
    runs.flatMap(([, x, y, width, back]) => {
      expect(back).toBe(width);
      return Array.from({ length: Number(width) }, (_, i) => `${Number(x) + i},${y}`);
    }),
  );
}

test('a QR code is drawn module for module, with four white ones around', () => {
  fc.assert(
    fc.property(fc.webUrl(), (url) => {
      const { side, path } = qrCode(url);
      const { data, size } = encode(url, { ecc: 'M', border: 0 });
      expect(side).toBe(size + 8);
      const black = data.flatMap((line, y) => line.flatMap((is, x) => (is ? [`${x + 4},${y + 4}`] : [])));
      expect(modulesIn(path)).toEqual(new Set(black));
    }),
    { numRuns: 20 },
  );
});
