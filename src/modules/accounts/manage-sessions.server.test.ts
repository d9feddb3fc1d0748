import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { newId } from '#kernel/ids.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { endOtherSessions, endSession, listSessions } from './manage-sessions.server.ts';
import { findProviderSession, putProviderSession } from './session-store.server.ts';
import {
  type Sessions,
  currentSessionId,
  findCurrentPerson,
  makeSessions,
  openNamedSession,
} from './sessions.server.ts';

let world: TestWorld;
let sessions: Sessions;
let person: Context;
beforeAll(async () => {
  world = await openTestWorld();
  sessions = makeSessions({ db: world.db, origin: 'http://essai.test' });
});
afterAll(() => world.close());
beforeEach(async () => {
  person = await world.as('contributor');
});

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) Version/18.4 Mobile/15E148 Safari/604.1';

async function openOn(userAgent: string, context = person) {
  const asked = new Headers({ 'user-agent': userAgent, 'x-forwarded-for': '203.0.113.9' });
  const { headers, sessionId } = await openNamedSession(sessions, context.actor.personId ?? '', asked);
  const cookie = headers.getSetCookie().map((one) => one.split(';')[0]);
  return { id: sessionId, headers: new Headers({ cookie: cookie.join('; ') }) };
}

function personIn(headers: Headers) {
  return findCurrentPerson(sessions, { db: world.db, territoryId: world.territoryId, headers });
}

const refused = (code: string) => ({ ok: false, error: { code } });

describe('the list of sessions', () => {
  it('names each browser and system, the one that asks first', async () => {
    const here = await openOn(firefox);
    const there = await openOn(safari);
    expect(await currentSessionId(sessions, here.headers)).toBe(here.id);
    expect(await listSessions(person, here.id)).toMatchObject({
      ok: true,
      value: [
        { id: here.id, current: true, device: { browser: 'firefox', system: 'linux' } },
        { id: there.id, current: false, device: { browser: 'safari', system: 'iphone' } },
      ],
    });
  });

  it('keeps two words of what the browser says of itself, and no address of the network', async () => {
    await openOn(firefox);
    const { rows } = await sql<{ user_agent: string }>`
      select * from person_session where person_id = ${person.actor.personId}`.execute(world.db);
    expect(rows.map((row) => row.user_agent)).toEqual(['firefox/linux']);
    expect(JSON.stringify(rows)).not.toMatch(/203\.0\.113\.9|Gecko|140/);
  });

  it('leaves out those that expired, and those of others', async () => {
    const { id } = await openOn(firefox);
    await openOn(safari, await world.as('owner'));
    expect(await listSessions(person, id)).toMatchObject({ ok: true, value: [{ id }] });
    await sql`update person_session set expires_at = '2026-11-23T08:59:59Z' where id = ${id}`.execute(
      world.db,
    );
    expect(await listSessions(person, undefined)).toEqual({ ok: true, value: [] });
  });

  it('is for whoever is signed in', async () => {
    const visitor = await world.as('visitor');
    expect(await listSessions(visitor, undefined)).toEqual(refused('not-allowed'));
    expect(await endSession(visitor, newId())).toEqual(refused('not-allowed'));
    expect(await endOtherSessions(visitor, undefined)).toEqual(refused('not-allowed'));
  });
});

describe('ending a session', () => {
  it('takes effect at the next click of that browser, and leaves the others', async () => {
    const [here, there] = [await openOn(firefox), await openOn(safari)];
    expect(await endSession(person, there.id)).toEqual({ ok: true });
    expect(await personIn(there.headers)).toBeUndefined();
    expect(await personIn(here.headers)).toBeDefined();
    expect(await endSession(person, there.id)).toEqual(refused('session-gone'));
  });

  it('never ends someone else’s, whoever asks', async () => {
    const { id, headers } = await openOn(firefox);
    for (const role of ['contributor', 'facilitator', 'owner'] as const) {
      expect(await endSession(await world.as(role), id)).toEqual(refused('session-gone'));
    }
    for (const strange of ['', 'a', "' or true --", newId()]) {
      expect(await endSession(person, strange)).toEqual(refused('session-gone'));
    }
    expect(await personIn(headers)).toBeDefined();
  });

  it('of all others at once leaves this one, and says how many there were', async () => {
    const here = await openOn(firefox);
    const others = [await openOn(safari), await openOn(safari), await openOn('')];
    const stranger = await openOn(firefox, await world.as('contributor'));
    expect(await endOtherSessions(person, here.id)).toEqual({ ok: true, value: 3 });
    for (const { headers } of others) expect(await personIn(headers)).toBeUndefined();
    expect(await personIn(here.headers)).toBeDefined();
    expect(await personIn(stranger.headers)).toBeDefined();
  });

  it('forgets what an identity provider wanted back', async () => {
    const { id } = await openOn(firefox);
    const issuer = 'https://identite.test';
    await putProviderSession(world.db, { sessionId: id, issuer, idToken: 'preuve' });
    expect(await findProviderSession(world.db, { sessionId: id, issuer })).toEqual({ idToken: 'preuve' });
    await endSession(person, id);
    expect(await findProviderSession(world.db, { sessionId: id, issuer })).toBeUndefined();
  });
});
