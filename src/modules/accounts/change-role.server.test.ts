import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Context, type Role, roles } from '#kernel/context.ts';
import { newId } from '#kernel/ids.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { changeRole } from './change-role.server.ts';
import { inviteToRole } from './invite-to-role.server.ts';
import { listInvitations } from './list-people.server.ts';
import { roleOf } from './person-store.server.ts';
import { type Sessions, findCurrentPerson, makeSessions, openSessionFor } from './sessions.server.ts';
import {
  type RolesScene,
  idOf,
  invitationMail,
  newAddress,
  openRolesScene,
} from './testing/roles-scene.server.ts';

let world: TestWorld;
let scene: RolesScene;
let owner: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  scene = await openRolesScene(world);
  owner = await scene.as('owner');
});

const refused = (code: string) => ({ ok: false, error: { code } });

describe('giving a role', () => {
  it.each([
    ['contributor', 'facilitator'],
    ['contributor', 'owner'],
    ['facilitator', 'contributor'],
    ['owner', 'contributor'],
    ['facilitator', 'visitor'],
    ['visitor', 'contributor'],
  ] as const)('an owner makes a %s a %s, and the journal says so', async (before, after) => {
    const person = before === 'visitor' ? await scene.as('contributor') : await scene.as(before);
    const personId = idOf(person);
    if (before === 'visitor') await changeRole(owner, { personId, role: 'visitor' });
    expect(await changeRole(owner, { personId, role: after })).toEqual({
      ok: true,
      value: { personId, before, after },
    });
    expect((await scene.roles()).get(personId)).toBe(after);
    expect((await scene.journal()).at(-1)).toEqual({
      action: 'territory.role-changed',
      actor_id: idOf(owner),
      changes: { [`role.${personId}`]: { before, after } },
    });
  });

  it('the same role again changes nothing and tells nobody', async () => {
    const personId = idOf(await scene.as('facilitator'));
    expect(await changeRole(owner, { personId, role: 'facilitator' })).toMatchObject({ ok: true });
    expect(await scene.journal()).toEqual([]);
  });

  it.each(roles)('is for owners of this territory, and a %s is told why not', async (role) => {
    const person = idOf(await scene.as('contributor'));
    const actor = await scene.as(role);
    const answer = await changeRole(actor, { personId: person, role: 'facilitator' });
    const reason = role === 'visitor' ? 'sign-in-first' : 'not-allowed';
    expect(answer).toMatchObject(role === 'owner' ? { ok: true } : refused(reason));
    if (role !== 'owner') expect((await scene.roles()).get(person)).toBe('contributor');
  });

  it.each(['facilitator', 'contributor'] as const)('a %s does not make themselves an owner', async (role) => {
    const person = await scene.as(role);
    const attempt = { personId: idOf(person), role: 'owner' };
    expect(await changeRole(person, attempt)).toEqual(refused('not-allowed'));
    const pretending: Context = { ...person, actor: { ...person.actor, role: 'owner' } };
    expect(await changeRole(pretending, attempt), 'the role of the database counts').toEqual(
      refused('not-allowed'),
    );
    expect((await scene.roles()).get(idOf(person))).toBe(role);
  });

  it('refuses a role that does not exist, and someone who is not there', async () => {
    const personId = idOf(await scene.as('contributor'));
    for (const role of ['', 'admin', 'Owner', 'constructor', 'owner\0', 'propriétaire']) {
      expect(await changeRole(owner, { personId, role })).toEqual(refused('role-unknown'));
    }
    const elsewhere = idOf(await (await openRolesScene(world)).as('contributor'));
    const never = idOf(await world.as('contributor'));
    for (const id of [newId(), '', 'abc', "' or 1=1", '\0', 'x'.repeat(10_000), elsewhere, never]) {
      expect(await changeRole(owner, { personId: id, role: 'owner' })).toEqual(refused('not-found'));
    }
    expect(await scene.journal()).toEqual([]);
  });

  it('leaves the roles of other territories as they are', async () => {
    const other = await openRolesScene(world);
    const person = await scene.as('facilitator');
    const ownerThere: Context = { ...(await other.as('owner')), territoryId: scene.territoryId };
    const attempt = { personId: idOf(person), role: 'contributor' };
    expect(await changeRole(ownerThere, attempt)).toEqual(refused('not-allowed'));
    expect((await scene.roles()).get(idOf(person))).toBe('facilitator');
  });
});

