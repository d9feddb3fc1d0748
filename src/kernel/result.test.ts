import { describe, expect, it } from 'vitest';
import { type Result, err, ok } from './result.ts';

function half(number: number): Result<number, { code: 'odd' }> {
  return number % 2 === 0 ? ok(number / 2) : err({ code: 'odd' });
}

describe('a result', () => {
  it('holds the value, or the reason why there is none', () => {
    expect(half(4)).toEqual({ ok: true, value: 2 });
    expect(half(3)).toEqual({ ok: false, error: { code: 'odd' } });
    expect(ok()).toEqual({ ok: true, value: undefined });
  });
});
