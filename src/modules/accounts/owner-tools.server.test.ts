import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Context, roles } from '#kernel/context.ts';
import { queueMail } from '#kernel/mail.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { readJobs, readOutbox, retryMail } from './owner-tools.server.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
  const to = 'anne@exemple.test';
  await queueMail(await world.as('visitor'), { to, subject: 'Bonjour', body: 'Lisez' });
});
afterAll(() => world.close());

it.each(roles)('the outbox and the jobs are for owners, and a %s is told why', async (role) => {
  const context = await world.as(role);
  const code = role === 'visitor' ? 'sign-in-first' : 'not-allowed';
  const expected = role === 'owner' ? { ok: true } : { ok: false, error: { code } };
  expect(await readOutbox(context)).toMatchObject(expected);
  expect(await readJobs(context)).toMatchObject(expected);
  world.queued.length = 0;
  expect(await retryMail(context)).toMatchObject(expected);
  expect(world.queued).toHaveLength(role === 'owner' ? 1 : 0);
});

it('someone who was removed is not asked to sign in again', async () => {
  const { actor, ...context } = await world.as('contributor');
  const removed: Context = { ...context, actor: { ...actor, role: 'visitor' } };
  expect(await readOutbox(removed)).toEqual({ ok: false, error: { code: 'not-allowed' } });
});

it('an owner sees the mails of their own territory only', async () => {
  const owner = await world.as('owner');
  expect(await readOutbox(owner)).toMatchObject({ value: [{ recipient: 'anne@exemple.test' }] });
  const { territoryId } = await world.elsewhere();
  const ownerElsewhere: Context = { ...owner, territoryId };
  expect(await readOutbox(ownerElsewhere)).toEqual({ ok: true, value: [] });
  expect(await retryMail(ownerElsewhere)).toEqual({ ok: true, value: 0 });
});