describe('an owner is always left', () => {
  it('the last one neither steps down nor is removed, until there is another', async () => {
    for (const role of ['facilitator', 'contributor', 'visitor']) {
      expect(await changeRole(owner, { personId: idOf(owner), role })).toEqual(refused('last-owner'));
    }
    expect(await scene.journal()).toEqual([]);
    const next = idOf(await scene.as('facilitator'));
    await changeRole(owner, { personId: next, role: 'owner' });
    expect(await changeRole(owner, { personId: idOf(owner), role: 'contributor' })).toMatchObject({
      ok: true,
    });
  });

  it('owners of other territories do not count', async () => {
    const other = await openRolesScene(world);
    await other.as('owner');
    expect(await changeRole(owner, { personId: idOf(owner), role: 'contributor' })).toEqual(
      refused('last-owner'),
    );
  });

  it('one stays when all of them step down at the same moment', async () => {
    const owners = [owner, ...(await Promise.all(Array.from({ length: 7 }, () => scene.as('owner'))))];
    const answers = await Promise.all(
      owners.map((one) => changeRole(one, { personId: idOf(one), role: 'contributor' })),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(7);
    expect(answers.filter(({ ok }) => !ok)).toEqual([refused('last-owner')]);
    expect([...(await scene.roles()).values()].filter((role) => role === 'owner')).toHaveLength(1);
  });

  it('of two who take the role from each other, one does', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [one, other] = [await scene.as('owner'), await scene.as('owner')];
      const answers = await Promise.all([
        changeRole(one, { personId: idOf(other), role: 'contributor' }),
        changeRole(other, { personId: idOf(one), role: 'contributor' }),
      ]);
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      expect(answers.filter(({ ok }) => !ok)).toEqual([refused('not-allowed')]);
    }
  });
});

describe('taking a role away', () => {
  const roleIn = (territoryId: string, headers: Headers, sessions: Sessions) =>
    findCurrentPerson(sessions, { db: world.db, territoryId, headers }).then((person) => person?.role);

  it('counts from the next request, and on this territory only', async () => {
    const sessions = makeSessions({ db: world.db, origin: 'http://essai.test' });
    const person = await scene.as('facilitator');
    const other = await openRolesScene(world);
    const answer = await openSessionFor(sessions, idOf(person), new Headers());
    const cookie = answer
      .getSetCookie()
      .map((text) => text.split(';')[0])
      .join('; ');
    const browser = new Headers({ cookie });
    expect(await roleIn(scene.territoryId, browser, sessions)).toBe('facilitator');
    await changeRole(owner, { personId: idOf(person), role: 'visitor' });
    expect(await roleIn(scene.territoryId, browser, sessions)).toBe('visitor');
    expect(await roleIn(other.territoryId, browser, sessions)).toBe('contributor');
  });

  it('takes back what they offered others and may not offer any more', async () => {
    const second = await scene.as('owner');
    for (const role of ['owner', 'facilitator', 'contributor']) {
      await inviteToRole(second, { ...invitationMail, email: newAddress(), role });
    }
    await inviteToRole(owner, { ...invitationMail, email: newAddress(), role: 'owner' });
    const left = async (): Promise<Role[]> => {
      const list = await listInvitations(owner);
      return list.ok ? list.value.map(({ role }) => role).toSorted() : [];
    };
    await changeRole(owner, { personId: idOf(second), role: 'facilitator' });
    expect(await left()).toEqual(['contributor', 'owner']);
    await changeRole(owner, { personId: idOf(second), role: 'visitor' });
    expect(await left()).toEqual(['owner']);
  });

  it('someone who was removed stays so, and is brought back by an owner', async () => {
    const person = await scene.as('contributor');
    const { territoryId } = scene;
    await changeRole(owner, { personId: idOf(person), role: 'visitor' });
    expect(await roleOf(world.db, { territoryId, personId: idOf(person) })).toBe('visitor');
    await changeRole(owner, { personId: idOf(person), role: 'contributor' });
    expect(await roleOf(world.db, { territoryId, personId: idOf(person) })).toBe('contributor');
  });
});
