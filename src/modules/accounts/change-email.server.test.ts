import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { newId } from '#kernel/ids.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { acceptInvitation } from './accept-invitation.server.ts';
import { acceptEmailChange, askEmailChange, showEmailChange } from './change-email.server.ts';
import { emailChangesPerDay } from './email-change.ts';
import { inviteToRole } from './invite-to-role.server.ts';
import { emailOf, findOrCreatePerson } from './person-store.server.ts';
import { restoreEmail, showEmailRestore } from './restore-email.server.ts';
import { type Sessions, makeSessions, openNamedSession } from './sessions.server.ts';
import { acceptSignInLink, requestSignIn } from './sign-in.server.ts';

let world: TestWorld;
let sessions: Sessions;
let person: Context;
let visitor: Context;
beforeAll(async () => {
  world = await openTestWorld();
  sessions = makeSessions({ db: world.db, origin: 'http://essai.test' });
});
afterAll(() => world.close());
beforeEach(async () => {
  person = await world.as('contributor', 'Anne');
  visitor = await world.as('visitor');
});

const mail = { subject: 'Nouvelle adresse', body: (link: string) => `Ouvrir : ${link}` };
const taken = { subject: 'Déjà prise', body: 'Cette adresse a déjà un compte.' };
const notice = { subject: 'Adresse changée', body: (link: string) => `Arrêter : ${link}` };
const undone = { subject: 'Changement annulé', body: 'C’est fait.' };
const refused = (code: string) => ({ ok: false, error: { code } });
const address = () => `${newId()}@exemple.test`;
const idOf = (context: Context) => context.actor.personId ?? '';
const oldOf = (context: Context) => `${idOf(context)}@exemple.test`;

function ask(email: string, context = person) {
  return askEmailChange(context, { email, path: '/compte/adresse', mail, taken });
}

async function mailsTo(email: string) {
  const { rows } = await sql<{ subject: string; body: string; secret: boolean }>`
    select subject, body, secret from outgoing_mail
    where territory_id = ${world.territoryId} and recipient = ${email} order by id`.execute(world.db);
  return rows;
}

async function tokenTo(email: string): Promise<string> {
  return (await mailsTo(email)).at(-1)?.body.split('/').at(-1) ?? '';
}

async function askedToken(email: string, context = person): Promise<string> {
  expect(await ask(email, context)).toEqual({ ok: true, value: { email } });
  return tokenTo(email);
}

function accept(token: string, context = person, session?: string) {
  return acceptEmailChange(context, { token, session, path: '/compte/ancienne-adresse', notice });
}

/** Takes a new address, and returns it with the link that its former reader gets. */
async function changed(context = person): Promise<{ email: string; restore: string }> {
  const before = (await emailOf(world.db, idOf(context))) ?? '';
  const email = address();
  expect(await accept(await askedToken(email, context), context)).toEqual({ ok: true, value: { email } });
  return { email, restore: await tokenTo(before) };
}

async function openSession(context = person): Promise<string> {
  return (await openNamedSession(sessions, idOf(context), new Headers())).sessionId;
}

