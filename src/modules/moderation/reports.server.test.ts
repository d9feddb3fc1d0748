import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { newId } from '#kernel/ids.ts';
import { listOutbox } from '#kernel/mail.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { addComment, deleteRecord, hide } from '#modules/records/index.server.ts';
import { answerReport } from './answer-report.server.ts';
import { countWaitingReports, listReports } from './list-reports.server.ts';
import { type ReportInput, makeReport } from './make-report.server.ts';
import type { Report, ReportState } from './report.ts';
import { makeRecord } from './testing/make-record.server.ts';

let world: TestWorld;
let author: Context;
let facilitator: Context;
let visitor: Context;
let record: RecordCore;

beforeAll(async () => {
  world = await openTestWorld();
  author = await world.as('contributor', 'Maël');
  facilitator = await world.as('facilitator', 'Anouk');
  visitor = await world.as('visitor');
});
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.advance(24 * 60 * 60_000);
  record = await makeRecord(author);
});

const report = (context: Context, change: Partial<ReportInput> = {}) =>
  makeReport(context, {
    target: { id: record.id, commentId: null },
    reason: 'outdated',
    words: 'Le four est froid depuis un an.',
    email: '',
    address: '192.0.2.1',
    language: 'fr',
    ...change,
  });

async function made(context: Context, change: Partial<ReportInput> = {}): Promise<string> {
  const done = await report(context, change);
  if (!done.ok) throw new Error(done.error.code);
  return done.value;
}

/** Every report of the list, page after page. */
async function listed(state: ReportState = 'waiting', page = 1): Promise<Report[]> {
  const list = await listReports(facilitator, { state, page });
  if (!list.ok) throw new Error(list.error.code);
  const { reports, pages } = list.value;
  return page < pages ? [...reports, ...(await listed(state, page + 1))] : reports;
}

const mail = (language: string, answer: { outcome: string; words: string }) => ({
  subject: `Réponse (${language})`,
  body: `${answer.outcome} ${answer.words}`,
});
const answer = (context: Context, id: string, change: { outcome?: string; words?: string } = {}) =>
  answerReport(context, { id, outcome: 'corrected', words: 'Merci.', mail, ...change });
const codeOf = async (done: Promise<{ ok: true } | { ok: false; error: { code: string } }>) => {
  const result = await done;
  return result.ok ? 'done' : result.error.code;
};

describe('reporting', () => {
  it('is for everyone who sees the record, without an account', async () => {
    const id = await made(visitor);
    expect(await listed()).toMatchObject([
      { id, reason: 'outdated', words: 'Le four est froid depuis un an.', record: { title: record.title } },
    ]);
    expect(await codeOf(report(await world.as('contributor')))).toBe('done');
    expect(await codeOf(report(await world.elsewhere()))).toBe('not-found');
    expect(await codeOf(report(visitor, { target: { id: newId(), commentId: null } }))).toBe('not-found');
    record = await makeRecord(author, { visibility: 'members' });
    expect(await codeOf(report(visitor))).toBe('not-found');
  });

  it('points to a comment on that record, unless it is hidden', async () => {
    const comment = await addComment(author, { recordId: record.id, markdown: 'Bah' });
    if (!comment.ok) throw new Error(comment.error.code);
    const target = { shortId: record.shortId, commentId: comment.value };
    await made(visitor, { target, reason: 'abusive' });
    expect((await listed()).at(-1)).toMatchObject({ commentId: comment.value });
    const other = await makeRecord(author);
    expect(await codeOf(report(visitor, { target: { ...target, shortId: other.shortId } }))).toBe(
      'not-found',
    );
    await hide(facilitator, { target, reason: 'abusive', words: '' });
    expect(await codeOf(report(visitor, { target }))).toBe('not-found');
  });

  it('asks for a reason, for words when none of those listed fits, and for an address that is one', async () => {
    for (const [change, field] of [
      [{ reason: '' }, 'reason'],
      [{ reason: 'ugly' }, 'reason'],
      [{ reason: 'other', words: ' ' }, 'words'],
      [{ words: 'a'.repeat(2001) }, 'words'],
      [{ email: 'nulle part' }, 'email'],
      [{ email: 'a@b.fr\r\nBcc: c@d.fr' }, 'email'],
    ] as const) {
      const refused = await report(visitor, change);
      expect(refused).toMatchObject({ ok: false, error: { code: 'invalid', problems: [{ field }] } });
    }
    expect(await codeOf(report(visitor, { words: '', reason: 'duplicate' }))).toBe('done');
  });

  it('has its limit per place for visitors, per person for others; what was refused does not count', async () => {
    for (let turn = 0; turn < 20; turn += 1) await report(visitor, { reason: '' });
    const from = async (context: Context, address: string, times: number) => {
      const codes = new Set<string>();
      for (let turn = 0; turn < times; turn += 1) codes.add(await codeOf(report(context, { address })));
      return [...codes];
    };
    expect(await from(visitor, '192.0.2.1', 10)).toEqual(['done']);
    expect(await from(visitor, '192.0.2.1', 1)).toEqual(['too-many']);
    expect(await from(visitor, '192.0.2.2', 1)).toEqual(['done']);
    expect(await from(visitor, '2001:db8:1:2::1', 10)).toEqual(['done']);
    expect(await from(visitor, '2001:db8:1:2:ffff::9', 1)).toEqual(['too-many']);
    const member = await world.as('contributor');
    expect(await from(member, '192.0.2.1', 20)).toEqual(['done']);
    expect(await from(member, '192.0.2.9', 1)).toEqual(['too-many']);
    world.clock.advance(60 * 60_000);
    expect(await from(visitor, '192.0.2.1', 1)).toEqual(['done']);
  });
});

