import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Context, roles } from '#kernel/context.ts';
import { newId } from '#kernel/ids.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { changeRole } from './change-role.server.ts';
import {
  inviteToRole,
  resendInvitation,
  roleInvitationRule,
  withdrawInvitation,
} from './invite-to-role.server.ts';
import { listInvitations } from './list-people.server.ts';
import { givenRoles } from './role-holder.ts';
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
const invite = (context: Context, email: string, role = 'contributor') =>
  inviteToRole(context, { ...invitationMail, email, role });
const emailOf = (context: Context) => `${idOf(context)}@exemple.test`;

async function waiting(context: Context = owner) {
  const list = await listInvitations(context);
  return list.ok ? list.value : [];
}

describe('an invitation', () => {
  it('is mailed, masked in the outbox, waits for seven days, and gives nothing yet', async () => {
    const email = newAddress();
    expect(await invite(owner, ` ${email.toUpperCase()} `, 'facilitator')).toEqual({
      ok: true,
      value: { email, role: 'facilitator' },
    });
    const body = expect.stringMatching(/^facilitator http:\/\/essai\.test\/invitation\/[\w.-]{40,}$/);
    expect(await scene.mailsTo(email)).toEqual([{ body, secret: true }]);
    const [invitation] = await waiting();
    expect(invitation).toMatchObject({ email, role: 'facilitator', invitedBy: idOf(owner) });
    expect(invitation?.expiresAt).toEqual(new Date(world.clock.now().getTime() + 7 * 24 * 3_600_000));
    expect([...(await scene.roles()).keys()]).toEqual([idOf(owner)]);
  });

  it('is journalled without the address', async () => {
    const email = newAddress();
    await invite(owner, email, 'facilitator');
    const journal = await scene.journal();
    expect(journal).toMatchObject([{ action: 'territory.person-invited', actor_id: idOf(owner) }]);
    expect(JSON.stringify(journal)).not.toContain(email);
  });

  it.each(roles)('a %s invites those whom they may', async (role) => {
    const actor = await scene.as(role);
    const reason = role === 'visitor' ? 'sign-in-first' : 'not-allowed';
    for (const given of givenRoles) {
      const email = newAddress();
      const allowed = role === 'owner' || (role === 'facilitator' && given === 'contributor');
      const answer = await invite(actor, email, given);
      expect(answer).toMatchObject(allowed ? { ok: true } : refused(reason));
      expect(await scene.mailsTo(email)).toHaveLength(allowed ? 1 : 0);
    }
  });

  it('is refused to the owner of another territory, whatever they pretend', async () => {
    const stranger = await (await openRolesScene(world)).as('owner');
    const pretending: Context = { ...stranger, territoryId: scene.territoryId };
    expect(await invite(pretending, newAddress(), 'owner')).toEqual(refused('not-allowed'));
    expect(await waiting()).toEqual([]);
  });

  it('is refused for what is no address and no role, and nothing is written', async () => {
    for (const email of ['', 'anne', 'a@b', 'a@exemple.test, b@exemple.test', 'a@exemple.test\nBcc: x@y.z']) {
      expect(await invite(owner, email)).toEqual(refused('email-invalid'));
    }
    for (const role of ['', 'visitor', 'admin', 'Owner', '__proto__']) {
      expect(await invite(owner, newAddress(), role)).toEqual(refused('role-unknown'));
    }
    expect(await waiting()).toEqual([]);
    expect(await scene.journal()).toEqual([]);
  });

  it('floods no mailbox', async () => {
    const email = newAddress();
    const answers = await Promise.all(Array.from({ length: 8 }, () => invite(owner, email)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(5);
    expect(answers.filter(({ ok }) => !ok)).toEqual(Array(3).fill(refused('too-many-mails')));
    expect(await waiting()).toHaveLength(1);
  });

  it('of someone who is there already is told to owners, not to facilitators', async () => {
    const facilitator = await scene.as('facilitator');
    const known = await scene.as('facilitator');
    expect(await invite(owner, emailOf(known), 'contributor')).toEqual(refused('has-role'));
    expect(await invite(owner, emailOf(known), 'facilitator')).toEqual(refused('has-role'));
    expect(await invite(owner, emailOf(owner), 'owner')).toEqual(refused('has-role'));
    expect(await invite(facilitator, emailOf(known))).toMatchObject({ ok: true });
    expect(await invite(owner, emailOf(known), 'owner')).toMatchObject({ ok: true });
  });

  it('of someone an owner removed is for owners', async () => {
    const person = await scene.as('contributor');
    await changeRole(owner, { personId: idOf(person), role: 'visitor' });
    expect(await invite(await scene.as('facilitator'), emailOf(person))).toEqual(refused('was-removed'));
    expect(await invite(owner, emailOf(person))).toMatchObject({ ok: true });
  });

  it('is not replaced by one of less', async () => {
    const facilitator = await scene.as('facilitator');
    const email = newAddress();
    await invite(owner, email, 'facilitator');
    expect(await invite(facilitator, email)).toEqual(refused('invited-by-another'));
    expect(await waiting()).toMatchObject([{ role: 'facilitator', invitedBy: idOf(owner) }]);
    world.clock.advance(8 * 24 * 3_600_000);
    expect(await invite(facilitator, email)).toMatchObject({ ok: true });
  });
});

describe('waiting invitations', () => {
  it('are those of all for an owner, and their own for a facilitator', async () => {
    const facilitator = await scene.as('facilitator');
    const [theirs, other] = [newAddress(), newAddress()];
    await invite(facilitator, theirs);
    await invite(owner, other);
    const emails = async (context: Context) => (await waiting(context)).map(({ email }) => email).toSorted();
    expect(await emails(owner)).toEqual([theirs, other].toSorted());
    expect(await emails(facilitator)).toEqual([theirs]);
    expect(await emails(await scene.as('facilitator'))).toEqual([]);
    expect(await listInvitations(await scene.as('contributor'))).toEqual(refused('not-allowed'));
    expect(await listInvitations(await scene.as('visitor'))).toEqual(refused('sign-in-first'));
    const elsewhere = await openRolesScene(world);
    expect(await waiting(await elsewhere.as('owner'))).toEqual([]);
  });

  it('are sent again with a new link and seven more days', async () => {
    const email = newAddress();
    await invite(owner, email, 'facilitator');
    world.clock.advance(10 * 24 * 3_600_000);
    const [old] = await waiting();
    const again = { ...invitationMail, id: old?.id ?? '' };
    expect(await resendInvitation(owner, again)).toEqual({
      ok: true,
      value: { email, role: 'facilitator' },
    });
    const [one, other] = await scene.mailsTo(email);
    expect(one?.body).not.toBe(other?.body);
    const [renewed] = await waiting();
    expect(renewed?.expiresAt).toEqual(new Date(world.clock.now().getTime() + 7 * 24 * 3_600_000));
    expect(await resendInvitation(owner, again), 'the former one is gone').toEqual(
      refused('invitation-gone'),
    );
  });

  it('are taken back, which the journal says', async () => {
    await invite(owner, newAddress(), 'owner');
    const [invitation] = await waiting();
    expect(await withdrawInvitation(owner, invitation?.id ?? '')).toMatchObject({ ok: true });
    expect(await waiting()).toEqual([]);
    expect((await scene.journal()).map(({ action }) => action)).toEqual([
      'territory.person-invited',
      'territory.invitation-withdrawn',
    ]);
    expect(await withdrawInvitation(owner, invitation?.id ?? '')).toEqual(refused('invitation-gone'));
  });

  it('are offered until they are taken back or sent again: what waits to leave then does not', async () => {
    const offered = (id: string) => roleInvitationRule.isOffered(owner, id);
    await invite(owner, newAddress());
    const [first] = await waiting();
    expect(await offered(first?.id ?? '')).toBe(true);
    expect(await roleInvitationRule.isOffered(await world.elsewhere(), first?.id ?? '')).toBe(false);
    await resendInvitation(owner, { ...invitationMail, id: first?.id ?? '' });
    const [second] = await waiting();
    expect(await offered(first?.id ?? '')).toBe(false);
    expect(await offered(second?.id ?? '')).toBe(true);
    await withdrawInvitation(owner, second?.id ?? '');
    expect(await offered(second?.id ?? '')).toBe(false);
  });

  it('are managed by owners and by who made them', async () => {
    const facilitator = await scene.as('facilitator');
    await invite(facilitator, newAddress());
    const [invitation] = await waiting();
    const id = invitation?.id ?? '';
    const elsewhere = await (await openRolesScene(world)).as('owner');
    const others: [Context, string][] = [
      [await scene.as('visitor'), 'sign-in-first'],
      [await scene.as('contributor'), 'not-allowed'],
      [await scene.as('facilitator'), 'invitation-gone'],
      [elsewhere, 'invitation-gone'],
    ];
    for (const [context, code] of others) {
      expect(await withdrawInvitation(context, id)).toEqual(refused(code));
      expect(await resendInvitation(context, { ...invitationMail, id })).toEqual(refused(code));
    }
    for (const strange of ['', 'abc', newId(), '\0', "' or 1=1"]) {
      expect(await withdrawInvitation(owner, strange)).toEqual(refused('invitation-gone'));
    }
    expect(await resendInvitation(facilitator, { ...invitationMail, id })).toMatchObject({ ok: true });
    const [renewed] = await waiting();
    expect(await withdrawInvitation(facilitator, renewed?.id ?? '')).toMatchObject({ ok: true });
  });
});