async function sessionsOf(context = person): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from person_session where person_id = ${idOf(context)}`.execute(world.db);
  return rows.map(({ id }) => id);
}

describe('asking for another address', () => {
  it('mails a link to it, masked in the outbox, and changes nothing yet', async () => {
    const email = address();
    expect(await ask(` ${email.toUpperCase()} `)).toEqual({ ok: true, value: { email } });
    expect(await mailsTo(email)).toMatchObject([{ subject: 'Nouvelle adresse', secret: true }]);
    expect(await emailOf(world.db, idOf(person))).toBe(oldOf(person));
    expect(await mailsTo(oldOf(person))).toEqual([]);
  });

  it('answers alike for an address that is someone’s, who is told without a link', async () => {
    const other = await world.as('owner');
    expect(await ask(oldOf(other))).toEqual({ ok: true, value: { email: oldOf(other) } });
    expect(await mailsTo(oldOf(other))).toEqual([{ ...taken, secret: false }]);
  });

  it.each(['', 'camille', 'a@b', `${'x'.repeat(300)}@exemple.test`, 'a@exemple.test\nBcc: b@exemple.test'])(
    'refuses %j',
    async (text) => expect(await ask(text)).toEqual(refused('email-invalid')),
  );

  it('refuses visitors, the address one has, and more than a few a day', async () => {
    expect(await ask(address(), visitor)).toEqual(refused('not-allowed'));
    expect(await ask(oldOf(person))).toEqual(refused('same-address'));
    for (let time = 0; time < emailChangesPerDay; time += 1) await askedToken(address());
    expect(await ask(address())).toEqual(refused('too-many-changes'));
    world.clock.advance(25 * 60 * 60_000);
    expect((await ask(address())).ok).toBe(true);
  });

  it('floods nobody: one address gets five mails in half an hour, whoever asks', async () => {
    const email = address();
    for (let time = 0; time < 5; time += 1) {
      expect((await ask(email, await world.as('contributor'))).ok).toBe(true);
    }
    expect(await ask(email)).toEqual(refused('too-many-mails'));
  });
});

describe('the link to a new address', () => {
  it('shows both addresses, however often it is opened, and then serves once', async () => {
    const email = address();
    const token = await askedToken(email);
    for (let time = 0; time < 5; time += 1) {
      expect(await showEmailChange(person, token)).toEqual({
        ok: true,
        value: { oldEmail: oldOf(person), newEmail: email },
      });
    }
    expect(await accept(token)).toEqual({ ok: true, value: { email } });
    expect(await emailOf(world.db, idOf(person))).toBe(email);
    expect(await accept(token)).toEqual(refused('link-used'));
  });

  it('serves the person who asked only: an address typed wrong gives nobody someone’s account', async () => {
    const token = await askedToken(address());
    for (const [context, code] of [
      [visitor, 'sign-in-to-change'],
      [await world.as('owner'), 'change-of-another'],
    ] as const) {
      expect(await showEmailChange(context, token)).toEqual(refused(code));
      expect(await accept(token, context)).toEqual(refused(code));
    }
    expect((await accept(token)).ok).toBe(true);
  });

  it('is good for half an hour, on its territory', async () => {
    const token = await askedToken(address());
    const { territoryId } = await world.elsewhere();
    expect(await accept(token, { ...person, territoryId })).toEqual(refused('link-invalid'));
    world.clock.advance(31 * 60_000);
    expect(await accept(token)).toEqual(refused('link-expired'));
    expect(await accept('abc')).toEqual(refused('link-invalid'));
  });

  it('gives way to one that was asked for later', async () => {
    const first = await askedToken(address());
    const second = await askedToken(address());
    expect(await accept(first)).toEqual(refused('change-replaced'));
    expect((await accept(second)).ok).toBe(true);
    expect(await accept(first)).toEqual(refused('change-replaced'));
  });

  it('is heard once of several presses at the same moment', async () => {
    const token = await askedToken(address());
    const answers = await Promise.all(Array.from({ length: 6 }, () => accept(token)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('gives one address to one of two who press at the same moment', async () => {
    const [email, other] = [address(), await world.as('contributor', 'Luc')];
    const mine = await askedToken(email);
    const theirs = await askedToken(email, other);
    const answers = await Promise.all([accept(mine), accept(theirs, other)]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.filter(({ ok }) => !ok)).toEqual([refused('change-taken')]);
  });

  it('takes an address that someone typed once and never proved', async () => {
    const email = address();
    const ghost = await findOrCreatePerson(world.db, { email, name: '', now: world.clock.now() });
    expect((await accept(await askedToken(email))).ok).toBe(true);
    expect(await emailOf(world.db, ghost.id)).toBe(`${ghost.id}@adresse.invalid`);
    const known = await findOrCreatePerson(world.db, { email, name: '', now: world.clock.now() });
    expect(known.id).toBe(idOf(person));
  });

  it('signs out elsewhere, not here', async () => {
    const here = await openSession();
    await openSession();
    await accept(await askedToken(address()), person, here);
    expect(await sessionsOf()).toEqual([here]);
  });

  it('is journalled without the addresses, which can be erased', async () => {
    const { email } = await changed();
    const { rows } = await sql<{ changes: unknown }>`
      select changes from journal_entry
      where territory_id = ${world.territoryId} and actor_id = ${idOf(person)}
        and action = 'person.email-changed'`.execute(world.db);
    expect(rows).toMatchObject([
      {
        changes: {
          email: { before: { personal: expect.any(String) }, after: { personal: expect.any(String) } },
        },
      },
    ]);
    expect(JSON.stringify(rows)).not.toContain('@');
    const kept = await sql<{ value: string }>`
      select value from personal_value where territory_id = ${world.territoryId}
        and person_id = ${idOf(person)} order by id`.execute(world.db);
    expect(kept.rows.map(({ value }) => value)).toEqual([oldOf(person), email]);
  });
});

/** Signs in by mail at that address; who that was. */
async function signInAt(email: string): Promise<string | undefined> {
  await requestSignIn(visitor, { email, path: '/connexion/lien', returnTo: '/', mail });
  const token = (await tokenTo(email)).split('?')[0] ?? '';
  const accepted = await acceptSignInLink(visitor, token);
  return accepted.ok ? accepted.value.id : undefined;
}

describe('the former address', () => {
  it('is told, opens the account for seven days still, and belongs to nobody else meanwhile', async () => {
    const { email } = await changed();
    expect(await mailsTo(oldOf(person))).toMatchObject([{ subject: 'Adresse changée', secret: true }]);
    expect(await signInAt(oldOf(person))).toBe(idOf(person));
    expect(await signInAt(email)).toBe(idOf(person));
    const other = await world.as('contributor');
    await ask(oldOf(person), other);
    expect((await mailsTo(oldOf(person))).at(-1)).toMatchObject(taken);
    world.clock.advance(7 * 24 * 60 * 60_000);
    expect(await signInAt(oldOf(person))).not.toBe(idOf(person));
    expect(await signInAt(email)).toBe(idOf(person));
  });

  it('is forgotten once it can no longer be taken back', async () => {
    await changed();
    world.clock.advance(8 * 24 * 60 * 60_000);
    await ask(address(), await world.as('contributor'));
    const { rows } = await sql`
      select id from email_change where old_email = ${oldOf(person)}`.execute(world.db);
    expect(rows).toEqual([]);
  });

  it('can be taken back by its reader, who need not be signed in; every session ends', async () => {
    const { email, restore } = await changed();
    await openSession();
    for (let time = 0; time < 3; time += 1) {
      expect(await showEmailRestore(visitor, restore)).toEqual({ ok: true, value: { email: oldOf(person) } });
    }
    expect(await sessionsOf()).toHaveLength(1);
    expect(await restoreEmail(visitor, { token: restore, notice: undone })).toEqual({
      ok: true,
      value: { email: oldOf(person) },
    });
    expect(await emailOf(world.db, idOf(person))).toBe(oldOf(person));
    expect(await sessionsOf()).toEqual([]);
    expect((await mailsTo(email)).at(-1)).toMatchObject(undone);
    expect(await signInAt(email)).not.toBe(idOf(person));
    expect(await restoreEmail(visitor, { token: restore, notice: undone })).toEqual(refused('link-used'));
  });

  it('comes back from a chain of changes, and what was asked since is stopped', async () => {
    const first = await changed();
    world.clock.advance(60_000);
    const second = await changed();
    const waiting = await askedToken(address());
    expect((await restoreEmail(visitor, { token: first.restore, notice: undone })).ok).toBe(true);
    expect(await emailOf(world.db, idOf(person))).toBe(oldOf(person));
    expect(await restoreEmail(visitor, { token: second.restore, notice: undone })).toEqual(
      refused('change-stopped'),
    );
    expect(await accept(waiting)).toEqual(refused('change-replaced'));
    expect(await signInAt(first.email)).not.toBe(idOf(person));
  });

  it('takes back too what was added since: passkeys, identities, links on their way', async () => {
    const email = address();
    const token = await askedToken(email);
    await sql`
      insert into passkey (id, person_id, host, credential_id, public_key, counter, transports, name, created_at)
      values (${newId()}, ${idOf(person)}, 'essai.test', ${newId()}, '', 0, '{}', 'avant',
        ${new Date(world.clock.now().getTime() - 1000)}),
      (${newId()}, ${idOf(person)}, 'essai.test', ${newId()}, '', 0, '{}', 'depuis', ${world.clock.now()})
    `.execute(world.db);
    await accept(token);
    const restore = await tokenTo(oldOf(person));
    await requestSignIn(visitor, { email, path: '/connexion/lien', returnTo: '/', mail });
    const signIn = (await tokenTo(email)).split('?')[0] ?? '';
    await restoreEmail(visitor, { token: restore, notice: undone });
    expect(await acceptSignInLink(visitor, signIn)).toEqual(refused('link-expired'));
    const { rows } = await sql<{ name: string }>`
      select name from passkey where person_id = ${idOf(person)}`.execute(world.db);
    expect(rows).toEqual([{ name: 'avant' }]);
  });

  it('cannot be taken back after seven days, nor twice, nor with another link', async () => {
    const { restore } = await changed();
    expect(await accept(restore)).toEqual(refused('link-invalid'));
    world.clock.advance(7 * 24 * 60 * 60_000 + 1);
    expect(await restoreEmail(visitor, { token: restore, notice: undone })).toEqual(refused('link-expired'));
    expect(await restoreEmail(visitor, { token: '', notice: undone })).toEqual(refused('link-invalid'));
  });

  it('is no longer where an invitation waits for the person', async () => {
    const owner = await world.as('owner', 'Olga');
    const invitation = { subject: 'Invitation', body: (link: string) => link };
    const invited = await inviteToRole(owner, {
      email: oldOf(person),
      role: 'facilitator',
      path: '/invitation',
      mail: () => invitation,
    });
    expect(invited).toMatchObject({ ok: true });
    const token = await tokenTo(oldOf(person));
    world.clock.advance(1000);
    await changed();
    expect(await acceptInvitation(visitor, { token, name: '' })).toEqual(refused('invitation-withdrawn'));
  });
});
