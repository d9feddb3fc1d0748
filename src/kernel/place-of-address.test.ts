import { describe, expect, test } from 'vitest';
import { placeOfAddress } from './place-of-address.ts';

describe('the place of a network address', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['2001:db8::7', '2001:db8:0:0'],
    ['2001:DB8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::', '2001:db8:1:2'],
    ['::1', '0:0:0:0'],
  ])('of %s is %s', (address, place) => {
    expect(placeOfAddress(address)).toBe(place);
  });
});
