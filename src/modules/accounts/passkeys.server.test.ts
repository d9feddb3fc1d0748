import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { newId } from '#kernel/ids.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { addPasskey, listPasskeys, offerPasskey, removePasskey } from './add-passkey.server.ts';
import { passkeysPerPerson } from './passkey.ts';
import { askForPasskey, signInWithPasskey } from './sign-in-with-passkey.server.ts';
import { type PretendAuthenticator, pretendAuthenticator } from './testing/pretend-authenticator.server.ts';

let world: TestWorld;
let person: Context;
let visitor: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  person = await world.as('contributor', 'Anne');
  visitor = await world.as('visitor');
});

const site = { host: 'essai.test', origin: 'https://essai.test', name: 'Pays d’essai' };
const notice = (name: string) => ({ subject: 'Une clé de plus', body: `La clé « ${name} »` });

/** What the page hands to the browser. */
async function offered(context = person, where = site): Promise<string> {
  const options = await offerPasskey(context, where);
  if (!options.ok) throw new Error(options.error.code);
  return options.value.challenge;
}

function add(answer: string, context = person, where = site) {
  return addPasskey(context, { site: where, answer, name: 'Mon téléphone', notice });
}

async function personWithKey(): Promise<PretendAuthenticator> {
  const key = pretendAuthenticator();
  expect(await add(key.make({ ...site, challenge: await offered() }))).toMatchObject({ ok: true });
  return key;
}

async function asked(context = visitor, where = site): Promise<string> {
  return (await askForPasskey(context, where)).challenge;
}

function comeIn(answer: string, context = visitor, where = site) {
  return signInWithPasskey(context, { site: where, answer });
}

const refused = (code: string) => ({ ok: false, error: { code } });

describe('adding a passkey', () => {
  it('asks for a key that the browser can offer by itself, behind the device’s lock', async () => {
    const options = await offerPasskey(person, site);
    expect(options).toMatchObject({
      ok: true,
      value: {
        rp: { id: 'essai.test' },
        attestation: 'none',
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      },
    });
  });

  it('keeps it under its name, leaves out the one the browser has, and tells the person by mail', async () => {
    const key = await personWithKey();
    expect(await listPasskeys(person)).toMatchObject({
      ok: true,
      value: [{ name: 'Mon téléphone', host: 'essai.test', usedAt: null }],
    });
    const again = await offerPasskey(person, site);
    expect(again).toMatchObject({ value: { excludeCredentials: [{ id: key.credentialId }] } });
    const { rows } = await sql<{ body: string }>`
      select body from outgoing_mail where territory_id = ${world.territoryId}
      and recipient = ${`${person.actor.personId}@exemple.test`}`.execute(world.db);
    expect(rows).toEqual([{ body: 'La clé « Mon téléphone »' }]);
  });

  it('is for whoever is signed in, for themselves', async () => {
    expect(await offerPasskey(visitor, site)).toEqual(refused('not-allowed'));
    expect(await listPasskeys(visitor)).toEqual(refused('not-allowed'));
    const challenge = await offered();
    expect(await add(pretendAuthenticator().make({ ...site, challenge }), visitor)).toEqual(
      refused('not-allowed'),
    );
    const other = await world.as('owner');
    expect(await add(pretendAuthenticator().make({ ...site, challenge }), other)).toEqual(
      refused('passkey-refused'),
    );
    expect(await listPasskeys(other)).toEqual({ ok: true, value: [] });
  });

  it('wants a name', async () => {
    const answer = pretendAuthenticator().make({ ...site, challenge: await offered() });
    expect(await addPasskey(person, { site, answer, name: ' \n ', notice })).toEqual(
      refused('passkey-name-missing'),
    );
  });

  it('refuses an answer from another page, for another host, or from behind an open lock', async () => {
    for (const wrong of [
      { origin: 'https://essai.test.pirate.test' },
      { origin: 'http://essai.test' },
      { host: 'pirate.test' },
      { locked: true },
    ]) {
      const answer = pretendAuthenticator().make({ ...site, challenge: await offered(), ...wrong });
      expect(await add(answer)).toEqual(refused('passkey-refused'));
    }
  });

  it('refuses a challenge that has served, is too old, is not ours, or was for something else', async () => {
    const challenge = await offered();
    await add(pretendAuthenticator().make({ ...site, challenge }));
    const again = pretendAuthenticator().make({ ...site, challenge });
    expect(await add(again)).toEqual(refused('passkey-too-late'));

    const old = await offered();
    world.clock.advance(11 * 60_000);
    expect(await add(pretendAuthenticator().make({ ...site, challenge: old }))).toEqual(
      refused('passkey-too-late'),
    );
    const made = Buffer.from('made.up').toString('base64url');
    for (const wrong of [made, await asked(), await offered(person, { ...site, host: 'autre.test' })]) {
      expect(await add(pretendAuthenticator().make({ ...site, challenge: wrong }))).toEqual(
        refused('passkey-refused'),
      );
    }
  });

  it('refuses a key that someone has already, and more keys than one can know', async () => {
    const key = await personWithKey();
    const other = await world.as('contributor');
    const answer = key.make({ ...site, challenge: await offered(other) });
    expect(await add(answer, other)).toEqual(refused('passkey-known'));
    for (let more = 1; more < passkeysPerPerson; more += 1) await personWithKey();
    const last = pretendAuthenticator().make({ ...site, challenge: await offered() });
    expect(await add(last)).toEqual(refused('too-many-passkeys'));
  });

  it.each(['', '{', 'null', '[]', '{"id":1}', '{"id":"a","rawId":"a","type":"public-key","response":{}}'])(
    'refuses %j without an error',
    async (answer) => {
      expect(await add(answer)).toEqual(refused('passkey-unreadable'));
      expect(await comeIn(answer)).toEqual(refused('passkey-unreadable'));
    },
  );

  it('refuses an answer whose parts are cut or of another alphabet', async () => {
    const answer = JSON.parse(pretendAuthenticator().make({ ...site, challenge: await offered() }));
    for (const part of ['clientDataJSON', 'attestationObject']) {
      for (const wrong of ['AAAA', '🗝', answer.response[part].slice(0, 40)]) {
        const changed = { ...answer, response: { ...answer.response, [part]: wrong } };
        expect((await add(JSON.stringify(changed))).ok).toBe(false);
      }
    }
  });
});

