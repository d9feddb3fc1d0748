import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askedWords, wordOf } from '#kernel/search-words.ts';
import { TitleWords, queryOf, resemblingWords } from './title-words.ts';

function wordsIn(...titles: string[]): TitleWords {
  const words = new TitleWords();
  for (const title of titles) words.add(title);
  return words;
}
const words = wordsIn(
  'Jardin partagé',
  'Les jardins du port',
  'Épicerie coopérative',
  'La coopération en marche',
  'Four à pain 35h',
  'Cour des fours',
);
const near = (typed: string) => words.meant(wordOf(typed)).near;
const query = (typed: string, use: 'match' | 'rank' = 'match') =>
  queryOf(resemblingWords(askedWords(typed), [words]), use);

describe('the words of titles', () => {
  it.each([
    ['a letter is missing', 'epicrie', ['epicerie']],
    ['two letters changed places', 'jadrin', ['jardin']],
    ['the ending is another', 'jardns', ['jardin']],
    ['it is only begun', 'coop', ['cooperative']],
    ['another begins alike', 'cou', ['cour']],
    ['it is short', 'fo', []],
    ['it resembles nothing', 'xyzzy', []],
    ['it is a number', '35h', []],
  ])('are met again when %s', (_, typed, expected) => {
    expect(near(typed).toSorted()).toEqual(expected.toSorted());
  });

  it('are known by their stem, whatever the accents', () => {
    expect(words.meant(wordOf('Jardins')).isKnown).toBe(true);
    expect(words.meant(wordOf('épiceries')).isKnown).toBe(true);
    expect(words.meant(wordOf('jardn')).isKnown).toBe(false);
  });

  it('nearest first, and no more than a few', () => {
    const many = wordsIn(...'bars cars dars fars gars jars lars mars'.split(' '), 'pars pars', 'les pars');
    const { near: found } = many.meant(wordOf('zars'));
    expect(found).toHaveLength(6);
    expect(found[0]).toBe('pars');
  });

  it('find a word with any one letter missing', () => {
    const word = fc.stringMatching(/^[a-z]{6,12}$/);
    fc.assert(
      fc.property(word, fc.nat(11), (whole, at) => {
        const place = at % whole.length;
        const typed = wordOf(whole.slice(0, place) + whole.slice(place + 1));
        const { isKnown, near: found } = wordsIn(whole).meant(typed);
        return isKnown || found.includes(whole) || wordOf(whole).plain !== whole;
      }),
      { numRuns: 200 },
    );
  });
});

describe('a mistyped search', () => {
  it('looks for the words that are near, all of them', () => {
    expect(query('epicrie jardns')).toBe("(('epicrie' | 'epicerie') & ('jardns' | 'jardin'))");
  });

  it('believes a word that titles hold beside one that they do not', () => {
    expect(query('four epicrie')).toBe("(('four') & ('epicrie' | 'epicerie'))");
    expect(query('four epicerie')).toBe("(('four' | 'cour') & ('epicerie'))");
  });

  it('is the better for a word that no title holds, and is found without it', () => {
    expect(query('jardns xyzzy')).toBe("(('jardns' | 'jardin'))");
    expect(query('jardns xyzzy', 'rank')).toBe("(('jardns' | 'jardin' | 'xyzzy'))");
    expect(query('xyzzy')).toBe('');
  });

  it('keeps what is not wanted, and alternatives', () => {
    expect(query('epicrie -port or jardns')).toBe(
      "(('epicrie' | 'epicerie') & !'port') | (('jardns' | 'jardin'))",
    );
  });
});
