import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTileAddress } from './tile-address.ts';

describe('the address of a tile', () => {
  test('is read when it stands in its level', () => {
    const address = fc
      .integer({ min: 0, max: 24 })
      .chain((z) => fc.tuple(fc.constant(z), fc.nat(2 ** z - 1), fc.nat(2 ** z - 1)));
    fc.assert(
      fc.property(address, ([z, x, y]) => {
        const parsed = parseTileAddress({ z: String(z), x: String(x), y: String(y) });
        expect(parsed).toEqual({ ok: true, value: { z, x, y } });
      }),
    );
  });

  test.each([
    ['25', '0', '0', 'z'],
    ['-1', '0', '0', 'z'],
    ['', '0', '0', 'z'],
    ['1', '2', '0', 'x'],
    ['1', '0x1', '0', 'x'],
    ['1', '01', '0', 'x'],
    ['3', '1', '1.5', 'y'],
    ['3', '1', '8', 'y'],
    ['3', '1', 'NaN', 'y'],
    ['3', '1', '99999999999999999999', 'y'],
  ])('%s/%s/%s is refused for its %s', (z, x, y, field) => {
    expect(parseTileAddress({ z, x, y })).toEqual({
      ok: false,
      error: { code: 'map.bad-tile-address', field },
    });
  });
});
