import fc from 'fast-check';
import { expect, test } from 'vitest';
import Weave from './Weave.svelte';
import { html, tagsWith, textOf } from './ui-testing.ts';
import { weaveHeight, weavePhase, weavePlace, weaveThreads, weaveWidth } from './weave.ts';

test('threads stay inside the drawing', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: weaveWidth, noNaN: true }), fc.nat(2), (x, thread) => {
      expect(weavePlace(x, thread)).toBeGreaterThanOrEqual(4);
      expect(weavePlace(x, thread)).toBeLessThanOrEqual(weaveHeight - 4);
    }),
  );
});

test('where two threads cross, one passes above and the other below', () => {
  const pairs = [
    [0, 1],
    [1, 2],
    [0, 2],
  ] as const;
  let crossings = 0;
  for (const [one, other] of pairs) {
    const gap = (x: number) => weavePlace(x, one) - weavePlace(x, other);
    for (let x = 0; x < weaveWidth; x += 0.1) {
      if (gap(x) * gap(x + 0.1) > 0) continue;
      crossings += 1;
      expect(Math.sin(2 * weavePhase(x, one)) > 0).not.toBe(Math.sin(2 * weavePhase(x, other)) > 0);
    }
  }
  expect(crossings).toBeGreaterThan(20);
});

test('draws three threads, and says nothing', () => {
  expect(weaveThreads()).toHaveLength(3);
  const body = html(Weave, {});
  expect(textOf(body)).toBe('');
  expect(tagsWith(body, '<svg')[0]).toContain('aria-hidden="true"');
  expect(tagsWith(body, '<path')).toHaveLength(9);
});
