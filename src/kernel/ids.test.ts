import { describe, expect, it } from 'vitest';
import { isId, newId, shortIdOf } from './ids.ts';

describe('ids', () => {
  it('are sorted by the moment they were made', () => {
    const made = Array.from({ length: 1000 }, newId);
    expect(made.toSorted()).toEqual(made);
  });

  it('shorten to eight characters that nobody confuses when reading aloud', () => {
    expect(shortIdOf('0198f6a0-0000-7000-8000-0000000000ff')).toBe('0000007z');
    expect(shortIdOf('0198f6a0-0000-7000-8000-00123456789a')).toBe('28t5cy4t');
    expect(shortIdOf(newId())).toMatch(/^[0-9a-hjkmnp-tv-z]{8}$/);
  });

  it('are told from other texts', () => {
    expect(isId(newId())).toBe(true);
    expect(isId("' or 1=1 --")).toBe(false);
    expect(isId('')).toBe(false);
  });
});
