import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { newId } from '#kernel/ids.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { findOrCreatePerson, namesOf } from './person-store.server.ts';
import {
  acceptOwnerLink,
  acceptSignInLink,
  changeName,
  makeOwnerLink,
  requestSignIn,
  showOwnerLink,
  showSignInLink,
} from './sign-in.server.ts';

let world: TestWorld;
let visitor: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  visitor = await world.elsewhere();
});

const mail = { subject: 'Votre lien', body: (link: string) => `Voici : ${link}` };
const request = (email: string) => ({ email, path: '/connexion/lien', returnTo: '/pratiques?q=a&b', mail });

async function mails(to?: string) {
  const { rows } = await sql<{ recipient: string; body: string; secret: boolean }>`
    select recipient, body, secret from outgoing_mail
    where territory_id = ${visitor.territoryId} order by id`.execute(world.db);
  return rows.filter((row) => to === undefined || row.recipient === to);
}

/** Asks for a link and reads the token in the mail. */
async function tokenFor(email: string): Promise<string> {
  expect(await requestSignIn(visitor, request(email))).toMatchObject({ ok: true });
  const [last] = (await mails(email.toLowerCase())).toReversed();
  return /\/connexion\/lien\/([^?]+)/.exec(last?.body ?? '')?.[1] ?? '';
}

async function personWith(email: string) {
  const { rows } = await sql<{ id: string; name: string; email_verified: boolean }>`
    select id, name, email_verified from person where email = ${email}`.execute(world.db);
  return rows[0];
}

const address = () => `${newId()}@exemple.test`;

describe('asking for a link', () => {
  it('sends it to the address, masked in the outbox, with where to go back to', async () => {
    const email = address();
    expect(await requestSignIn(visitor, request(` ${email.toUpperCase()} `))).toEqual({
      ok: true,
      value: { email },
    });
    const sent = await mails();
    expect(sent).toMatchObject([{ recipient: email, secret: true }]);
    const url = new URL(/http\S+/.exec(sent[0]?.body ?? '')?.[0] ?? '');
    expect(url.origin).toBe(visitor.origin);
    expect(url.searchParams.get('vers')).toBe('/pratiques?q=a&b');
  });

  it('is answered alike for an address that is known and one that is not', async () => {
    const known = address();
    await findOrCreatePerson(world.db, { email: known, name: 'Anne', now: world.clock.now() });
    const unknown = address();
    expect(await requestSignIn(visitor, request(known))).toEqual({ ok: true, value: { email: known } });
    expect(await requestSignIn(visitor, request(unknown))).toEqual({ ok: true, value: { email: unknown } });
    expect(await mails()).toHaveLength(2);
  });

  it('does not leave later than it is of any use', async () => {
    await requestSignIn(visitor, request(address()));
    const { rows } = await sql`
      select link <> '' as linked, renew_minutes from outgoing_mail
      where territory_id = ${visitor.territoryId}`.execute(world.db);
    expect(rows).toEqual([{ linked: true, renew_minutes: null }]);
  });

  it('is refused for what is no address, and nothing is written', async () => {
    const wrong = [
      '',
      ' ',
      'anne',
      'anne@',
      '@exemple.test',
      'anne@exemple',
      'anne@exemple.test, bob@exemple.test',
      'anne@exemple.test\nBcc: bob@exemple.test',
      'Anne <anne@exemple.test>',
      'anne@exemple.test\0',
      'anne@[127.0.0.1]',
      '"<script>"@exemple.test',
      `${'a'.repeat(250)}@exemple.test`,
      'anné@exemple.test',
      '\uD800@exemple.test',
    ];
    for (const email of wrong) {
      expect(await requestSignIn(visitor, request(email))).toEqual({
        ok: false,
        error: { code: 'email-invalid' },
      });
    }
    expect(await mails()).toEqual([]);
  });

  it('never throws, whatever the address', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.emailAddress()), async (email) => {
        expect(typeof (await requestSignIn(visitor, request(email))).ok).toBe('boolean');
      }),
      { numRuns: 50 },
    );
  });

  it('is refused the sixth time within half an hour, and allowed again after', async () => {
    const email = address();
    for (let time = 0; time < 5; time += 1) {
      expect(await requestSignIn(visitor, request(email))).toMatchObject({ ok: true });
    }
    const tooMany = { ok: false, error: { code: 'too-many-mails' } };
    expect(await requestSignIn(visitor, request(email))).toEqual(tooMany);
    expect(await requestSignIn(visitor, request(email.toUpperCase()))).toEqual(tooMany);
    expect(await requestSignIn(visitor, request(address()))).toMatchObject({ ok: true });
    world.clock.advance(30 * 60_000 + 1);
    expect(await requestSignIn(visitor, request(email))).toMatchObject({ ok: true });
  });

  it('is refused to a place that asks for many, whatever the addresses, and not to others', async () => {
    const from = (place: string) => requestSignIn(visitor, { ...request(address()), address: place });
    for (let time = 0; time < 60; time += 1)
      expect(await from('2001:db8:1:2::7')).toMatchObject({ ok: true });
    const tooMany = { ok: false, error: { code: 'too-many-here' } };
    expect(await from('2001:db8:1:2::8')).toEqual(tooMany);
    expect(await from('2001:db8:1:3::8')).toMatchObject({ ok: true });
    world.clock.advance(30 * 60_000);
    expect(await from('2001:db8:1:2::8')).toMatchObject({ ok: true });
  });

  it('floods no mailbox when many ask at the same moment', async () => {
    const email = address();
    const asked = await Promise.all(Array.from({ length: 12 }, () => requestSignIn(visitor, request(email))));
    expect(asked.filter(({ ok }) => ok)).toHaveLength(5);
    expect(await mails(email)).toHaveLength(5);
  });
});

