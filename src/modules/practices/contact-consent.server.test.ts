import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { answerConsent, showConsent } from './answer-consent.server.ts';
import { exportCsv, exportGeojson } from './export-practices.server.ts';
import { importPractices } from './import-practices.server.ts';
import { askConsent, readContact, saveContact } from './manage-contact.server.ts';
import { proposePractice } from './save-practice.server.ts';
import { type TypedMessage, readShownContact, writeToContact } from './write-to-contact.server.ts';

let world: TestWorld;
let facilitator: Context;
let visitor: Context;
let recordId: Id;
beforeAll(async () => {
  world = await openTestWorld();
  facilitator = await world.as('facilitator');
  visitor = await world.as('visitor');
});
afterAll(() => world.close());
let count = 0;
let details: { name: string; email: string; phone: string };
beforeEach(async () => {
  count += 1;
  details = { name: 'Aziliz Le Bihan', email: `aziliz${count}@exemple.test`, phone: '02 99 00 00 01' };
  const made = await proposePractice(facilitator, { title: `Lavoir ${count}`, commune: 'Redon' });
  recordId = made.ok ? made.value.id : '';
});

const refused = (code: string) => ({ ok: false, error: { code } });
const save = (context: Context, input = details) => saveContact(context, { recordId, input });

async function ask(context = facilitator): Promise<string> {
  let link = '';
  const mail = { subject: 'Vos coordonnées', body: (url: string) => (link = url) };
  const asked = await askConsent(context, { recordId, path: '/pratiques/contact', mail });
  if (!asked.ok) throw new Error(asked.error.code);
  return new URL(link).pathname.split('/').at(-1) ?? '';
}

const answer = (token: string, choice: string) =>
  answerConsent(visitor, { token, choice, words: 'Ce qu’elle a lu' });

async function allExports(context: Context): Promise<string> {
  const pieces = [
    ...(await Array.fromAsync(exportCsv(context, {}))),
    ...(await Array.fromAsync(exportGeojson(context, {}))),
  ];
  return pieces.join('');
}

describe('the contact of a practice', () => {
  it('is read by facilitators only', async () => {
    await save(facilitator);
    expect(await readContact(facilitator, recordId)).toMatchObject({
      value: { contact: { ...details, choice: 'none' }, mayWrite: true },
    });
    const contributor = await world.as('contributor');
    expect(await readContact(contributor, recordId)).toEqual({
      ok: true,
      value: { contact: null, isKnown: true, mayRead: false, mayWrite: false },
    });
    expect(await readContact(visitor, recordId)).toEqual(refused('sign-in-first'));
    expect(await readContact(await world.elsewhere(), recordId)).toEqual(refused('not-found'));
    expect(await readShownContact(visitor, recordId)).toBeNull();
  });

  it('may be given by whoever is signed in while there is none, and not changed by them', async () => {
    const contributor = await world.as('contributor');
    expect(await save(visitor)).toEqual(refused('sign-in-first'));
    expect(await save(contributor)).toEqual({ ok: true, value: undefined });
    expect(await save(contributor, { ...details, phone: '' })).toEqual(refused('not-allowed'));
    expect(await save(facilitator, { ...details, email: 'nulle part' })).toMatchObject({
      error: { code: 'invalid', problems: [{ field: 'email' }] },
    });
  });

  it('stands in the history as an event, and nowhere as a value', async () => {
    await save(facilitator);
    const where = { territoryId: world.territoryId, recordId, limit: 10 };
    const [latest] = await historyOf(world.db, where);
    expect(latest?.action).toBe('practice.contact-written');
    expect(JSON.stringify(latest)).not.toContain('Aziliz');
  });
});

