import { describe, expect, it } from 'vitest';
import { splitValues } from '../multiple-values.ts';
import { isAskAnswer, readAsk } from './smw-ask.ts';
import { fromMediaWiki, printoutText } from './smw-values.ts';

const request = (label: string, typeid: string, mode = 1) => ({ label, key: label, typeid, mode });
const page = (printouts: object, more: object = {}) => ({
  printouts,
  fulltext: 'Projet:Jardin',
  fullurl: '//wiki.exemple.org/wiki/Projet:Jardin',
  namespace: 3000,
  displaytitle: '',
  ...more,
});
const printrequests = [
  request('', '_wpg', 2),
  request('Lieu', '_geo'),
  request('Contact', '_ema'),
  request('fulltext', '_txt'),
];
const value = page({ Lieu: [{ lat: 48.1, lon: -1.7 }], Contact: ['mailto:a@exemple.org'], fulltext: ['x'] });

describe('an answer of a semantic wiki', () => {
  it.for([
    ['version 2', { query: { printrequests, results: { Jardin: value } } }],
    ['version 3', { query: { printrequests, results: [{ Jardin: value }] } }],
    ['Special:Ask', { printrequests, results: { Jardin: value } }],
  ] as const)('is read from %s', ([, answer]) => {
    expect(isAskAnswer(answer)).toBe(true);
    const table = readAsk(answer);
    expect(table.rows).toEqual([
      {
        displaytitle: 'Jardin',
        fulltext: 'Projet:Jardin',
        fullurl: 'https://wiki.exemple.org/wiki/Projet:Jardin',
        Lieu: '48.1|-1.7',
        Contact: 'a@exemple.org',
        'fulltext (fulltext)': 'x',
      },
    ]);
    expect(table.known).toMatchObject({ Lieu: 'point', Contact: 'email', fullurl: 'sourceUrl' });
    expect(table.sourceName).toBe('wiki.exemple.org');
    expect(table.warnings).toEqual([]);
  });

  it('says that the source has more', () => {
    const answer = { 'query-continue-offset': 50, query: { printrequests, results: [{ Jardin: value }] } };
    expect(readAsk(answer).warnings).toEqual([
      { field: null, code: 'more-pages-at-source', params: { count: 1, offset: '50' } },
    ]);
  });

  it('may hold pages without any answer, or no page', () => {
    expect(readAsk({ query: { printrequests, results: { Vide: { printouts: [] } } } }).rows).toEqual([
      { displaytitle: 'Vide', fulltext: 'Vide' },
    ]);
    expect(readAsk({ query: { printrequests, results: [] } }).rows).toEqual([]);
    expect(isAskAnswer({ query: { pages: {} } })).toBe(false);
  });
});

describe('a value of a page', () => {
  it.for([
    ['_dat', { timestamp: '1517356800', raw: '1/2018/1/31' }, '2018-01-31'],
    ['_dat', { timestamp: '0', raw: '1/2018/3' }, '2018-03'],
    ['_dat', { timestamp: '0', raw: '1/2018' }, '2018'],
    ['_dat', { timestamp: '1517356800' }, '2018-01-31'],
    ['_qty', { value: 12, unit: 'km' }, '12 km'],
    ['_num', 3.5, '3.5'],
    ['_boo', 't', 'true'],
    ['_tel', 'tel:+33299000000', '+33299000000'],
    ['_uri', 'https://exemple.org/a__b', 'https://exemple.org/a__b'],
    ['_wpg', { fulltext: 'Catégorie:Repair Café', namespace: 14 }, 'Repair Café'],
    ['_wpg', { fulltext: 'Rennes', namespace: 0, displaytitle: 'Ville de Rennes' }, 'Ville de Rennes'],
    [
      '_rec',
      { Rue: { label: 'Rue', typeid: '_txt', item: ['des Lilas', 'du Port'] } },
      'Rue : des Lilas, du Port',
    ],
    ['_txt', null, ''],
  ] as const)('of type %s is read', ([type, given, text]) => {
    expect(printoutText([given], type)).toBe(text);
  });

  it('may be several, whatever signs they hold', () => {
    expect(splitValues(printoutText(['a ; b', 'c, d'], '_txt'), null)).toEqual(['a ; b', 'c, d']);
  });

  it('has the writing of MediaWiki turned into ours', () => {
    expect(fromMediaWiki("== Titre ==\n'''gras''' [[Rennes|la ville]] [https://exemple.org le site]")).toBe(
      '## Titre\n**gras** la ville le site (https://exemple.org)',
    );
  });
});
