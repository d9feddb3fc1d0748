import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { translatorOf } from './translate.ts';

const t = translatorOf<string>('fr', {
  plain: 'Bonjour',
  typographic: 'l’eau qu’on partage',
  straight: "l'eau qu'on partage",
  elision: "Le bourg d'{commune} et l'{commune}",
  count: '{count, plural, =0 {Aucune pratique} one {# pratique} other {# pratiques}}',
  counted: "{count, plural, one {L'idée d'{who}} other {Les # idées d'{who}}}",
  choice: '{state, select, open {ouverte} other {close}}',
  tags: 'Un <b>mot</b> & un {name}',
});

describe('words in French', () => {
  it('agree in number as French does: zero and one are singular', () => {
    expect(t('count', { count: 0 })).toBe('Aucune pratique');
    expect(t('count', { count: 1 })).toBe('1 pratique');
    expect(t('count', { count: 1.5 })).toBe('1,5 pratique');
    expect(t('count', { count: 2 })).toBe('2 pratiques');
  });

  it('keep their apostrophes, typographic and straight, before a value too', () => {
    expect(t('typographic')).toBe('l’eau qu’on partage');
    expect(t('straight')).toBe("l'eau qu'on partage");
    expect(t('straight', {})).toBe("l'eau qu'on partage");
    expect(t('elision', { commune: 'Allaire' })).toBe("Le bourg d'Allaire et l'Allaire");
    expect(t('counted', { count: 1, who: 'Anne' })).toBe("L'idée d'Anne");
    expect(t('counted', { count: 3, who: 'Anne' })).toBe("Les 3 idées d'Anne");
  });

  it('choose by a state, and fall back on the rest', () => {
    expect(t('choice', { state: 'open' })).toBe('ouverte');
    expect(t('choice', { state: 'toString' })).toBe('close');
  });

  it('show a key that is missing rather than hide the rest of the page', () => {
    expect(t('no.such.key')).toBe('no.such.key');
    expect(t('constructor')).toBe('constructor');
    expect(t('toString', { count: 1 })).toBe('toString');
  });
});

describe('a value', () => {
  it('is put in as it is: it is never read as a message, nor as markup', () => {
    fc.assert(fc.property(fc.string(), (name) => t('tags', { name }) === `Un <b>mot</b> & un ${name}`));
  });

  it('is written in the manner of the language', () => {
    const en = translatorOf<string>('en', { many: '{n, number}' });
    const fr = translatorOf<string>('fr', { many: '{n, number}' });
    expect(en('many', { n: 12_345.5 })).toBe('12,345.5');
    expect(fr('many', { n: 12_345.5 })).toMatch(/^12\s345,5$/u);
  });
});