describe('a link to sign in', () => {
  it('shows whose it is however often it is opened, and is used once by pressing the button', async () => {
    const email = address();
    const token = await tokenFor(email);
    for (let time = 0; time < 3; time += 1) {
      expect(await showSignInLink(visitor, token)).toEqual({ ok: true, value: { email } });
    }
    expect(await personWith(email)).toMatchObject({ email_verified: false });
    const accepted = await acceptSignInLink(visitor, token);
    const person = await personWith(email);
    expect(accepted).toEqual({ ok: true, value: { id: person?.id, name: '' } });
    expect(person?.email_verified).toBe(true);
    const used = { ok: false, error: { code: 'link-used' } };
    expect(await acceptSignInLink(visitor, token)).toEqual(used);
    expect(await showSignInLink(visitor, token)).toEqual(used);
  });

  it('leads the same person back, under whichever form of their address', async () => {
    const email = address();
    const first = await acceptSignInLink(visitor, await tokenFor(email));
    const again = await acceptSignInLink(visitor, await tokenFor(email.toUpperCase()));
    expect(again).toEqual(first);
  });

  it('expires after thirty minutes', async () => {
    const token = await tokenFor(address());
    world.clock.advance(30 * 60_000);
    const expired = { ok: false, error: { code: 'link-expired' } };
    expect(await showSignInLink(visitor, token)).toEqual(expired);
    expect(await acceptSignInLink(visitor, token)).toEqual(expired);
  });

  it('is refused on another territory, as an owner link, and once its person is gone', async () => {
    const email = address();
    const token = await tokenFor(email);
    const invalid = { ok: false, error: { code: 'link-invalid' } };
    expect(await acceptSignInLink(await world.elsewhere(), token)).toEqual(invalid);
    expect(await acceptOwnerLink(visitor, { token, email, name: 'Anne' })).toEqual(invalid);
    await sql`delete from person where email = ${email}`.execute(world.db);
    expect(await acceptSignInLink(visitor, token)).toEqual(invalid);
  });
});

