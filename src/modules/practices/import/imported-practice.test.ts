import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toMarkdown } from '#kernel/rich-text/to-markdown.ts';
import type { RichText } from '#kernel/rich-text/rich-text.ts';
import { contactOf, givenFieldsOf, importedDefaults, stateOfDraft, withState } from './imported-practice.ts';
import type { ImportField, PracticeDraft } from './practice-draft.ts';
import type { RecognisedColumn } from './recognise-columns.ts';

const draft: PracticeDraft = {
  title: 'Repair café',
  pitch: '',
  description: '',
  place: '',
  postalCode: '',
  communeCode: null,
  communeName: '',
  alsoIn: [],
  epciCode: null,
  epciName: '',
  reach: 'place',
  point: null,
  pointIsDoubtful: false,
  area: null,
  themes: [],
  tags: [],
  website: '',
  links: [],
  openingHours: '',
  externalId: '',
  updatedOn: '',
  createdOn: '',
  since: '',
  source: '',
  sourceUrl: '',
  licence: '',
  status: null,
  legalStatus: null,
  purpose: null,
  sector: null,
  carriers: '',
  partners: '',
  milieu: null,
  digital: null,
  count: null,
  contacts: { names: [], emails: [], phones: [] },
  isPublished: null,
  own: {},
  extra: {},
};

function columns(...fields: ImportField[]): RecognisedColumn[] {
  return fields.map((field) => ({ header: `Colonne ${field}`, field, score: 1, separator: null }));
}

function state(changes: Partial<PracticeDraft>, fields: ImportField[], licence = '') {
  const recognised = columns(...fields);
  const given = givenFieldsOf(recognised);
  return stateOfDraft(
    { ...draft, ...changes },
    { columns: recognised, given, licence, sourceName: 'Annuaire' },
  );
}

describe('the state of an imported practice', () => {
  it('holds only what the file has columns for, so that a file never empties what it does not speak of', () => {
    expect(Object.keys(state({}, ['title', 'communeName'])).toSorted()).toEqual([
      'alsoIn',
      'communeCode',
      'communeName',
      'epciCode',
      'epciName',
      'extra',
      'reach',
      'title',
    ]);
  });

  it('has the licence of the whole file where the row gives none', () => {
    expect(state({}, ['title'], 'ODbL-1.0')['licence']).toBe('ODbL-1.0');
    expect(state({ licence: 'CC0-1.0' }, ['title', 'licence'], 'ODbL-1.0')['licence']).toBe('CC0-1.0');
  });

  it('puts opening hours after the description, where readers find them, and further addresses with the links', () => {
    const changes = {
      description: 'On répare ensemble.',
      openingHours: 'samedi 14 h',
      links: ['https://a.test/x'],
    };
    const { body, links } = state(changes, ['title', 'description', 'openingHours', 'website']);
    expect(toMarkdown(body as unknown as RichText)).toBe('On répare ensemble.\n\nsamedi 14 h');
    expect(links).toEqual([{ label: '', url: 'https://a.test/x' }]);
  });

  it('keeps under the name of its column what no field takes', () => {
    const fields: ImportField[] = ['title', 'postalCode', 'createdOn', 'updatedOn', 'source'];
    const changes = { postalCode: '35600', createdOn: '2019', updatedOn: '2020-05', source: 'Ailleurs' };
    expect(state({ ...changes, extra: { Capacité: '12' } }, fields)).toMatchObject({
      confirmedOn: null,
      extra: {
        'Colonne postalCode': '35600',
        'Colonne createdOn': '2019',
        'Colonne updatedOn': '2020-05',
        'Colonne source': 'Ailleurs',
        Capacité: '12',
      },
    });
  });

  it('takes a whole day as the one when it was last confirmed', () => {
    expect(state({ updatedOn: '2020-05-03' }, ['title', 'updatedOn'])['confirmedOn']).toBe('2020-05-03');
  });

  it('has keywords that the form of a practice takes as they are', () => {
    const word = fc.string({ minLength: 1, maxLength: 50, unit: 'grapheme-ascii' });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), (themes) => {
        const tags = state({ themes }, ['title', 'themes'])['tags'] as string[];
        expect(tags.length).toBeLessThanOrEqual(20);
        expect(tags.join(', ').length).toBeLessThanOrEqual(500);
        for (const tag of tags) {
          expect(tag).not.toMatch(/[,;]/);
          expect([...tag].length).toBeLessThanOrEqual(50);
        }
      }),
    );
  });

  it('cuts a description beyond what a record holds, rather than refusing the record', () => {
    const { body } = state({ description: 'mot '.repeat(40_000) }, ['title', 'description']);
    expect(JSON.stringify(body).length).toBeLessThan(100_000);
  });

  it('gives back a practice with every field', () => {
    const { fields, details } = withState(importedDefaults, state({ count: 30 }, ['title', 'count']));
    expect(fields).toEqual({ ...importedDefaults.fields, title: 'Repair café' });
    expect(details).toEqual({ ...importedDefaults.details, count: 30, extra: {} });
  });
});

describe('contacts', () => {
  const contacts = { names: ['Ana'], emails: ['a@b.test', 'c@d.test'], phones: ['02 99 00 00 00'] };

  it('are joined on one line each', () => {
    expect(contactOf({ ...draft, contacts }, columns('title'))).toEqual({
      name: 'Ana',
      email: 'a@b.test, c@d.test',
      phone: '02 99 00 00 00',
    });
  });

  it('are empty when the columns are, and unknown when there is no column', () => {
    expect(contactOf(draft, columns('title', 'email'))).toEqual({ name: '', email: '', phone: '' });
    expect(contactOf(draft, columns('title'))).toBeNull();
  });
});
