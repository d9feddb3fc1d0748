import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Json, canonicalJson, sameJson } from './json.ts';

const json = fc.jsonValue() as fc.Arbitrary<Json>;

/** The same value with the keys of every object in the opposite order. */
function turned(value: Json): Json {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value).map(([key, inner]) => [key, turned(inner)] as const);
  return Object.fromEntries(pairs.toReversed());
}

describe('canonical JSON', () => {
  it('says the value, all of it', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('does not depend on the order of keys', () => {
    fc.assert(fc.property(json, (value) => canonicalJson(turned(value)) === canonicalJson(value)));
  });
});

describe('two values', () => {
  it('are the same when, and only when, they hold the same things', () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        const equal = JSON.stringify(turned(turned(one))) === JSON.stringify(turned(turned(other)));
        if (equal) expect(sameJson(one, other)).toBe(true);
        expect(sameJson(one, turned(one))).toBe(true);
        expect(sameJson([one], [[one]])).toBe(false);
      }),
    );
    expect(sameJson({ a: 1, b: [2, 3] }, { b: [2, 3], a: 1 })).toBe(true);
    expect(sameJson({ b: [2, 3] }, { b: [3, 2] })).toBe(false);
    expect(sameJson('1', 1)).toBe(false);
    expect(sameJson({ a: null }, {})).toBe(false);
  });

  it('are the same when one is absent and the other null', () => {
    expect(sameJson(undefined, null)).toBe(true);
    expect(sameJson(undefined, '')).toBe(false);
  });
});