describe('an owner link', () => {
  const token = () => makeOwnerLink(visitor);
  const invalidOwner = (errors: Record<string, string>) => ({
    ok: false,
    error: { code: 'invalid', errors },
  });

  it('makes its visitor an owner, once, and says so in the journal', async () => {
    const email = address();
    const link = await token();
    expect(await showOwnerLink(visitor, link)).toEqual({ ok: true, value: undefined });
    const accepted = await acceptOwnerLink(visitor, { token: link, email: ` ${email} `, name: ' Anne\0 ' });
    const person = await personWith(email);
    expect(accepted).toEqual({ ok: true, value: { id: person?.id, name: 'Anne' } });
    const { rows } = await sql<{ role: string }>`
      select role from membership where territory_id = ${visitor.territoryId} and person_id = ${person?.id}`.execute(
      world.db,
    );
    expect(rows).toEqual([{ role: 'owner' }]);
    const journal = await sql<{ action: string }>`
      select action from journal_entry where territory_id = ${visitor.territoryId}`.execute(world.db);
    expect(journal.rows).toEqual([{ action: 'territory.owner-added' }]);
    const again = await acceptOwnerLink(visitor, { token: link, email: address(), name: 'Bob' });
    expect(again).toEqual({ ok: false, error: { code: 'link-used' } });
  });

  it('is not used up by a mistake in the form', async () => {
    const link = await token();
    const email = address();
    const mistakes = [
      [{ email: 'anne', name: 'Anne' }, { email: 'email-invalid' }],
      [{ email, name: ' ' }, { name: 'name-missing' }],
      [{ email, name: 'a'.repeat(101) }, { name: 'name-missing' }],
      [
        { email: '', name: '\0' },
        { name: 'name-missing', email: 'email-invalid' },
      ],
    ] as const;
    for (const [form, errors] of mistakes) {
      expect(await acceptOwnerLink(visitor, { token: link, ...form })).toEqual(invalidOwner(errors));
    }
    expect(await acceptOwnerLink(visitor, { token: link, email, name: 'Anne' })).toMatchObject({ ok: true });
  });

  it('lets nobody become someone else by typing their address', async () => {
    const email = address();
    await acceptSignInLink(visitor, await tokenFor(email));
    const before = await personWith(email);
    const link = await token();
    const stolen = await acceptOwnerLink(visitor, { token: link, email, name: 'Mallory' });
    expect(stolen).toEqual(invalidOwner({ email: 'address-taken' }));
    expect(await acceptOwnerLink(visitor, { token: link, email, name: '' })).toEqual(
      invalidOwner({ email: 'address-taken', name: 'name-missing' }),
    );
    expect(await personWith(email)).toEqual(before);

    const signedIn: Context = { ...visitor, actor: { personId: before?.id ?? '', role: 'contributor' } };
    expect(await acceptOwnerLink(signedIn, { token: link, email, name: 'Anne' })).toMatchObject({ ok: true });
  });

  it('lets an owner of the territory in again, and someone who only ever asked for a link', async () => {
    const email = address();
    await tokenFor(email);
    expect(await acceptOwnerLink(visitor, { token: await token(), email, name: 'Anne' })).toMatchObject({
      ok: true,
    });
    expect(await acceptOwnerLink(visitor, { token: await token(), email, name: 'Anne' })).toMatchObject({
      ok: true,
    });
    const elsewhere = await world.elsewhere();
    const link = await makeOwnerLink(elsewhere);
    expect(await acceptOwnerLink(elsewhere, { token: link, email, name: 'Mallory' })).toEqual(
      invalidOwner({ email: 'address-taken' }),
    );
  });

  it('tells nothing about addresses to someone without a good link', async () => {
    const email = address();
    await acceptSignInLink(visitor, await tokenFor(email));
    const answers = await Promise.all(
      [email, address()].map((tried) => acceptOwnerLink(visitor, { token: 'x.y', email: tried, name: 'M' })),
    );
    expect(answers[0]).toEqual(answers[1]);
  });

  it('is refused on another territory and after a day', async () => {
    const link = await token();
    const form = { token: link, email: address(), name: 'Anne' };
    const invalid = { ok: false, error: { code: 'link-invalid' } };
    expect(await acceptOwnerLink(await world.elsewhere(), form)).toEqual(invalid);
    world.clock.advance(24 * 60 * 60_000);
    expect(await acceptOwnerLink(visitor, form)).toEqual({ ok: false, error: { code: 'link-expired' } });
  });
});

describe('a name', () => {
  it('is the person’s own to choose, one line of plain text', async () => {
    const context = await world.as('contributor');
    expect(await changeName(context, '  <b>Anne</b>\n & Cie ')).toEqual({ ok: true, value: undefined });
    const { personId } = context.actor;
    expect((await namesOf(world.db, [personId ?? ''])).get(personId ?? '')).toBe('<b>Anne</b> & Cie');
  });

  it('cannot be empty, nor long, nor chosen by nobody', async () => {
    const context = await world.as('contributor');
    for (const name of ['', '  ', '\0', 'a'.repeat(101), 'a'.repeat(10_000)]) {
      expect(await changeName(context, name)).toEqual({ ok: false, error: { code: 'name-missing' } });
    }
    expect(await changeName(visitor, 'Anne')).toEqual({ ok: false, error: { code: 'not-allowed' } });
  });
});
