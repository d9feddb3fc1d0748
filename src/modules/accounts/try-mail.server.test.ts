import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roles } from '#kernel/context.ts';
import { err, ok } from '#kernel/result.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { tryMail } from './try-mail.server.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());

const words = { subject: 'Essai', body: 'Bonjour.' };

describe('trying whether mails leave', () => {
  it('writes to the owner who asks, and to nobody else', async () => {
    const owner = await world.as('owner');
    const sent: string[] = [];
    const answer = await tryMail(owner, {
      ...words,
      send: async ({ to }) => {
        sent.push(to);
        return ok(undefined);
      },
    });
    const email = `${owner.actor.personId}@exemple.test`;
    expect(answer).toEqual({ ok: true, value: { email } });
    expect(sent).toEqual([email]);
  });

  it('tells what stopped it', async () => {
    const answer = await tryMail(await world.as('owner'), { ...words, send: async () => err('credentials') });
    expect(answer).toEqual({ ok: false, error: { code: 'trouble', trouble: 'credentials' } });
  });

  it.each(roles.filter((role) => role !== 'owner'))('is not for a %s', async (role) => {
    const answer = await tryMail(await world.as(role), {
      ...words,
      send: () => Promise.reject(new Error('Nothing must be sent')),
    });
    expect(answer).toMatchObject({ error: { code: role === 'visitor' ? 'sign-in-first' : 'not-allowed' } });
  });

  it('has an end', async () => {
    const owner = await world.as('owner');
    const send = async () => ok(undefined);
    for (let count = 0; count < 10; count += 1)
      expect((await tryMail(owner, { ...words, send })).ok).toBe(true);
    expect(await tryMail(owner, { ...words, send })).toEqual({ ok: false, error: { code: 'too-many' } });
  });
});
