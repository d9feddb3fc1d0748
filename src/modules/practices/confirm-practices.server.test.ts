import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { joinTerritory, proveEmail } from '#modules/accounts/index.server.ts';
import { readHistory } from '#modules/records/index.server.ts';
import {
  answerConfirmation,
  confirmPractice,
  editByConfirmation,
  showConfirmation,
  stopAsking,
} from './answer-confirmation.server.ts';
import { askConfirmation } from './ask-confirmation.server.ts';
import { saveContacts, writeChoice } from './contact-store.server.ts';
import { formOf } from './practice-form.ts';
import { findPractice } from './practice-store.server.ts';
import { proposePractice } from './save-practice.server.ts';
import { undoPracticeChange } from './undo-practice.server.ts';

const oneDay = 86_400_000;

let world: TestWorld;
let author: Context;
let facilitator: Context;
let mails: string[];
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  const here = await world.elsewhere();
  author = { ...here, actor: (await world.as('contributor')).actor };
  facilitator = { ...here, actor: (await world.as('facilitator')).actor };
  await joins(author);
  mails = [];
});

/** Trusted in the world's own territory, they are made so in this one too, at an address they proved. */
async function joins(context: Context): Promise<void> {
  const { db, territoryId, actor } = context;
  if (actor.personId === null) throw new Error('Nobody');
  await joinTerritory(db, { territoryId, personId: actor.personId, now: context.clock.now() });
  await proveEmail(db, actor.personId);
}

async function propose(title: string, input: object = {}): Promise<Id> {
  const proposed = await proposePractice(author, { title, commune: 'Redon', ...input });
  if (!proposed.ok) throw new Error('Refused');
  return proposed.value.id;
}

const post = {
  territory: { name: 'Ici', language: 'fr' as const },
  localPath: (_: string, path: string) => {
    mails.push(path.split('/').at(-1) ?? '');
    return path;
  },
};

async function ask(filters: Parameters<typeof askConfirmation>[1] = {}, context = facilitator) {
  const asked = await askConfirmation(context, filters, post);
  if (!asked.ok) throw new Error(asked.error.code);
  return asked.value;
}