describe('signing in with a passkey', () => {
  it('opens to the person whose key it is, and gives them a place here', async () => {
    const key = await personWithKey();
    const { personId } = person.actor;
    const answer = key.use({ ...site, challenge: await asked(), personId: personId ?? '' });
    expect(await comeIn(answer)).toEqual({ ok: true, value: { id: personId, name: 'Anne' } });
    expect(await listPasskeys(person)).toMatchObject({ value: [{ usedAt: world.clock.now() }] });
  });

  it('works too for who is signed in as someone else', async () => {
    const key = await personWithKey();
    const other = await world.as('contributor');
    const answer = key.use({ ...site, challenge: await asked(other) });
    expect(await comeIn(answer, other)).toMatchObject({ ok: true, value: { id: person.actor.personId } });
  });

  it('hears an answer once', async () => {
    const key = await personWithKey();
    const answer = key.use({ ...site, challenge: await asked() });
    expect((await comeIn(answer)).ok).toBe(true);
    expect(await comeIn(answer)).toEqual(refused('passkey-too-late'));
  });

  it('hears one of several that come at once with one answer', async () => {
    const key = await personWithKey();
    const answer = key.use({ ...site, challenge: await asked() });
    const answers = await Promise.all(Array.from({ length: 6 }, () => comeIn(answer)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('refuses another page, another host, an open lock, and a key that says it is someone else’s', async () => {
    const key = await personWithKey();
    for (const wrong of [
      { origin: 'https://pirate.test' },
      { host: 'pirate.test' },
      { locked: true },
      { personId: newId() },
    ]) {
      const answer = key.use({ ...site, challenge: await asked(), ...wrong });
      expect(await comeIn(answer)).toEqual(refused('passkey-refused'));
    }
  });

  it('refuses a challenge made to add a key, for another host or territory, or too old', async () => {
    const key = await personWithKey();
    const elsewhere = await world.elsewhere();
    const wrong = [
      await offered(),
      await asked(visitor, { ...site, host: 'autre.test' }),
      await asked(elsewhere),
    ];
    for (const challenge of wrong) {
      expect(await comeIn(key.use({ ...site, challenge }))).toEqual(refused('passkey-refused'));
    }
    const challenge = await asked();
    world.clock.advance(11 * 60_000);
    expect(await comeIn(key.use({ ...site, challenge }))).toEqual(refused('passkey-too-late'));
  });

  it('refuses a key that was made on another host of the instance', async () => {
    const other = { host: 'autre.test', origin: 'https://autre.test', name: 'Autre' };
    const key = pretendAuthenticator();
    await add(key.make({ ...other, challenge: await offered(person, other) }), person, other);
    expect(await comeIn(key.use({ ...site, challenge: await asked() }))).toEqual(refused('passkey-unknown'));
    const there = key.use({ ...other, challenge: await asked(visitor, other) });
    expect(await comeIn(there, visitor, other)).toMatchObject({ ok: true });
  });

  it('refuses a key that counts no further: there are two of it', async () => {
    const key = await personWithKey();
    const used = async (counter: number) => comeIn(key.use({ ...site, challenge: await asked(), counter }));
    expect(await used(5)).toMatchObject({ ok: true });
    expect(await used(6)).toMatchObject({ ok: true });
    for (const counter of [6, 5, 1, 0]) expect(await used(counter)).toEqual(refused('passkey-copied'));
    expect(await used(7)).toMatchObject({ ok: true });
  });

  it('accepts, again and again, a key that does not count', async () => {
    const key = await personWithKey();
    for (let time = 0; time < 3; time += 1) {
      expect((await comeIn(key.use({ ...site, challenge: await asked() }))).ok).toBe(true);
    }
  });

  it('refuses a key that nobody has, and a signature made by another key', async () => {
    const stranger = pretendAuthenticator();
    expect(await comeIn(stranger.use({ ...site, challenge: await asked() }))).toEqual(
      refused('passkey-unknown'),
    );
    const key = await personWithKey();
    const forged = JSON.parse(stranger.use({ ...site, challenge: await asked() }));
    const answer = JSON.stringify({ ...forged, id: key.credentialId, rawId: key.credentialId });
    expect(await comeIn(answer)).toEqual(refused('passkey-refused'));
  });
});

describe('removing a passkey', () => {
  it('is for its person only, and then it opens nothing', async () => {
    const key = await personWithKey();
    const listed = await listPasskeys(person);
    const id = (listed.ok && listed.value[0]?.id) || '';
    expect(await removePasskey(await world.as('owner'), id)).toEqual(refused('passkey-gone'));
    expect(await removePasskey(visitor, id)).toEqual(refused('not-allowed'));
    expect((await comeIn(key.use({ ...site, challenge: await asked() }))).ok).toBe(true);
    expect(await removePasskey(person, id)).toEqual({ ok: true, value: { name: 'Mon téléphone' } });
    expect(await comeIn(key.use({ ...site, challenge: await asked() }))).toEqual(refused('passkey-unknown'));
    for (const gone of [id, newId(), '', 'a; drop table passkey']) {
      expect(await removePasskey(person, gone)).toEqual(refused('passkey-gone'));
    }
  });
});
