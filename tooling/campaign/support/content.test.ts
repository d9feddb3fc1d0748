import { describe, expect, test } from 'vitest';
import { type Content, contradictions } from './content.ts';
import type { Acknowledged } from './ledger.ts';

const times = { askedAt: 0, answeredAt: 1 };
const promised: Acknowledged[] = [
  { kind: 'created', shortId: 'aaaaaaaa', title: 'Four', ...times },
  { kind: 'changed', shortId: 'aaaaaaaa', title: 'Four à pain', ...times },
  { kind: 'commented', commentId: 'c1', text: 'Bravo', ...times },
];

function content(): Content {
  return {
    records: [{ id: 'r1', shortId: 'aaaaaaaa', version: 2, fields: { title: 'Four à pain', pitch: '' } }],
    comments: [{ id: 'c1', text: 'Bravo' }],
    entries: [
      {
        recordId: 'r1',
        action: 'practice.created',
        changes: { title: { before: null, after: 'Four' }, pitch: { before: null, after: '' } },
      },
      {
        recordId: 'r1',
        action: 'practice.changed',
        changes: { title: { before: 'Four', after: 'Four à pain' } },
      },
      {
        recordId: 'r1',
        action: 'comment.created',
        changes: { 'comment.c1': { before: null, after: 'c1' } },
      },
    ],
    damaged: [],
  };
}

test('an instance that kept everything contradicts nothing', () => {
  expect(contradictions(promised, content())).toEqual([]);
});

test('writes that nobody was promised may be there: their answer was cut', () => {
  expect(contradictions([], content())).toEqual([]);
});

describe('a loss is found, planted in', () => {
  test('the journal, whichever of its entries', () => {
    for (const lost of content().entries) {
      const entries = content().entries.filter(({ action }) => action !== lost.action);
      expect(contradictions(promised, { ...content(), entries })).not.toEqual([]);
    }
  });

  test('the records', () => {
    expect(contradictions(promised, { ...content(), records: [] })).toContain('lost: created "Four"');
    expect(contradictions([], { ...content(), records: [] })).toEqual([
      'the journal made the record r1, which is absent',
    ]);
  });

  test('the comments', () => {
    expect(contradictions(promised, { ...content(), comments: [] })).toContain('lost: the comment "Bravo"');
    const other = { ...content(), comments: [{ id: 'c1', text: '' }] };
    expect(contradictions(promised, other)).toEqual(['lost: the comment "Bravo"']);
  });

  test('a field that went back to what it was', () => {
    const fields = { title: 'Four', pitch: '' };
    const records = [{ id: 'r1', shortId: 'aaaaaaaa', version: 2, fields }];
    expect(contradictions(promised, { ...content(), records })).toEqual([
      'the record aaaaaaaa differs from the journal: title',
    ]);
  });

  test('a change without its entry in the journal', () => {
    const records = content().records.map((record) => ({ ...record, version: 3 }));
    expect(contradictions(promised, { ...content(), records })).toEqual([
      'the record aaaaaaaa differs from the journal: version',
    ]);
  });

  test('a table whose index counts otherwise', () => {
    expect(contradictions([], { ...content(), damaged: ['the table record'] })).toEqual(['the table record']);
  });
});
