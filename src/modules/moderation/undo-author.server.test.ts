import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { newId } from '#kernel/ids.ts';
import { historyOf } from '#kernel/journal.server.ts';
import type { RunningJob } from '#kernel/jobs.server.ts';
import { ok } from '#kernel/result.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import type { RecordCore } from '#modules/records/index.ts';
import {
  type DetailedKind,
  addComment,
  deleteComment,
  deleteRecord,
  editDetailed,
  findRecord,
  linkRecords,
  readComments,
  relatedRecords,
  undoDetailed,
} from '#modules/records/index.server.ts';
import { readModerationLog } from './read-moderation-log.server.ts';
import { makeRecord } from './testing/make-record.server.ts';
import { requestRedo, requestUndo, undoAuthorJob } from './undo-author-job.server.ts';
import { type UndoPreview, previewUndo, undoAuthor, undoUndoing } from './undo-author.server.ts';
import type { Undoers } from './undo-entries.server.ts';

let world: TestWorld;
let vandal: Context;
let author: Context;
let facilitator: Context;
let visitor: Context;

beforeAll(async () => {
  world = await openTestWorld();
  author = await world.as('contributor', 'Autrice');
  facilitator = await world.as('facilitator', 'Anouk');
  visitor = await world.as('visitor');
});
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.advance(60_000);
  vandal = await world.as('contributor', 'Vandale');
});

/** Records that keep nothing beside the core. */
const plain: DetailedKind<object> = {
  async find(context, where) {
    const record = await findRecord(context, where);
    return record && { record, details: {} };
  },
  update: async () => undefined,
  stateOf: () => ({}),
};
const undoers: Undoers = { practice: (context, undo) => undoDetailed(context, plain, undo) };

async function retitle(context: Context, record: RecordCore, title: string) {
  const done = await editDetailed(context, plain, {
    recordId: record.id,
    prepare: (current) => ok({ fields: { ...current.record, title }, details: {} }),
  });
  if (!done.ok) throw new Error(done.error.code);
}

async function comment(context: Context, record: RecordCore): Promise<string> {
  const done = await addComment(context, { recordId: record.id, markdown: 'Bah' });
  if (!done.ok) throw new Error(done.error.code);
  return done.value;
}

const request = (change: { personId?: string; hours?: number; until?: Date } = {}) => ({
  personId: vandal.actor.personId ?? '',
  hours: 24,
  until: world.clock.now(),
  ...change,
});
const titleOf = async (record: RecordCore) => (await findRecord(visitor, { id: record.id }))?.title;
const codeOf = async (done: Promise<{ ok: true } | { ok: false; error: { code: string } }>) => {
  const result = await done;
  return result.ok ? 'done' : result.error.code;
};

async function preview(): Promise<UndoPreview> {
  const shown = await previewUndo(facilitator, request(), undoers);
  if (!shown.ok) throw new Error(shown.error.code);
  return shown.value;
}

/** Undoes everything the vandal did today; returns the id of the work. */
async function undo(): Promise<string> {
  const id = newId();
  expect(await codeOf(undoAuthor(facilitator, request(), { undoers, id }))).toBe('done');
  return id;
}

/** A bit of everything: two changes of one title, a comment added and one taken away, a record made, a link, a deletion. */
async function havoc() {
  const [edited, deleted] = [await makeRecord(author), await makeRecord(vandal, { title: 'À retirer' })];
  const target = await makeRecord(author);
  world.clock.advance(48 * 3_600_000);
  await retitle(vandal, edited, 'Achetez');
  await retitle(vandal, edited, 'Achetez maintenant');
  await comment(vandal, target);
  const made = await makeRecord(vandal, { title: 'Publicité' });
  await linkRecords(vandal, { fromId: made.id, toId: edited.id, type: 'follows-from' });
  await linkRecords(vandal, { fromId: target.id, toId: edited.id, type: 'follows-from' });
  await deleteRecord(vandal, deleted.id);
  world.clock.advance(1000);
  return { edited, deleted, target, made };
}

