import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listAddress, listNameIn } from './list-name.ts';

const filters = fc.dictionary(
  fc.constantFrom('q', 'theme', 'tag', 'status', 'page', 'sort', 'x'),
  fc.string(),
);

describe('the address of a list', () => {
  it('is one for the same filters, whatever their order, the page and the sorting', () => {
    fc.assert(
      fc.property(filters, (given) => {
        const turned = Object.fromEntries(Object.entries(given).toReversed());
        const moved = { ...turned, page: '7', sort: 'title', retiree: '3k9x0m2a' };
        expect(listAddress('/pratiques', new URLSearchParams(moved))).toBe(
          listAddress('/pratiques', new URLSearchParams(given)),
        );
      }),
    );
  });

  it('read and written again is the same', () => {
    fc.assert(
      fc.property(filters, (given) => {
        const address = listAddress('/pratiques', new URLSearchParams(given)) ?? '';
        const name = listNameIn(address);
        expect(name && listAddress(name.path, name.params)).toBe(address);
      }),
    );
  });

  it('is that of a list only', () => {
    for (const address of [
      '/themes/jardins',
      '/defis/se-deplacer',
      '/leviers?phase=trigger',
      '/nouveautes',
    ]) {
      expect(listNameIn(address)).toBeDefined();
    }
    const others = [
      '',
      'pratiques',
      '/gestion/membres',
      '//ailleurs.test/pratiques',
      '/themes',
      '/themes/../x',
      '/toString',
    ];
    for (const address of others) expect(listNameIn(address)).toBeUndefined();
  });
});
