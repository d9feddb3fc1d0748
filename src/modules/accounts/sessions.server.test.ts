import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context, Role } from '#kernel/context.ts';
import { newId } from '#kernel/ids.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { grantRole } from './person-store.server.ts';
import {
  type Sessions,
  closeAllSessions,
  closeSession,
  findCurrentPerson,
  makeSessions,
  openSessionFor,
} from './sessions.server.ts';

let world: TestWorld;
let sessions: Sessions;
beforeAll(async () => {
  world = await openTestWorld();
  sessions = makeSessions({ db: world.db, origin: 'http://essai.test' });
});
afterAll(() => world.close());

/** The request headers of a browser that got these cookies. */
function browserWith(answer: Headers): Headers {
  const cookies = answer.getSetCookie().map((cookie) => cookie.split(';')[0]);
  return new Headers({ cookie: cookies.join('; '), 'user-agent': 'essai' });
}

async function signIn(context: Context): Promise<Headers> {
  return browserWith(await openSessionFor(sessions, context.actor.personId ?? '', new Headers()));
}

function personIn(headers: Headers, territoryId = world.territoryId) {
  return findCurrentPerson(sessions, { db: world.db, territoryId, headers });
}

describe('a session', () => {
  it('tells who comes back, with their role on this territory', async () => {
    const context = await world.as('facilitator', 'Anne');
    const id = context.actor.personId;
    expect(await personIn(await signIn(context))).toEqual({
      id,
      name: 'Anne',
      email: `${id}@exemple.test`,
      role: 'facilitator',
    });
  });

  it('is carried by a cookie that scripts and other sites cannot use', async () => {
    const { personId } = (await world.as('contributor')).actor;
    const [cookie = ''] = (await openSessionFor(sessions, personId ?? '', new Headers())).getSetCookie();
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect(cookie).toMatch(/Path=\//i);
    const secure = makeSessions({ db: world.db, origin: 'https://essai.test' });
    const [safe = ''] = (await openSessionFor(secure, personId ?? '', new Headers())).getSetCookie();
    expect(safe).not.toMatch(/Domain/i);
    expect(safe).toMatch(/^__Host-entrelacs.*; Path=\/;.*; Secure/i);
    expect(
      await findCurrentPerson(secure, {
        db: world.db,
        territoryId: world.territoryId,
        headers: browserWith(new Headers({ 'set-cookie': safe })),
      }),
    ).toBeDefined();
  });

  it('gives each territory its own role: an owner here contributes elsewhere', async () => {
    const context = await world.as('owner');
    const headers = await signIn(context);
    const { territoryId } = await world.elsewhere();
    const roleOn = async (where: string) => (await personIn(headers, where))?.role;
    expect(await roleOn(world.territoryId)).toBe('owner');
    expect(await roleOn(territoryId)).toBe('contributor');
    const grant = async (role: Exclude<Role, 'visitor'>) =>
      grantRole(world.db, {
        territoryId,
        personId: context.actor.personId ?? '',
        role,
        now: world.clock.now(),
      });
    await grant('facilitator');
    expect(await roleOn(territoryId)).toBe('facilitator');
    await grant('contributor');
    expect(await roleOn(territoryId)).toBe('contributor');
    expect(await roleOn(world.territoryId)).toBe('owner');
  });

  it('keeps no address of the network', async () => {
    const context = await world.as('contributor');
    const from = new Headers({ 'x-forwarded-for': '203.0.113.9', 'x-real-ip': '203.0.113.9' });
    await openSessionFor(sessions, context.actor.personId ?? '', from);
    const { rows } =
      await sql`select * from person_session where person_id = ${context.actor.personId}`.execute(world.db);
    expect(JSON.stringify(rows)).not.toContain('203.0.113.9');
  });

  it('is opened only for a person who exists', async () => {
    await expect(openSessionFor(sessions, newId(), new Headers())).rejects.toThrow('a person who exists');
  });
});

describe('whoever has no good session is a visitor', () => {
  it('without a cookie, with another one, with one that was made up or changed', async () => {
    const headers = await signIn(await world.as('owner'));
    const cookie = headers.get('cookie') ?? '';
    const changed = cookie.replace(/=(.)/, (_, first: string) => `=${first === 'a' ? 'b' : 'a'}`);
    const strange = [
      '',
      'theme=dark',
      'entrelacs.session_token=',
      'entrelacs.session_token=abc.def',
      'entrelacs.session_token=%00%ff',
      `entrelacs.session_token=${'x'.repeat(10_000)}`,
      changed,
      cookie.slice(0, -10),
      cookie.split('.')[0] ?? '',
    ];
    for (const text of strange) expect(await personIn(new Headers({ cookie: text }))).toBeUndefined();
    expect(await personIn(new Headers())).toBeUndefined();
    expect(await personIn(headers)).toBeDefined();
  });

  it('once the session was closed', async () => {
    const context = await world.as('contributor');
    const [here, there] = [await signIn(context), await signIn(context)];
    const answer = await closeSession(sessions, here);
    expect(answer.getSetCookie().join()).toMatch(/session_token=;.*Max-Age=0/i);
    expect(await personIn(here)).toBeUndefined();
    expect(await personIn(there)).toBeDefined();
  });

  it('once all their sessions were closed, on every device', async () => {
    const context = await world.as('contributor');
    const devices = await Promise.all([signIn(context), signIn(context), signIn(context)]);
    const other = await signIn(await world.as('contributor'));
    await closeAllSessions(sessions, context);
    for (const device of devices) expect(await personIn(device)).toBeUndefined();
    expect(await personIn(other)).toBeDefined();
    await closeAllSessions(sessions, await world.as('visitor'));
    expect(await personIn(other)).toBeDefined();
  });

  it('once the session expired', async () => {
    const context = await world.as('contributor');
    const headers = await signIn(context);
    await sql`
      update person_session set expires_at = now() - interval '1 second'
      where person_id = ${context.actor.personId}`.execute(world.db);
    expect(await personIn(headers)).toBeUndefined();
  });

  it('once the person is gone', async () => {
    const context = await world.as('owner');
    const headers = await signIn(context);
    await sql`delete from person where id = ${context.actor.personId}`.execute(world.db);
    expect(await personIn(headers)).toBeUndefined();
  });
});
