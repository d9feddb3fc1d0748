import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { newId } from '#kernel/ids.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import type { Identity } from './identity-provider.server.ts';
import { findOrCreatePerson, grantRole, roleOf } from './person-store.server.ts';
import { signInWithIdentity, useVisit, writeVisit } from './sign-in-with-provider.server.ts';

let world: TestWorld;
let visitor: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  visitor = await world.as('visitor');
});

const refused = (code: string) => ({ ok: false, error: { code } });

function identity(changes: Partial<Identity> = {}): Identity {
  return {
    issuer: 'https://identite.test',
    subject: newId(),
    email: `${newId()}@exemple.test`,
    emailVerified: true,
    idToken: 'preuve',
    ...changes,
  };
}

async function personIdOf(one: Identity, context = visitor): Promise<string> {
  const person = await signInWithIdentity(context, one);
  if (!person.ok) throw new Error(person.error.code);
  return person.value.id;
}

describe('signing in with an identity', () => {
  it('finds the person who has the verified address, however it is written', async () => {
    const known = await world.as('owner', 'Anne');
    const email = `${known.actor.personId}@exemple.test`.toUpperCase();
    expect(await signInWithIdentity(visitor, identity({ email }))).toEqual({
      ok: true,
      value: { id: known.actor.personId, name: 'Anne' },
    });
  });

  it('makes someone new known, proved, with a place here', async () => {
    const one = identity();
    const personId = await personIdOf(one);
    const { rows } = await sql<{ email: string; email_verified: boolean; name: string }>`
      select email, email_verified, name from person where id = ${personId}`.execute(world.db);
    expect(rows).toEqual([{ email: one.email, email_verified: true, name: '' }]);
    expect(await roleOf(world.db, { territoryId: world.territoryId, personId })).toBe('contributor');
  });

  it('knows the same subject again, whatever its address became', async () => {
    const one = identity();
    const personId = await personIdOf(one);
    const owner = await world.as('owner');
    for (const email of [undefined, 'autre@exemple.test', `${owner.actor.personId}@exemple.test`]) {
      expect(await personIdOf({ ...one, email, emailVerified: false })).toBe(personId);
    }
  });

  it('matches nobody by an address that was not verified, nor makes anyone of it', async () => {
    const owner = await world.as('owner');
    const email = `${owner.actor.personId}@exemple.test`;
    const one = identity({ email, emailVerified: false });
    expect(await signInWithIdentity(visitor, one)).toEqual(refused('provider-email-unverified'));
    const unknown = identity({ emailVerified: false });
    expect(await signInWithIdentity(visitor, unknown)).toEqual(refused('provider-email-unverified'));
    const { rows } = await sql`select id from person where email = ${unknown.email}`.execute(world.db);
    expect(rows).toEqual([]);
  });

  it.each([undefined, '', 'anne', 'a@b', 'anne@exemple.test\nb@exemple.test'])(
    'says that %j is no address',
    async (email) => {
      expect(await signInWithIdentity(visitor, identity({ email }))).toEqual(refused('provider-no-email'));
    },
  );

  it('does not take the same subject of another issuer for the same person', async () => {
    const one = identity();
    const mine = await personIdOf(one);
    const other = { ...one, issuer: 'https://autre.test', email: `${newId()}@exemple.test` };
    expect(await personIdOf(other)).not.toBe(mine);
  });

  it('gives nothing back to someone who was removed', async () => {
    const one = identity();
    const personId = await personIdOf(one);
    const { territoryId } = world;
    await grantRole(world.db, { territoryId, personId, role: 'visitor', now: world.clock.now() });
    expect(await personIdOf(one)).toBe(personId);
    expect(await roleOf(world.db, { territoryId, personId })).toBe('visitor');
  });

  it('makes one person of several who come at once', async () => {
    const one = identity();
    const found = await Promise.all(Array.from({ length: 6 }, () => personIdOf(one)));
    expect(new Set(found).size).toBe(1);
    const typed = identity();
    const email = typed.email ?? '';
    const before = await findOrCreatePerson(world.db, { email, name: '', now: world.clock.now() });
    expect(await personIdOf(typed)).toBe(before.id);
  });
});

describe('a visit to the provider', () => {
  const visit = { state: 'etat', nonce: 'nonce', verifier: 'verif', locale: 'fr', returnTo: '/pratiques' };

  it('comes back once, on its territory, in time, and as it was', async () => {
    const kept = await writeVisit(visitor, visit);
    expect(await useVisit(await world.elsewhere(), kept)).toEqual(refused('provider-too-late'));
    expect(await useVisit(visitor, kept)).toEqual({ ok: true, value: visit });
    expect(await useVisit(visitor, kept)).toEqual(refused('provider-too-late'));
    const late = await writeVisit(visitor, visit);
    world.clock.advance(16 * 60_000);
    expect(await useVisit(visitor, late)).toEqual(refused('provider-too-late'));
  });

  it('is refused when it was made up, or is missing', async () => {
    for (const kept of ['', 'abc', 'a.b', `${await writeVisit(visitor, visit)}x`]) {
      expect(await useVisit(visitor, kept)).toEqual(refused('provider-too-late'));
    }
  });
});
