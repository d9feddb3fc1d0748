import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Likeable, keysOf, likenessBetween, shownFrom } from './likeness.ts';

const garden: Likeable = {
  title: 'Jardin des Cordiers',
  communeCode: '35236',
  communeName: 'Redon',
  point: { lat: 47.651, lng: -2.085 },
  website: '',
  text: '',
  email: '',
  phone: '',
  homonyms: 1,
  among: 5000,
};
const codesOf = (first: Likeable, second: Likeable) =>
  likenessBetween(first, second).reasons.map(({ code }) => code);

describe('the likeness of two practices', () => {
  it('adds what the worked example says: a rare name, 80 m apart', () => {
    const near = { ...garden, point: { lat: 47.65172, lng: -2.085 } };
    expect(likenessBetween(garden, near)).toEqual({
      score: 14,
      reasons: [{ code: 'same-name' }, { code: 'near', metres: 80 }],
    });
  });

  it.each([
    ['JARDIN DES CORDIERS', 'same-name'],
    ['Le jardin des Cordiers – REDON', 'same-name'],
    ['Jardin des Cordirs', 'nearly-same-name'],
    ['Jardin des Codriers', 'nearly-same-name'],
    ['Jardin partagé des Cordiers', 'name-within'],
  ])('sees that %s is the same garden', (title, code) => {
    const other = { ...garden, title };
    expect(codesOf(garden, other)).toContain(code);
    expect(likenessBetween(garden, other).score).toBeGreaterThanOrEqual(shownFrom);
  });

  it.each([
    ['another name at the same place', { title: 'Repair café' }],
    ['the same name far away', { point: { lat: 48.1, lng: -1.7 } }],
    ['a name that many have, in the same commune and nowhere more precisely', { homonyms: 400, point: null }],
  ])('does not show %s', (_, difference) => {
    const [first, second] = [{ ...garden, ...difference }, garden];
    expect(likenessBetween(first, second).score).toBeLessThan(shownFrom);
  });

  it('weighs a website, an address, a number and a text that both have', () => {
    const text = 'Un jardin où l’on cultive ensemble des légumes, des fleurs et des amitiés depuis dix ans.';
    const signs = { website: 'https://jardin.test/', email: 'a@b.test', phone: '02 99 00 11 22', text };
    const other = { ...signs, website: 'http://www.jardin.test', phone: '+33 299001122' };
    expect(codesOf({ ...garden, ...signs }, { ...garden, ...other })).toEqual(
      expect.arrayContaining(['same-site', 'same-email', 'same-phone', 'same-text']),
    );
  });

  const words = fc.constantFrom(
    'Jardin',
    'des',
    'Cordiers',
    'Repair',
    'Café',
    'Redon',
    'cordires',
    '',
    'L’Étang',
  );
  const anyone: fc.Arbitrary<Likeable> = fc.record({
    title: fc.array(words, { minLength: 1, maxLength: 4 }).map((list) => list.join(' ')),
    communeCode: fc.constantFrom(null, '35236'),
    communeName: fc.constantFrom('Redon', 'Allaire', ''),
    point: fc.option(
      fc.record({ lat: fc.double({ min: 47, max: 47.01, noNaN: true }), lng: fc.constant(-2) }),
    ),
    website: fc.constantFrom('', 'https://a.test', 'http://www.a.test/', 'https://b.test'),
    text: fc.constantFrom('', 'court', 'long '.repeat(30)),
    email: fc.constantFrom('', 'a@b.test', 'A@B.test'),
    phone: fc.constantFrom('', '0299001122', '299001122', '12'),
    homonyms: fc.integer({ min: 1, max: 50 }),
    among: fc.integer({ min: 1, max: 100_000 }),
  });

  it('is the same either way, and says why above the threshold', () => {
    fc.assert(
      fc.property(anyone, anyone, (first, second) => {
        const found = likenessBetween(first, second);
        expect(likenessBetween(second, first).score).toBeCloseTo(found.score, 9);
        if (found.score >= shownFrom) expect(found.reasons.length).toBeGreaterThan(0);
      }),
    );
  });

  it('is found by keys that hold nothing private', () => {
    const keys = keysOf({ ...garden, email: 'ana@exemple.test', phone: '0299001122' }).join('\n');
    expect(keys).not.toMatch(/ana|0011/);
  });
});