describe('who reported', () => {
  it('is named nowhere: neither in the list nor in the journal', async () => {
    const reporter = await world.as('contributor', 'Discrète');
    const id = await made(reporter);
    const rows = await sql<object>`
      select * from journal_entry where territory_id = ${world.territoryId}
        and changes ? ${`report.${id}`}`.execute(world.db);
    expect(rows.rows).toHaveLength(1);
    const told = JSON.stringify([rows.rows, await listed()]);
    expect(told).not.toContain(reporter.actor.personId);
    expect(told).not.toContain('exemple.test');
    expect((await listed()).at(-1)).toMatchObject({ isAwaited: true });
  });

  it('is told what was done, in their language, and then forgotten', async () => {
    const id = await made(visitor, { email: ' Voisine@Exemple.test ', language: 'en' });
    expect(await answer(facilitator, id, { outcome: 'hidden' })).toEqual({
      ok: true,
      value: { isTold: true },
    });
    const [sent] = await listOutbox(world.db, world.territoryId);
    expect(sent).toMatchObject({
      recipient: 'voisine@exemple.test',
      subject: 'Réponse (en)',
      body: 'hidden Merci.',
    });
    const kept = await sql<object>`
      select * from report where territory_id = ${world.territoryId} and id = ${id}`.execute(world.db);
    expect(JSON.stringify(kept.rows)).not.toContain('voisine');
  });

  it('is not written to when they left no address', async () => {
    const before = (await listOutbox(world.db, world.territoryId)).length;
    const id = await made(visitor);
    expect(await answer(facilitator, id)).toEqual({ ok: true, value: { isTold: false } });
    expect(await listOutbox(world.db, world.territoryId)).toHaveLength(before);
  });
});

describe('reports', () => {
  it('are read and answered by facilitators and owners of this territory', async () => {
    const elsewhere: Context = { ...facilitator, territoryId: (await world.elsewhere()).territoryId };
    for (const [who, expected] of [
      [visitor, 'sign-in-first'],
      [await world.as('contributor'), 'not-allowed'],
      [author, 'not-allowed'],
      [facilitator, 'done'],
      [await world.as('owner'), 'done'],
    ] as const) {
      expect(await codeOf(listReports(who, { state: 'waiting', page: 1 }))).toBe(expected);
      expect(await codeOf(answer(who, await made(visitor)))).toBe(expected);
    }
    expect(await codeOf(answer(elsewhere, await made(visitor)))).toBe('not-found');
    expect(await listReports(elsewhere, { state: 'waiting', page: 1 })).toMatchObject({
      value: { reports: [], counts: { waiting: 0, answered: 0 } },
    });
    expect(await countWaitingReports(author)).toBe(0);
    expect(await countWaitingReports(facilitator)).toBeGreaterThan(0);
  });

  it('show first what is about personal data, then what waits for longest', async () => {
    const old = await made(visitor);
    world.clock.advance(1000);
    const personal = await made(visitor, { reason: 'personal-data' });
    const mine = (await listed()).map(({ id }) => id).filter((id) => id === old || id === personal);
    expect(mine).toEqual([personal, old]);
  });

  it('say what was done, by whom and when, once', async () => {
    const id = await made(visitor);
    const owner = await world.as('owner', 'Yann');
    const codes = await Promise.all([facilitator, owner].map((who) => codeOf(answer(who, id))));
    expect(codes.toSorted()).toEqual(['already', 'done']);
    const [latest] = await listed('answered');
    expect(latest).toMatchObject({
      id,
      answer: {
        outcome: 'corrected',
        words: 'Merci.',
        by: expect.stringMatching(/Anouk|Yann/),
        at: world.clock.now(),
      },
    });
    expect((await listed()).some((waiting) => waiting.id === id)).toBe(false);
  });

  it('are answered with one of the outcomes there are', async () => {
    const id = await made(visitor);
    for (const change of [{ outcome: '' }, { outcome: 'burnt' }, { words: 'a'.repeat(2001) }]) {
      expect(await codeOf(answer(facilitator, id, change))).toBe('invalid');
    }
    for (const other of ['', 'x', newId()])
      expect(await codeOf(answer(facilitator, other))).toBe('not-found');
    expect((await listed()).at(-1)?.answer).toBeNull();
  });

  it('stay, without its title, when what they are about was taken away', async () => {
    const id = await made(visitor);
    await deleteRecord(author, record.id);
    expect((await listed()).find((one) => one.id === id)).toMatchObject({ record: null });
    expect(await codeOf(answer(facilitator, id, { outcome: 'taken-away' }))).toBe('done');
  });
});
