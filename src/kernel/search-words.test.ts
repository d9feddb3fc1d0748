import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyText } from './testing/any-text.ts';
import { answers, askedWords, isNear, wordOf, wordsOf } from './search-words.ts';

const holds = (text: string, search: string) => answers(wordsOf(text), askedWords(search));
const resembles = (text: string, search: string) => answers(wordsOf(text), askedWords(search), isNear);

describe('words searched for', () => {
  test.each([
    ['accents and capitals', 'Épicerie coopérative', 'EPICERIE COOPERATIVE'],
    ['plurals', 'Les jardins partagés', 'jardin partagé'],
    ['endings', 'On y fait des réparations', 'réparer'],
    ['elisions', 'Repair café de l’écluse', 'l’ecluse'],
    ['ligatures', 'Au cœur du bourg', 'coeur'],
    ['words only begun', 'Expérience irréversible', 'expér irrév'],
    ['common words', 'Jardin des Cordiers', 'le jardin de la rue or le jardin des cordiers'],
  ])('are found whatever the %s', (_, text, search) => {
    expect(holds(text, search)).toBe(true);
  });

  test('are all wanted, unless told otherwise', () => {
    expect(holds('Jardin des Cordiers', 'jardin écluse')).toBe(false);
    expect(holds('Jardin des Cordiers', 'jardin OR écluse')).toBe(true);
    expect(holds('Jardin des Cordiers', 'jardin -cordiers')).toBe(false);
    expect(holds('Porte-outils', 'porte-outils')).toBe(true);
  });

  test.each(['', '  ', 'le la les', '-', '"', '&|!():*', '-jardin'])('are none in "%s"', (search) => {
    expect(askedWords(search)).toEqual([]);
    expect(holds('le la les jardin', search)).toBe(false);
  });

  test('are met again when a letter or two are wrong', () => {
    for (const typo of ['epicrie', 'épicerrie', 'epcierie', 'epiceire']) {
      expect(resembles('Épicerie du bourg', typo)).toBe(true);
    }
    expect(resembles('Jardin du bourg', 'jardns')).toBe(true);
    expect(resembles('Épicerie du bourg', 'patisserie')).toBe(false);
    expect(resembles('Le four à pain', 'fout')).toBe(true);
    expect(resembles('Le bac à sable', 'sac')).toBe(false);
  });

  test('are as near to each other one way as the other, and nearest to themselves', () => {
    const word = fc.stringMatching(/^[a-e]{4,10}$/).map(wordOf);
    fc.assert(
      fc.property(word, word, (one, other) => {
        const isLongAlike = one.plain.length < 8 === other.plain.length < 8;
        const isBegun = one.plain.startsWith(other.plain) || other.plain.startsWith(one.plain);
        fc.pre(isLongAlike && !isBegun);
        return isNear(one, other) === isNear(other, one) && isNear(one, one);
      }),
    );
  });

  test('are found in any text that holds them', () => {
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        const asked = askedWords(one);
        return asked.length !== 1 || asked[0]?.none.length !== 0 || holds(`${other} ${one}`, one);
      }),
    );
  });
});
