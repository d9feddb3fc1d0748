import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Context, roles } from '#kernel/context.ts';
import { queueMail } from '#kernel/mail.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { readJobs, readOutbox } from './owner-tools.server.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
  const to = 'anne@exemple.test';
  await queueMail(await world.as('visitor'), { to, subject: 'Bonjour', body: 'Lisez', secret: false });
});
afterAll(() => world.close());

it.each(roles)('the outbox and the jobs are for owners, and a %s is told why', async (role) => {
  const context = await world.as(role);
  const code = role === 'visitor' ? 'sign-in-first' : 'not-allowed';
  const expected = role === 'owner' ? { ok: true } : { ok: false, error: { code } };
  expect(await readOutbox(context)).toMatchObject(expected);
  expect(await readJobs(context)).toMatchObject(expected);
});

it('an owner sees the mails of their own territory only', async () => {
  const owner = await world.as('owner');
  expect(await readOutbox(owner)).toMatchObject({ value: [{ recipient: 'anne@exemple.test' }] });
  const { territoryId } = await world.elsewhere();
  const ownerElsewhere: Context = { ...owner, territoryId };
  expect(await readOutbox(ownerElsewhere)).toEqual({ ok: true, value: [] });
});