describe('the person concerned', () => {
  it('shows their details, and takes that back by the same link', async () => {
    await save(facilitator);
    const token = await ask();
    expect(await showConsent(visitor, token)).toMatchObject({ value: { contact: details } });
    expect(await readShownContact(visitor, recordId)).toBeNull();

    expect(await answer(token, 'public')).toEqual({ ok: true, value: 'public' });
    const shown = { name: details.name, phone: details.phone, canBeWritten: true };
    expect(await readShownContact(visitor, recordId)).toEqual(shown);
    expect(await readContact(facilitator, recordId)).toMatchObject({
      value: { contact: { choice: 'public', words: 'Ce qu’elle a lu', answeredAt: world.clock.now() } },
    });
    expect(await allExports(facilitator)).not.toMatch(/aziliz/i);

    expect(await answer(token, 'private')).toEqual({ ok: true, value: 'private' });
    expect(await readShownContact(visitor, recordId)).toBeNull();
    expect(await answer(token, 'perhaps')).toEqual(refused('unclear-choice'));
  });

  it('has everything deleted, what the journal holds and the file it came with included', async () => {
    const { email } = details;
    async function* csv() {
      yield Buffer.from(`id,nom,commune,contact,courriel\nz${count},Four ${count},Redon,Mme Azi,${email}\n`);
    }
    const file = { open: csv, fileName: 'fours.csv', sourceName: 'fours', dryRun: false };
    const imported = await importPractices(facilitator, file);
    expect(imported).toMatchObject({ ok: true });
    const { rows } = await sql<{ record_id: Id }>`
      select record_id from practice_contact
      where territory_id = ${world.territoryId} and email = ${email}`.execute(world.db);
    recordId = rows[0]?.record_id ?? '';
    const token = await ask();
    expect(await answer(token, 'delete')).toEqual({ ok: true, value: 'delete' });
    expect(await readContact(facilitator, recordId)).toMatchObject({ value: { isKnown: false } });
    const left = await sql`
      select from personal_value where territory_id = ${world.territoryId}
        and value::text like ${`%${email}%`}`.execute(world.db);
    expect(left.rows).toHaveLength(0);
    expect(await answer(token, 'public')).toEqual(refused('not-found'));
    await importPractices(facilitator, file);
    expect(await readContact(facilitator, recordId)).toMatchObject({ value: { isKnown: false } });
  });

  it('is asked again when the details change, once a day at most, by facilitators only', async () => {
    await save(facilitator);
    const token = await ask();
    await answer(token, 'public');
    const mail = { subject: '', body: (url: string) => url };
    const request = { recordId, path: '/pratiques/contact', mail };
    expect(await askConsent(facilitator, request)).toEqual(refused('asked-already'));
    expect(await askConsent(await world.as('contributor'), request)).toEqual(refused('not-allowed'));
    await save(facilitator, { ...details, phone: '06 00 00 00 01' });
    expect(await readShownContact(visitor, recordId)).toBeNull();
    await save(facilitator, { ...details, email: `autre${count}@exemple.test` });
    expect(await showConsent(visitor, token)).toEqual(refused('not-found'));
    expect(await ask()).not.toBe(token);
    await save(facilitator, { ...details, email: '' });
    expect(await askConsent(facilitator, request)).toEqual(refused('no-address'));
  });

  it('answers on their territory only, with a link that nobody changed', async () => {
    await save(facilitator);
    const token = await ask();
    expect(await showConsent(await world.elsewhere(), token)).toEqual(refused('link-invalid'));
    expect(await answer(`${token}x`, 'public')).toEqual(refused('link-invalid'));
  });
});

describe('writing to the person of a practice', () => {
  const typed = { name: 'Loïc', email: 'loic@exemple.test', message: 'Bonjour, quand ouvrez-vous ?' };
  const write = (message: TypedMessage = typed, address = `192.0.2.${count}`) =>
    writeToContact(visitor, {
      recordId,
      typed: message,
      address,
      path: '/pratiques/contact',
      mail: ({ name, message: words }) => ({ subject: name, body: (link) => `${words}\n${link}` }),
    });

  it('is for those who agreed; answers go to whoever writes', async () => {
    await save(facilitator);
    expect(await write()).toEqual(refused('not-found'));
    await answer(await ask(), 'public');
    expect(await write()).toEqual({ ok: true, value: undefined });
    const { rows } = await sql<Record<string, string>>`
      select recipient, subject, reply_to, secret from outgoing_mail
      where territory_id = ${world.territoryId} order by queued_at desc, id desc limit 1`.execute(world.db);
    expect(rows).toEqual([
      { recipient: details.email, subject: 'Loïc', reply_to: typed.email, secret: true },
    ]);
  });

  it('names each field that is missing or wrong, and counts nothing then', async () => {
    await save(facilitator);
    await answer(await ask(), 'public');
    const nothing = { name: ' ', email: 'loic', message: '' };
    expect(await write(nothing)).toMatchObject({
      error: { code: 'invalid', problems: [{ field: 'name' }, { field: 'email' }, { field: 'message' }] },
    });
    expect(await write({ ...typed, message: 'é'.repeat(3001) })).toMatchObject({
      error: { problems: [{ field: 'message' }] },
    });
  });

  it('ends after a few messages from one place', async () => {
    await save(facilitator);
    await answer(await ask(), 'public');
    const results = [];
    for (let turn = 0; turn < 6; turn += 1) results.push((await write()).ok);
    // The mail that asked counts too: five to one address in half an hour.
    expect(results).toEqual([true, true, true, true, false, false]);
    expect(await write(typed, '198.51.100.7')).toEqual(refused('too-many'));
  });
});