async function isTidy({ edited, deleted, target, made }: Awaited<ReturnType<typeof havoc>>) {
  expect(await titleOf(edited)).toBe('Four à pain partagé');
  expect(await titleOf(deleted)).toBe('À retirer');
  expect(await titleOf(made)).toBeUndefined();
  expect(await readComments(visitor, target.id)).toEqual([]);
  expect(await relatedRecords(visitor, edited.id)).toEqual([]);
}

describe('undoing everything someone did in a period', () => {
  it('puts back fields, records, comments and links as they were, and leaves the rest', async () => {
    const done = await havoc();
    await comment(author, done.target);
    await deleteComment(author, await comment(author, done.edited));
    await undo();
    expect(await titleOf(done.edited)).toBe('Four à pain partagé');
    expect(await titleOf(done.deleted)).toBe('À retirer');
    expect(await titleOf(done.made)).toBeUndefined();
    expect(await readComments(visitor, done.target.id)).toHaveLength(1);
    expect(await relatedRecords(visitor, done.edited.id)).toEqual([]);
  });

  it('tells before what it will do, exactly, and changes nothing by telling', async () => {
    const done = await havoc();
    const shown = await preview();
    expect(shown.person.name).toBe('Vandale');
    expect(shown.counts).toEqual({ undone: 7, 'changed-since': 0, gone: 0, kept: 0 });
    expect(await titleOf(done.edited)).toBe('Achetez maintenant');
    expect(await titleOf(done.made)).toBe('Publicité');
    await undo();
    const log = await readModerationLog(visitor, 1);
    expect(log.events[0]).toMatchObject({ act: 'undone', count: 7, by: 'Anouk', record: null });
    expect(JSON.stringify(log)).not.toContain('Vandale');
  });

  it('leaves what others built on, and says so', async () => {
    const record = await makeRecord(author);
    await retitle(vandal, record, 'Un titre de travers');
    await retitle(author, record, 'Un titre repris');
    const made = await makeRecord(vandal);
    await retitle(author, made, 'Une fiche reprise');
    expect((await preview()).counts).toMatchObject({ undone: 0, 'changed-since': 2 });
    await undo();
    expect(await titleOf(record)).toBe('Un titre repris');
    expect(await titleOf(made)).toBe('Une fiche reprise');
  });

  it('stops at the period: what came before, or after the preview, stays', async () => {
    const before = await makeRecord(vandal, { title: 'Avant' });
    world.clock.advance(25 * 3_600_000);
    const during = await makeRecord(vandal, { title: 'Pendant' });
    const until = world.clock.now();
    world.clock.advance(1000);
    const after = await makeRecord(vandal, { title: 'Après' });
    const done = await undoAuthor(facilitator, request({ until }), { undoers, id: newId() });
    expect(done.ok).toBe(true);
    expect(await titleOf(before)).toBe('Avant');
    expect(await titleOf(during)).toBeUndefined();
    expect(await titleOf(after)).toBe('Après');
  });

  it('is told in the history of each record, by whoever undid', async () => {
    const record = await makeRecord(author);
    await retitle(vandal, record, 'Achetez');
    await undo();
    const [entry] = await historyOf(world.db, {
      territoryId: world.territoryId,
      recordId: record.id,
      limit: 1,
    });
    expect(entry).toMatchObject({ action: 'practice.change-undone', actorId: facilitator.actor.personId });
  });

  it('leaves what it cannot undo from here: what has no undoing of its own', async () => {
    const record = await makeRecord(author);
    await retitle(vandal, record, 'Achetez');
    await makeRecord(vandal);
    const shown = await previewUndo(facilitator, request(), {});
    expect(shown).toMatchObject({ value: { counts: { undone: 0, kept: 2 } } });
  });
});

