import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '#kernel/testing/any-text.ts';
import { readPracticeQuery } from './practice-filters.ts';

const read = (query: string) => readPracticeQuery(new URLSearchParams(query));

function filters(query: string) {
  const result = read(query);
  return result.ok ? result.value.filters : result.error;
}

const names = [
  'q',
  'theme',
  'purpose',
  'status',
  'state',
  'legal_status',
  'commune',
  'epci',
  'bbox',
  'source',
  'updated_since',
  'sort',
  'page',
  'per_page',
];

describe('the address of a list', () => {
  it('without anything asks for the first page, the latest first', () => {
    expect(read('')).toEqual({ ok: true, value: { filters: {}, sort: 'updated', page: 1, perPage: 20 } });
  });

  it('says every filter of the contract', () => {
    const query =
      'q=jardin&theme=Eau&purpose=sharing&status=idea&state=potential&legal_status=association&commune=35236' +
      '&epci=243500741&bbox=-2.3,47.5,-1.9,47.8&source=Annuaire&updated_since=2026-01-31&sort=title&page=3&per_page=500';
    expect(read(query)).toEqual({
      ok: true,
      value: {
        filters: {
          q: 'jardin',
          theme: ['Eau'],
          purpose: ['sharing'],
          status: ['idea'],
          state: ['potential'],
          legal_status: ['association'],
          commune: ['35236'],
          epci: ['243500741'],
          bbox: [-2.3, 47.5, -1.9, 47.8],
          source: ['Annuaire'],
          updated_since: new Date('2026-01-31T00:00:00Z'),
        },
        sort: 'title',
        page: 3,
        perPage: 500,
      },
    });
  });

  it('with empty values, as forms send them, asks for nothing more', () => {
    expect(read(names.map((name) => `${name}=`).join('&'))).toEqual(read(''));
    expect(read('q=+&theme=%20&page=')).toEqual(read(''));
  });

  it('that searches puts the best matches first, unless told otherwise', () => {
    expect(read('q=jardin')).toMatchObject({ value: { sort: 'relevance' } });
    expect(read('q=jardin&sort=title')).toMatchObject({ value: { sort: 'title' } });
  });

  it('that says a filter several times keeps each value once, and the last of what has one', () => {
    expect(filters('status=idea&status=active&status=&status=idea')).toEqual({ status: ['idea', 'active'] });
    expect(filters('q=jardin&q=compost')).toEqual({ q: 'compost' });
  });

  it('knows moments with their offset and Corsican communes', () => {
    expect(filters('updated_since=2026-01-31T10:00:00%2B01:00')).toEqual({
      updated_since: new Date('2026-01-31T09:00:00Z'),
    });
    expect(filters('commune=2A004')).toEqual({ commune: ['2A004'] });
  });
});

describe('an address that is not understood', () => {
  it.each([
    'q=' + 'a'.repeat(201),
    'q=%00',
    'theme=' + 'a'.repeat(101),
    'challenge=' + 'a'.repeat(101),
    'community=' + 'a'.repeat(101),
    'tag=' + 'a'.repeat(51),
    'purpose=x',
    'status=constructor',
    'status=active&status=x',
    'sector=x',
    `tag=${Array.from({ length: 51 }, (_, index) => index).join('&tag=')}`,
    'state=existing,potential',
    'legal_status=__proto__',
    'commune=Redon',
    'commune=3523',
    "commune=35236'--",
    'epci=12345678',
    'bbox=1,2,3',
    'bbox=1,2,3,4,5',
    'bbox=,,,',
    'bbox=a,b,c,d',
    'bbox=0x1,0,0x2,1',
    'bbox=1e1,0,20,1',
    'bbox=2,0,1,1',
    'bbox=0,50,1,40',
    'bbox=0,-91,1,0',
    `bbox=${'9'.repeat(400)},0,1,1`,
    'source=' + 'a'.repeat(201),
    'updated_since=hier',
    'updated_since=2026-02-30',
    'updated_since=2026-01-31T10:00:00',
    'sort=title;drop table record',
    'page=0',
    'page=-1',
    'page=1.5',
    'page=100001',
    'page=abc',
    'page=Infinity',
    'per_page=501',
    'per_page=0',
  ])('names the value: %s', (query) => {
    expect(read(query)).toEqual({
      ok: false,
      error: { code: 'invalid-parameter', field: query.split('=')[0] },
    });
  });

  it.each([
    'x=1',
    '__proto__=1',
    'constructor=1',
    'toString=1',
    '=1',
    'Q=1',
    'q[]=1',
    'communes=35236',
    'perPage=3',
  ])('names the parameter: %s', (query) => {
    expect(read(query)).toEqual({
      ok: false,
      error: { code: 'unknown-parameter', field: query.split('=')[0] },
    });
  });

  it('never throws, and is understood once what it names is taken away', () => {
    const value = fc.oneof(anyText, fc.constantFrom('1', 'idea', '35236', '1,2,3,4', '\0', 'x'.repeat(5000)));
    const pairs = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...names, '__proto__', ''), anyText), value), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(pairs, (given) => {
        const query = new URLSearchParams(given);
        for (let left = query.size; left >= 0; left -= 1) {
          const result = readPracticeQuery(query);
          if (result.ok) return;
          expect(query.has(result.error.field)).toBe(true);
          query.delete(result.error.field);
        }
        expect(readPracticeQuery(query).ok).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
