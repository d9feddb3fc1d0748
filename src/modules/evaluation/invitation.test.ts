import { describe, expect, test } from 'vitest';
import { isLongOver, readAddresses } from './invitation.ts';

describe('a pasted list of addresses', () => {
  test.each([
    ['one a line', 'a@exemple.org\nb@exemple.org\r\n\n'],
    ['commas', 'a@exemple.org, b@exemple.org,'],
    ['semicolons and capitals', 'A@Exemple.org; b@exemple.org; a@exemple.org'],
    ['spaces', ' a@exemple.org  b@exemple.org '],
    ['names', 'Camille Martin <a@exemple.org>, "Dominique" <b@exemple.org>'],
    ['names without brackets', 'Camille a@exemple.org\nDominique b@exemple.org'],
  ])('with %s gives each address once', (_, pasted) => {
    expect(readAddresses(pasted)).toEqual({ addresses: ['a@exemple.org', 'b@exemple.org'], refused: [] });
  });

  test('gives back what is no address, as it was typed, and keeps the others', () => {
    expect(readAddresses('a@exemple.org\nCamille Martin\nb@exemple\n<script>@x>')).toEqual({
      addresses: ['a@exemple.org'],
      refused: ['Camille Martin', 'b@exemple', 'script'],
    });
  });

  test('of nothing is nothing', () => {
    expect(readAddresses(' \n;, ')).toEqual({ addresses: [], refused: [] });
  });
});

describe('a session is long over', () => {
  const end = new Date('2026-03-01T00:00:00Z');
  const after = (days: number) => new Date(end.getTime() + days * 86_400_000);

  test('ninety days after it was closed, or withdrawn', () => {
    for (const session of [
      { closedAt: end, withdrawnAt: null },
      { closedAt: null, withdrawnAt: end },
    ]) {
      expect(isLongOver(session, after(90))).toBe(false);
      expect(isLongOver(session, after(91))).toBe(true);
    }
  });

  test('never while it has not ended', () => {
    expect(isLongOver({ closedAt: null, withdrawnAt: null }, after(10_000))).toBe(false);
  });
});
