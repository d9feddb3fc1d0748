import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { newId } from '#kernel/ids.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { listIdentities, removeIdentity } from './manage-identities.server.ts';
import { listSessions } from './manage-sessions.server.ts';
import { putProviderSession } from './session-store.server.ts';
import { makeSessions, openNamedSession } from './sessions.server.ts';
import { signInWithIdentity } from './sign-in-with-provider.server.ts';

let world: TestWorld;
let anne: Context;
let brice: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  [anne, brice] = await Promise.all([world.as('contributor', 'Anne'), world.as('owner', 'Brice')]);
});

/** Signs someone in with what a provider says of them, which links it to them. */
function link(who: Context, issuer = 'https://identite.test', subject: string = newId()) {
  const email = `${who.actor.personId}@exemple.test`;
  const identity = { issuer, subject, email, emailVerified: true, idToken: 'preuve' };
  return signInWithIdentity({ ...who, actor: { personId: null, role: 'visitor' } }, identity);
}

async function linkedTo(who: Context) {
  const listed = await listIdentities(who);
  return listed.ok ? listed.value : [];
}

describe('linked identities', () => {
  it('are listed to their person alone, oldest first', async () => {
    const now = world.clock.now();
    await link(anne);
    world.clock.advance(60_000);
    await link(anne, 'https://autre.test/realms/pays');
    expect(await linkedTo(anne)).toEqual([
      { id: expect.any(String), issuer: 'https://identite.test', linkedAt: now },
      {
        id: expect.any(String),
        issuer: 'https://autre.test/realms/pays',
        linkedAt: new Date(now.getTime() + 60_000),
      },
    ]);
    expect(await linkedTo(brice)).toEqual([]);
  });

  it('are removed by their person: the subject then opens nothing by itself', async () => {
    const subject = newId();
    await link(anne, 'https://identite.test', subject);
    const [linked] = await linkedTo(anne);
    expect(await removeIdentity(anne, linked?.id ?? '', undefined)).toEqual({
      ok: true,
      value: { issuer: 'https://identite.test' },
    });
    expect(await linkedTo(anne)).toEqual([]);
    const visitor = await world.as('visitor');
    const unproved = { issuer: 'https://identite.test', subject, email: undefined, emailVerified: false };
    expect(await signInWithIdentity(visitor, { ...unproved, idToken: 'preuve' })).toMatchObject({
      error: { code: 'provider-no-email' },
    });
    await link(anne, 'https://identite.test', subject);
    expect(await linkedTo(anne), 'a proved address links it anew').toHaveLength(1);
  });

  it('take with them the sessions that they opened elsewhere, and no others', async () => {
    await link(anne);
    const sessions = makeSessions({ db: world.db, origin: 'http://essai.test' });
    const open = async (who: Context, issuer?: string) => {
      const { sessionId } = await openNamedSession(sessions, who.actor.personId ?? '', new Headers());
      if (issuer) await putProviderSession(world.db, { sessionId, issuer, idToken: 'preuve' });
      return sessionId;
    };
    const issuer = 'https://identite.test';
    const here = await open(anne, issuer);
    const elsewhere = await open(anne, issuer);
    const staying = [await open(anne), await open(anne, 'https://autre.test'), here];
    const bricesOwn = await open(brice, issuer);
    const [linked] = await linkedTo(anne);
    await removeIdentity(anne, linked?.id ?? '', here);
    const left = async (who: Context) => {
      const listed = await listSessions(who, undefined);
      return listed.ok ? listed.value.map(({ id }) => id) : [];
    };
    expect((await left(anne)).toSorted()).toEqual(staying.toSorted());
    expect(await left(anne)).not.toContain(elsewhere);
    expect(await left(brice)).toEqual([bricesOwn]);
  });

  it('are not removed by anyone else, nor by what names none', async () => {
    await link(anne);
    const [linked] = await linkedTo(anne);
    expect(await removeIdentity(brice, linked?.id ?? '', undefined)).toEqual({
      ok: false,
      error: { code: 'identity-gone' },
    });
    for (const strange of ['', 'x', '\0', newId()]) {
      expect(await removeIdentity(anne, strange, undefined)).toMatchObject({
        error: { code: 'identity-gone' },
      });
    }
    const visitor = await world.as('visitor');
    expect(await removeIdentity(visitor, linked?.id ?? '', undefined)).toMatchObject({
      error: { code: 'not-allowed' },
    });
    expect(await listIdentities(visitor)).toMatchObject({ error: { code: 'not-allowed' } });
    expect(await linkedTo(anne)).toHaveLength(1);
  });
});