async function lastBody(): Promise<{ to: string; body: string }> {
  const row = await facilitator.db
    .selectFrom('outgoing_mail')
    .select(['recipient as to', 'body'])
    .where('territory_id', '=', facilitator.territoryId)
    .orderBy('queued_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
  return row;
}

const detailsOf = async (id: Id) => (await findPractice(facilitator, { id }))?.details;
const confirmedOn = async (id: Id) => (await findPractice(facilitator, { id }))?.record.confirmedOn;
const token = () => mails.at(-1) ?? '';

describe('asking whether practices are still true', () => {
  it('writes one mail to each person, with all that they are asked', async () => {
    await propose('Four à pain');
    await propose('Jardin');
    expect(await ask()).toEqual({ asked: 2, mails: 1, recent: 0, unreachable: 0 });
    const { body } = await lastBody();
    expect(body).toContain('– Four à pain');
    expect(body).toContain('– Jardin');
    expect(await showConfirmation(author, token())).toMatchObject({
      value: [{ answer: '' }, { answer: '' }],
    });
  });

  it('asks nobody twice about the same within sixty days', async () => {
    const id = await propose('Four à pain');
    expect((await ask({ id })).mails).toBe(1);
    expect(await ask({ id })).toEqual({ asked: 0, mails: 0, recent: 1, unreachable: 0 });
    world.clock.advance(61 * oneDay);
    expect((await ask({ id })).mails).toBe(1);
  });

  it('leaves out what has ended, and who asked to be left alone', async () => {
    await propose('Terminée', { status: 'ended' });
    const id = await propose('Four à pain');
    await ask();
    expect(await stopAsking(author, token())).toMatchObject({ ok: true });
    world.clock.advance(61 * oneDay);
    expect(await ask({ id })).toMatchObject({ mails: 0, unreachable: 1 });
  });

  it('asks the contact who agreed rather than the author, and never one who did not', async () => {
    const id = await propose('Four à pain');
    const contact = { name: 'Ana', email: 'ana@exemple.test', phone: '' };
    await saveContacts(facilitator, [{ recordId: id, contact }]);
    await ask({ id });
    expect((await lastBody()).to).not.toBe('ana@exemple.test');
    await writeChoice(facilitator, id, { choice: 'public', words: 'Oui' });
    world.clock.advance(61 * oneDay);
    await ask({ id });
    expect((await lastBody()).to).toBe('ana@exemple.test');
  });

  it('asks nobody about what was only imported', async () => {
    const id = await propose('Reprise');
    await facilitator.db
      .updateTable('record')
      .set({ source_name: 'Annuaire' })
      .where('territory_id', '=', facilitator.territoryId)
      .where('id', '=', id)
      .execute();
    expect(await ask()).toMatchObject({ mails: 0, unreachable: 1 });
  });

  it('is for facilitators, of what their territory holds', async () => {
    await propose('Four à pain');
    expect(await askConfirmation(author, {}, post)).toEqual({ ok: false, error: { code: 'not-allowed' } });
    const visitor: Context = { ...author, actor: { personId: null, role: 'visitor' } };
    expect(await askConfirmation(visitor, {}, post)).toMatchObject({ error: { code: 'sign-in-first' } });
    const elsewhere = { ...(await world.elsewhere()), actor: facilitator.actor };
    expect(await ask({}, elsewhere)).toEqual({ asked: 0, mails: 0, recent: 0, unreachable: 0 });
  });
});

describe('the link of the mail', () => {
  const visitor = (): Context => ({ ...author, actor: { personId: null, role: 'visitor' } });

  it('says that a practice is still true today, which is told and can be undone', async () => {
    const id = await propose('Four à pain');
    await ask({ id });
    const said = await answerConfirmation(visitor(), { token: token(), recordId: id, answer: 'true' });
    expect(said).toMatchObject({ ok: true, value: { answer: 'true' } });
    expect(await confirmedOn(id)).toBe(world.clock.now().toISOString().slice(0, 10));
    const [latest] = (await readHistory(facilitator, { recordId: id })).entries;
    expect(latest?.changes.map(({ field }) => field)).toEqual(['confirmedOn']);
    await undoPracticeChange(facilitator, { recordId: id, entryId: latest?.id ?? '' });
    expect(await confirmedOn(id)).toBeNull();
  });

  it('says that it has ended', async () => {
    const id = await propose('Four à pain');
    await ask({ id });
    await answerConfirmation(visitor(), { token: token(), recordId: id, answer: 'ended' });
    expect(await detailsOf(id)).toMatchObject({ status: 'ended' });
  });

  it('lets its reader correct at once, which confirms too', async () => {
    const id = await propose('Four à pain');
    await ask({ id });
    const practice = await findPractice(facilitator, { id });
    if (!practice) throw new Error('No practice');
    const input = { ...formOf(practice), partners: 'La mairie' };
    const edit = { token: token(), recordId: id, version: practice.record.version, input };
    expect(await editByConfirmation(visitor(), edit)).toMatchObject({ ok: true });
    expect(await detailsOf(id)).toMatchObject({ partners: 'La mairie' });
    expect(await confirmedOn(id)).not.toBeNull();
  });

  it('reaches no other practice, no other territory, and no answer that is none', async () => {
    const id = await propose('Four à pain');
    const other = await propose('Jardin');
    await ask({ id });
    const given = { token: token(), recordId: other, answer: 'ended' };
    expect(await answerConfirmation(visitor(), given)).toMatchObject({ error: { code: 'not-found' } });
    const unclear = { ...given, recordId: id, answer: 'deleted' };
    expect(await answerConfirmation(visitor(), unclear)).toMatchObject({ error: { code: 'unclear-choice' } });
    const elsewhere = await world.elsewhere();
    expect(await showConfirmation(elsewhere, token())).toMatchObject({ error: { code: 'link-invalid' } });
    expect(await detailsOf(other)).toMatchObject({ status: 'active' });
    world.clock.advance(61 * oneDay);
    expect(await showConfirmation(visitor(), token())).toMatchObject({ error: { code: 'link-expired' } });
  });

  it('serves no more someone who was removed from the territory', async () => {
    const id = await propose('Four à pain');
    await ask({ id });
    const { db, territoryId, actor } = author;
    await db
      .updateTable('membership')
      .set({ role: 'visitor' })
      .where('territory_id', '=', territoryId)
      .where('person_id', '=', actor.personId)
      .execute();
    expect(await showConfirmation(visitor(), token())).toMatchObject({ error: { code: 'removed' } });
  });
});

it('whoever is signed in may say that a practice is still true', async () => {
  const id = await propose('Four à pain');
  const visitor: Context = { ...author, actor: { personId: null, role: 'visitor' } };
  expect(await confirmPractice(visitor, id)).toMatchObject({ error: { code: 'not-allowed' } });
  expect(await confirmPractice(author, id)).toMatchObject({ ok: true });
  expect(await confirmedOn(id)).not.toBeNull();
});
