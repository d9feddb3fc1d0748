import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Context, roles } from '#kernel/context.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { acceptInvitation } from './accept-invitation.server.ts';
import { changeRole } from './change-role.server.ts';
import { inviteToRole } from './invite-to-role.server.ts';
import type { RoleEvent } from './role-event.ts';
import { readRoleHistory } from './role-history.server.ts';
import { acceptOwnerLink, makeOwnerLink } from './sign-in.server.ts';
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
  owner = await scene.as('owner', 'Sacha');
});

async function history(context: Context = owner): Promise<RoleEvent[]> {
  const read = await readRoleHistory(context);
  if (!read.ok) throw new Error(read.error.code);
  return read.value;
}

describe('the history of roles', () => {
  it('tells who gave which role to whom, latest first', async () => {
    const person = await scene.as('contributor', 'Bob');
    await changeRole(owner, { personId: idOf(person), role: 'facilitator' });
    const email = newAddress();
    await inviteToRole(owner, { ...invitationMail, email, role: 'owner' });
    const visitor = await scene.as('visitor');
    await acceptInvitation(visitor, { token: await scene.tokenTo(email), name: 'Anne' });
    const giver = { id: idOf(owner), name: 'Sacha' };
    expect(await history()).toMatchObject([
      { kind: 'accepted', person: { name: 'Anne' }, giver, before: 'contributor', after: 'owner' },
      { kind: 'changed', person: { name: 'Bob' }, giver, before: 'contributor', after: 'facilitator' },
    ]);
  });

  it('tells of the owner whom the host made', async () => {
    const visitor = await scene.as('visitor');
    const form = { token: await makeOwnerLink(visitor), email: newAddress(), name: 'Nora' };
    await acceptOwnerLink(visitor, form);
    expect(await history()).toMatchObject([
      {
        kind: 'owner-link',
        person: { name: 'Nora' },
        giver: null,
        before: null,
        after: 'owner',
        undoTo: null,
      },
    ]);
  });

  it('offers to give back the role that someone had before, while it is the last word about them', async () => {
    const bob = idOf(await scene.as('contributor', 'Bob'));
    await changeRole(owner, { personId: bob, role: 'facilitator' });
    await changeRole(owner, { personId: bob, role: 'visitor' });
    expect((await history()).map(({ undoTo }) => undoTo)).toEqual(['facilitator', null]);
    await changeRole(owner, { personId: bob, role: 'facilitator' });
    expect((await history()).map(({ undoTo }) => undoTo)).toEqual(['visitor', null, null]);
    const facilitator = await scene.as('facilitator');
    expect((await history(facilitator)).every(({ undoTo }) => undoTo === null)).toBe(true);
  });

  it.each(roles)('is shown or not to a %s', async (role) => {
    const answer = await readRoleHistory(await scene.as(role));
    if (role === 'owner' || role === 'facilitator') expect(answer).toEqual({ ok: true, value: [] });
    else
      expect(answer).toMatchObject({ error: { code: role === 'visitor' ? 'sign-in-first' : 'not-allowed' } });
  });

  it('is short, of this territory, and holds nothing else', async () => {
    const bob = idOf(await scene.as('contributor', 'Bob'));
    for (let time = 0; time < 13; time += 1) {
      await changeRole(owner, { personId: bob, role: 'facilitator' });
      await changeRole(owner, { personId: bob, role: 'contributor' });
    }
    await appendToJournal(owner, { action: 'import.done' });
    const events = await history();
    expect(events).toHaveLength(20);
    expect(events.every(({ kind }) => kind === 'changed')).toBe(true);
    const other = await openRolesScene(world);
    expect(await history(await other.as('owner'))).toEqual([]);
  });
});
