import { describe, expect, it } from 'vitest';
import { compareIds, moderationOf, printedId, readConversation } from './polis-export.ts';
import { printOpinions } from './print-opinions.ts';

const headers = ['participant', 'xid', 'group-id', 'n-votes', '10', '2'];
const row = (line: number, ...cells: string[]) => ({
  line,
  cells: Object.fromEntries(headers.map((header, i) => [header, cells[i] ?? ''])),
});

function read(rows: ReturnType<typeof row>[], names = headers) {
  return readConversation(names, rows, new Set(['2', 'unknown']));
}

describe('readConversation', () => {
  it('reads participants, their groups and votes, statements in the order of their ids', () => {
    const found = read([row(2, '7', 'x', '0', '99', '1', '-1'), row(3, '5', '', '', '1', '', '0')]);
    if (!found.ok) throw new Error(found.error.code);
    const { participants, statements, givenGroups, matrix } = found.value;
    expect({ participants, statements, givenGroups }).toEqual({
      participants: ['7', '5'],
      statements: ['2', '10'],
      givenGroups: ['0', ''],
    });
    expect([...matrix.vote]).toEqual([-1, 1, 0]);
    expect([...matrix.moderatedOut]).toEqual([1, 0]);
  });

  it('takes votes and groups as spreadsheets write them', () => {
    const found = read([row(2, '7', '', '1.0', '', ' 1.0 ', '−1')]);
    if (!found.ok) throw new Error(found.error.code);
    expect([...found.value.matrix.vote]).toEqual([-1, 1]);
    expect(found.value.givenGroups).toEqual(['1']);
  });

  it.each([
    ['no column of participants', [], ['1', '2'], { code: 'no-participant-column' }],
    ['no statement', [], ['participant', 'group-id', 'n-agree'], { code: 'no-statement' }],
    ['a row without participant', [row(4, '')], headers, { code: 'no-participant', line: 4 }],
    ['a participant twice', [row(2, 'a'), row(3, 'a')], headers, { code: 'participant-twice', line: 3 }],
    [
      'something else than a vote',
      [row(2, 'a', '', '', '', 'oui')],
      headers,
      { code: 'not-a-vote', line: 2, column: '10', found: 'oui' },
    ],
  ])('refuses %s', (_, rows, names, error) => {
    expect(read(rows, names)).toMatchObject({ ok: false, error });
  });
});

describe('printOpinions', () => {
  it('has nothing to print of given groups without the column', () => {
    const found = read([row(2, '7')], ['participant', '10', '2']);
    if (!found.ok) throw new Error(found.error.code);
    expect(printOpinions(found.value, 'given')).toBeNull();
  });

  it('prints whole numbers as numbers, in their order', () => {
    const rows = ['10', '9', 'b', '1'].map((name, i) => row(i + 2, name, '', 'A', '', '1', '1'));
    const found = read(rows);
    if (!found.ok) throw new Error(found.error.code);
    expect(printOpinions(found.value, 'given')).toMatchObject({
      groups: [{ id: 'A', members: [1, 9, 10, 'b'], size: 4 }],
    });
  });

  it('orders and prints ids by their kind', () => {
    expect(['b', '10', 'a', '9', '01'].toSorted(compareIds)).toEqual(['9', '10', '01', 'a', 'b']);
    expect(['0', '01', '12', '-1'].map(printedId)).toEqual([0, '01', 12, '-1']);
  });
});

describe('moderationOf', () => {
  it('knows what was moderated out from a line, and a line that says nothing', () => {
    expect(moderationOf({ 'comment-id': '3', moderated: '-1' })).toEqual({ statement: '3', isOut: true });
    expect(moderationOf({ 'comment-id': '3', moderated: '0' })).toEqual({ statement: '3', isOut: false });
    expect(moderationOf({ 'comment-id': 'the rest of a text', moderated: 'and more' })).toBeNull();
    expect(moderationOf({ 'comment-id': '', moderated: '' })).toBeNull();
  });
});
