import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context, Role } from '#kernel/context.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { acceptInvitation, showInvitation } from './accept-invitation.server.ts';
import { changeRole } from './change-role.server.ts';
import { inviteToRole, resendInvitation, withdrawInvitation } from './invite-to-role.server.ts';
import { listInvitations } from './list-people.server.ts';
import { findPerson } from './person-store.server.ts';
import { acceptSignInLink } from './sign-in.server.ts';
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
let visitor: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  scene = await openRolesScene(world);
  owner = await scene.as('owner', 'Sacha');
  visitor = await scene.as('visitor');
});

const refused = (code: string) => ({ ok: false, error: { code } });
const emailOf = (context: Context) => `${idOf(context)}@exemple.test`;

/** Invites someone, and gives the token that their mail carries. */
async function tokenFor(role: string, email = newAddress(), inviter = owner): Promise<string> {
  expect(await inviteToRole(inviter, { ...invitationMail, email, role })).toMatchObject({ ok: true });
  return scene.tokenTo(email);
}

const accept = (token: string, name = 'Anne', context = visitor) =>
  acceptInvitation(context, { token, name });

async function waitingId(): Promise<string> {
  const list = await listInvitations(owner);
  return (list.ok && list.value[0]?.id) || '';
}

/** Neither shown nor accepted, and nobody has another role for it. */
async function expectRefused(token: string, code: string, context = visitor) {
  const before = await scene.roles();
  expect(await showInvitation(context, token)).toEqual(refused(code));
  expect(await accept(token, 'Anne', context)).toEqual(refused(code));
  expect(await scene.roles()).toEqual(before);
}

describe('an invitation that is opened', () => {
  it('shows what it offers however often, and is taken once by pressing the button', async () => {
    const email = newAddress();
    const token = await tokenFor('facilitator', email);
    for (let time = 0; time < 3; time += 1) {
      expect(await showInvitation(visitor, token)).toEqual({
        ok: true,
        value: { email, role: 'facilitator', inviter: 'Sacha', named: false },
      });
    }
    expect([...(await scene.roles()).keys()]).toEqual([idOf(owner)]);
    const accepted = await accept(token, ' Anne\n');
    expect(accepted).toEqual({ ok: true, value: { id: expect.any(String), name: 'Anne' } });
    const id = accepted.ok ? accepted.value.id : '';
    expect((await scene.roles()).get(id)).toBe('facilitator');
    expect((await scene.journal()).at(-1)).toEqual({
      action: 'territory.invitation-accepted',
      actor_id: id,
      changes: {
        [`role.${id}`]: { before: 'contributor', after: 'facilitator' },
        [`invitation.${id}`]: { before: { role: 'facilitator', invitedBy: idOf(owner) }, after: null },
      },
    });
    await expectRefused(token, 'link-used');
  });

  it('asks for a name from whoever has none, and is not used up without it', async () => {
    const token = await tokenFor('contributor');
    for (const name of ['', ' ', '\0', 'a'.repeat(101)]) {
      expect(await accept(token, name)).toEqual(refused('name-missing'));
    }
    expect(await accept(token)).toMatchObject({ ok: true });
  });

  it('keeps the name that someone chose before', async () => {
    const person = await (await openRolesScene(world)).as('contributor', 'Bob');
    const token = await tokenFor('facilitator', emailOf(person));
    expect(await showInvitation(visitor, token)).toMatchObject({ value: { named: true } });
    expect(await accept(token, 'Mallory')).toEqual({ ok: true, value: { id: idOf(person), name: 'Bob' } });
    expect(await findPerson(world.db, idOf(person))).toEqual({ id: idOf(person), name: 'Bob' });
  });

  it('is accepted by the person themselves when they are signed in', async () => {
    const person = await scene.as('contributor');
    const token = await tokenFor('facilitator', emailOf(person));
    expect(await accept(token, '', person)).toMatchObject({ ok: true });
    expect((await scene.roles()).get(idOf(person))).toBe('facilitator');
  });

  it.each([
    ['contributor', 'facilitator', 'facilitator'],
    ['facilitator', 'contributor', 'facilitator'],
    ['owner', 'contributor', 'owner'],
  ] as const)('a %s invited as %s is then a %s', async (role, invited, then) => {
    const person = await scene.as(role);
    const inviter = invited === 'contributor' ? await scene.as('facilitator') : owner;
    await accept(await tokenFor(invited, emailOf(person), inviter));
    expect((await scene.roles()).get(idOf(person))).toBe<Role>(then);
  });

  it('gives a role on its own territory only', async () => {
    const other = await openRolesScene(world);
    const token = await tokenFor('owner');
    const there = await other.as('visitor');
    expect(await accept(token, 'Anne', there)).toEqual(refused('link-invalid'));
    const accepted = await accept(token);
    const id = accepted.ok ? accepted.value.id : '';
    expect((await other.roles()).has(id)).toBe(false);
  });

  it('is taken by exactly one of those who press at the same moment', async () => {
    const token = await tokenFor('facilitator');
    const answers = await Promise.all(Array.from({ length: 6 }, () => accept(token)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.filter(({ ok }) => !ok)).toEqual(Array(5).fill(refused('link-used')));
  });
});

describe('an invitation is refused', () => {
  it('when its link was made up, changed, or made for something else', async () => {
    const token = await tokenFor('owner');
    const [payload = '', signature = ''] = token.split('.');
    const forged = Buffer.from(
      Buffer.from(payload, 'base64url').toString().replace('take-role', 'take-rolf'),
    ).toString('base64url');
    for (const wrong of ['', 'abc', `${payload}.`, `${forged}.${signature}`, token.slice(0, -1)]) {
      await expectRefused(wrong, 'link-invalid');
    }
    expect(await acceptSignInLink(visitor, token)).toEqual(refused('link-invalid'));
  });

  it('to someone signed in under another address, whom it was not meant for', async () => {
    const token = await tokenFor('owner');
    await expectRefused(token, 'signed-in-as-another', await scene.as('contributor', 'Mallory'));
    expect(await accept(token), 'nothing was used up by it').toMatchObject({ ok: true });
  });

  it('after seven days', async () => {
    const token = await tokenFor('facilitator');
    world.clock.advance(7 * 24 * 3_600_000);
    await expectRefused(token, 'link-expired');
  });

  it('once it was taken back, and once it was sent again', async () => {
    const withdrawn = await tokenFor('facilitator');
    await withdrawInvitation(owner, await waitingId());
    await expectRefused(withdrawn, 'invitation-withdrawn');
    const email = newAddress();
    const former = await tokenFor('facilitator', email);
    await resendInvitation(owner, { ...invitationMail, id: await waitingId() });
    await expectRefused(former, 'invitation-withdrawn');
    expect(await accept(await scene.tokenTo(email))).toMatchObject({ ok: true });
  });

  it('once whoever made it lost the right to', async () => {
    const second = await scene.as('owner');
    const token = await tokenFor('owner', newAddress(), second);
    await changeRole(owner, { personId: idOf(second), role: 'facilitator' });
    await expectRefused(token, 'invitation-withdrawn');
  });

  it('once its person was removed', async () => {
    const person = await scene.as('contributor');
    const token = await tokenFor('facilitator', emailOf(person));
    await changeRole(owner, { personId: idOf(person), role: 'visitor' });
    await expectRefused(token, 'invitation-withdrawn');
    expect(await accept(await tokenFor('contributor', emailOf(person)))).toMatchObject({ ok: true });
    expect((await scene.roles()).get(idOf(person))).toBe('contributor');
  });
});
