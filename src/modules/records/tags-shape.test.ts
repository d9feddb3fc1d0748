import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '#kernel/testing/any-text.ts';
import { tagsOf } from './tags-shape.ts';

describe('keywords', () => {
  it('are each there once, in lower case', () => {
    expect(tagsOf(' Jardin, jardin ;Eau  de pluie,,')).toEqual(['jardin', 'eau de pluie']);
    expect(tagsOf('')).toEqual([]);
  });

  it('stay the same when read again from what is shown', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tags = tagsOf(text);
        expect(tagsOf(tags.join(', '))).toEqual(tags);
      }),
    );
  });
});
