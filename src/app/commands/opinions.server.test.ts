import { createReadStream, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCsv } from '#kernel/tabular/read-csv.server.ts';
import { sharedFile } from '#kernel/testing/shared-data.server.ts';
import { adjustedRandIndex } from '#mathematics/opinion-groups/adjusted-rand-index.ts';
import { opinions } from './opinions.server.ts';

interface Printed {
  groups: {
    id: number;
    size: number;
    members: number[];
    representative: { statement: number; repful_for: string }[];
  }[];
  consensus: { statement: number; agree: number; disagree: number }[];
  majority: { agree: number[]; disagree: number[] };
  [figure: string]: unknown;
}

interface Expected {
  participants: number;
  statements: number;
  moderated_out: number;
  votes: number;
  group_sizes_published: Record<string, number>;
  majority_consensus_all_participants: { agree: number[]; disagree: number[] };
  given_published_groups: {
    group_informed_consensus_agree: Record<string, number>;
    group_informed_consensus_disagree: Record<string, number>;
    representative: Record<string, { tid: number; direction: string }[]>;
  };
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'entrelacs-opinions-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

function run(file: string, values: { mode?: string; comments?: string } = {}) {
  return opinions.run({ values, positionals: [file], locale: 'fr' });
}

async function printed(file: string, values: { mode?: string; comments?: string }): Promise<Printed> {
  const outcome = await run(file, values);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
  return JSON.parse(outcome.value) as Printed;
}

/** The published group of each participant that has one. */
async function publishedGroups(votes: string): Promise<Map<number, number>> {
  const table = await readCsv(createReadStream(votes));
  if (!table.ok) throw new Error(table.error.code);
  const groups = new Map<number, number>();
  for await (const row of table.value.rows) {
    const group = row.ok ? row.value.cells['group-id'] : '';
    if (row.ok && group) groups.set(Number(row.value.cells['participant']), Number(group));
  }
  return groups;
}

function agreement({ groups }: Printed, published: ReadonlyMap<number, number>): number {
  const both = groups.flatMap(({ id, members }) =>
    members.flatMap((member) => {
      const theirs = published.get(member);
      return theirs === undefined ? [] : [{ id, theirs }];
    }),
  );
  expect(both.length).toBeGreaterThan(100);
  return adjustedRandIndex(
    both.map(({ id }) => id),
    both.map(({ theirs }) => theirs),
  );
}

const conversations = ['scoop-hivemind.taxes', 'scoop-hivemind.biodiversity', 'bg2050-volunteers'];

describe('on public conversations', () => {
  it.for(conversations)('tells of the published groups of %s what Polis tells', async (name, test) => {
    const votes = sharedFile(`polis/${name}/participants-votes.csv`, test);
    const comments = join(dirname(votes), 'comments.csv');
    const expected = JSON.parse(readFileSync(join(dirname(votes), 'expected.json'), 'utf8')) as Expected;
    const given = expected.given_published_groups;
    const found = await printed(votes, { mode: 'given', comments });

    const { participants, statements, moderated_out, votes: count } = expected;
    expect(found).toMatchObject({ participants, statements, moderated_out, votes: count });
    const sizes = Object.fromEntries(found.groups.map(({ id, size }) => [id, size]));
    expect(sizes).toEqual(expected.group_sizes_published);
    expect(found.majority).toEqual(expected.majority_consensus_all_participants);
    expect(found.consensus).toHaveLength(statements);
    for (const { statement, agree, disagree } of found.consensus) {
      expect(agree).toBeCloseTo(given.group_informed_consensus_agree[statement] ?? Number.NaN, 9);
      expect(disagree).toBeCloseTo(given.group_informed_consensus_disagree[statement] ?? Number.NaN, 9);
    }
    for (const { id, representative } of found.groups) {
      expect(representative.map((one) => ({ tid: one.statement, direction: one.repful_for }))).toEqual(
        given.representative[id],
      );
    }
  });

  it.for([
    { name: 'scoop-hivemind.taxes', mode: 'default', atLeast: 0.88 },
    { name: 'scoop-hivemind.biodiversity', mode: 'default', atLeast: 0.88 },
    { name: 'scoop-hivemind.taxes', mode: 'polis', atLeast: 0.8 },
    { name: 'scoop-hivemind.biodiversity', mode: 'polis', atLeast: 0.95 },
  ])('finds nearly the published groups of $name in mode $mode', async ({ name, mode, atLeast }, test) => {
    const votes = sharedFile(`polis/${name}/participants-votes.csv`, test);
    const found = await printed(votes, { mode, comments: join(dirname(votes), 'comments.csv') });
    expect(agreement(found, await publishedGroups(votes))).toBeGreaterThanOrEqual(atLeast);
  });

  it('prints the same to the last figure with the rows the other way round and without the groups', async (test) => {
    const votes = sharedFile('polis/scoop-hivemind.taxes/participants-votes.csv', test);
    const [names = '', ...rows] = readFileSync(votes, 'utf8').trimEnd().split(/\r?\n/);
    const withoutGroup = [names, ...rows.toReversed()].map((line) => line.replace(/^([^,]*),[^,]*/, '$1'));
    const other = await written('other-way-round.csv', withoutGroup.join('\n'));
    expect(await printed(other, {})).toEqual(await printed(votes, {}));
  });
});

const small = ['participant,group-id,12345,2', 'a,0,1,1', 'b,0,1,', 'c,1,-1,0', 'd,,-1,-1'].join('\n');

describe('on small files', () => {
  it('takes ids that look like data for the names of statements, and groups as given', async () => {
    const found = await printed(await written('small.csv', small), { mode: 'given' });
    expect(found).toMatchObject({ participants: 4, statements: 2, votes: 7, clustered: 3, stability: null });
    expect(found.groups.map(({ id, members }) => [id, members])).toEqual([
      [0, ['a', 'b']],
      [1, ['c']],
    ]);
    expect(found.consensus[1]).toMatchObject({ statement: 12345, agree: (3 / 4) * (1 / 3) });
  });

  it('reads what was moderated out where texts without quotes hold commas', async () => {
    const comments = await written(
      'comments.csv',
      'timestamp,comment-id,moderated,comment-body\n1,2,-1,Oui, mais, "peut-être", non\n1,12345,1,Court\n',
    );
    const found = await printed(await written('small.csv', small), { comments });
    expect(found).toMatchObject({ moderated_out: 1, majority: { agree: [], disagree: [] } });
  });

  it('has an answer for nobody', async () => {
    const found = await printed(await written('nobody.csv', 'participant,1,2\n'), {});
    expect(found).toMatchObject({ participants: 0, votes: 0, clustered: 0, groups: [], consensus: [] });
  });

  it.each([
    ['no file', 'nulle/part.csv', {}, { code: 'file-unreadable' }],
    ['an unknown mode', small, { mode: 'best' }, { code: 'wrong-usage' }],
    ['an empty file', ' ', {}, { values: { why: expect.stringContaining('vide') as string } }],
    ['no groups to take', 'participant,1\na,1', { mode: 'given' }, /group-id/],
    ['a column twice', 'participant,1,1\na,1,0', {}, /«\s1\s»/],
    ['something else than a vote', 'participant,1\na,1\nb,oui', {}, /ligne 3, colonne «\s1\s», «\soui\s»/],
    ['a row of too many cells', 'participant,1\na,1\nb,1,1,1', {}, /ligne 3/],
    ['no participants', 'nom,1\na,1', {}, /«\sparticipant\s»/],
  ])('refuses %s, saying where', async (_, text, values, error) => {
    const file = text.includes('\n') || text === ' ' ? await written('refused.csv', text) : text;
    const outcome = await run(file, values);
    const expected =
      error instanceof RegExp
        ? { code: 'opinions', values: { why: expect.stringMatching(error) as string } }
        : error;
    expect(outcome).toMatchObject({ ok: false, error: expected });
  });
});
