import { describe, expect, test } from 'vitest';
import { linkMinutes, readAddresses } from './invitation.ts';

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

describe('how long a link can be read', () => {
  const now = new Date('2026-03-01T00:00:00Z');
  const days = (minutes: number) => Math.floor(minutes / 1440);

  test('is until ninety days after the announced end', () => {
    expect(days(linkMinutes(now, '2026-03-11'))).toBe(100);
  });

  test('is ninety days when the announced end has passed, and more without one', () => {
    expect(days(linkMinutes(now, '2020-01-01'))).toBe(90);
    expect(days(linkMinutes(now, null))).toBe(270);
  });
});