describe('an undoing', () => {
  it('is itself undone, in one click, as far as nobody changed it since', async () => {
    const done = await havoc();
    const id = await undo();
    await isTidy(done);
    await retitle(author, done.edited, 'Repris depuis');
    const back = newId();
    expect(await codeOf(undoUndoing(facilitator, id, { undoers, id: back }))).toBe('done');
    expect(await titleOf(done.edited)).toBe('Repris depuis');
    expect(await titleOf(done.made)).toBe('Publicité');
    expect(await titleOf(done.deleted)).toBeUndefined();
    expect(await readComments(visitor, done.target.id)).toHaveLength(1);
    expect((await readModerationLog(visitor, 1)).events[0]).toMatchObject({ act: 'redone', count: 5 });
  });

  it('is done once, however often its work is run', async () => {
    await havoc();
    const id = await undo();
    const { total } = await readModerationLog(visitor, 1);
    expect(await codeOf(undoAuthor(facilitator, request(), { undoers, id }))).toBe('done');
    expect((await readModerationLog(visitor, 1)).total).toBe(total);
  });

  it('is whole or absent: when something breaks on the way, nothing of it stays', async () => {
    const { edited, made } = await havoc();
    const breaking: Undoers = { practice: () => Promise.reject(new Error('broken')) };
    await expect(undoAuthor(facilitator, request(), { undoers: breaking, id: newId() })).rejects.toThrow(
      'broken',
    );
    expect(await titleOf(made)).toBe('Publicité');
    expect(await titleOf(edited)).toBe('Achetez maintenant');
  });

  it('is for facilitators and owners of this territory', async () => {
    const record = await makeRecord(vandal);
    const elsewhere: Context = { ...facilitator, territoryId: (await world.elsewhere()).territoryId };
    for (const [who, expected] of [
      [visitor, 'sign-in-first'],
      [author, 'not-allowed'],
      [vandal, 'not-allowed'],
    ] as const) {
      expect(await codeOf(previewUndo(who, request(), undoers))).toBe(expected);
      expect(await codeOf(undoAuthor(who, request(), { undoers, id: newId() }))).toBe(expected);
      expect(await codeOf(requestUndo(who, request()))).toBe(expected);
      expect(await codeOf(requestRedo(who, newId()))).toBe(expected);
    }
    const there = await previewUndo(elsewhere, request(), undoers);
    expect(there).toMatchObject({ value: { counts: { undone: 0 } } });
    await undoAuthor(elsewhere, request(), { undoers, id: newId() });
    expect(await titleOf(record)).toBe(record.title);
    const id = await undo();
    expect(await codeOf(undoUndoing(elsewhere, id, { undoers, id: newId() }))).toBe('not-found');
  });

  it('asks for someone, a period there is, and an end that has come', async () => {
    for (const change of [
      { personId: 'x' },
      { personId: newId() },
      { hours: 3 },
      { hours: Number.NaN },
      { until: new Date(world.clock.now().getTime() + 1000) },
      { until: new Date('x') },
    ]) {
      expect(await codeOf(previewUndo(facilitator, request(change), undoers))).toBe('not-found');
    }
    expect(await codeOf(requestRedo(facilitator, 'x'))).toBe('not-found');
  });
});

describe('the work of undoing', () => {
  const services = () => {
    const { territoryId: _, actor: __, ...rest } = facilitator;
    return rest;
  };
  const run = (input: RunningJob['input'], id = newId()) =>
    undoAuthorJob(services(), undoers).run({
      id,
      territoryId: world.territoryId,
      input,
      report: async () => undefined,
    });

  it('does what was asked, and puts it back when asked', async () => {
    const done = await havoc();
    expect(await codeOf(requestUndo(facilitator, request()))).toBe('done');
    const id = newId();
    await run(world.queued.at(-1)?.input ?? null, id);
    await isTidy(done);
    expect(await codeOf(requestRedo(facilitator, id))).toBe('done');
    await run(world.queued.at(-1)?.input ?? null);
    expect(await titleOf(done.made)).toBe('Publicité');
  });

  it('does nothing for who is no facilitator any more when it runs', async () => {
    const done = await havoc();
    const former = await world.as('contributor');
    const until = world.clock.now().toISOString();
    const personId = vandal.actor.personId;
    const undone = await run({ act: 'undo', by: former.actor.personId, personId, hours: 24, until });
    expect(undone).toMatchObject({ state: 'dropped' });
    expect(await titleOf(done.made)).toBe('Publicité');
  });
});
