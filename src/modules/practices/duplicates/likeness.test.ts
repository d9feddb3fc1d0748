import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Likeable, comparable } from './likeable.ts';
import { keysLookedUp, keysOf } from './likeness-keys.ts';
import { likenessBetween, shownFrom } from './likeness.ts';

type Described = Likeable & { homonyms: number; among: number };

const garden: Described = {
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
const likeness = (first: Described, second: Described) =>
  likenessBetween({ ...first, ...comparable(first) }, { ...second, ...comparable(second) });
const codesOf = (first: Described, second: Described) =>
  likeness(first, second).reasons.map(({ code }) => code);

describe('the likeness of two practices', () => {
  it('adds what the worked example says: a rare name, 80 m apart', () => {
    const near = { ...garden, point: { lat: 47.65172, lng: -2.085 } };
    expect(likeness(garden, near)).toEqual({
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
    expect(likeness(garden, other).score).toBeGreaterThanOrEqual(shownFrom);
  });

  it.each([
    ['another name at the same place', { title: 'Repair café' }],
    ['the same name far away', { point: { lat: 48.1, lng: -1.7 } }],
    ['a name that many have, in the same commune and nowhere more precisely', { homonyms: 400, point: null }],
  ])('does not show %s', (_, difference) => {
    const [first, second] = [{ ...garden, ...difference }, garden];
    expect(likeness(first, second).score).toBeLessThan(shownFrom);
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
  const anyone: fc.Arbitrary<Described> = fc.record({
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
        const found = likeness(first, second);
        expect(likeness(second, first).score).toBeCloseTo(found.score, 9);
        if (found.score >= shownFrom) expect(found.reasons.length).toBeGreaterThan(0);
      }),
    );
  });

  it('is looked for by keys that hold nothing private', () => {
    const keys = keysOf(comparable({ ...garden, email: 'ana@exemple.test', phone: '0299001122' })).join('\n');
    expect(keys).not.toMatch(/ana|0011/);
  });

  it('is found by its name alone from wherever it is shown for its name alone', () => {
    const offset = (most: number) => fc.double({ min: -most, max: most, noNaN: true });
    const name = fc.array(fc.constantFrom('Jardin', 'Cordiers', 'Étang', 'Repair'), {
      minLength: 2,
      maxLength: 4,
    });
    fc.assert(
      fc.property(name, offset(0.0044), offset(0.0065), fc.boolean(), (words, lat, lng, isShorter) => {
        const point = { lat: 47.651, lng: -2.085 };
        const one = { ...garden, title: words.join(' '), point };
        const less = isShorter ? words.slice(0, -1) : words;
        const other = {
          ...garden,
          communeCode: '35219',
          title: less.join(' '),
          point: { lat: point.lat + lat, lng: point.lng + lng },
        };
        fc.pre(likeness(one, other).score >= shownFrom - 2);
        const kept = new Set(keysOf(comparable(other)));
        expect(keysLookedUp(comparable(one)).some((key) => kept.has(key))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
