import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from './context.ts';
import { inTransaction } from './database.server.ts';
import { type Mail, listOutbox, maskLinks, queueMail, resumeMail } from './mail.server.ts';
import { type TestWorld, openTestWorld } from './testing/test-context.server.ts';

let world: TestWorld;
let context: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  context = await world.elsewhere();
  world.queued.length = 0;
});

const url = 'http://essai.test/connexion/lien/abc.def?vers=%2Fpratiques';
const mail: Mail = {
  to: 'anne@exemple.test',
  subject: 'Votre lien pour le Pays d’essai',
  body: `Bonjour,\n\nVoici votre lien : ${url}\nIl vaut une fois.`,
  link: { url },
};

const outbox = () => listOutbox(world.db, context.territoryId);
const queued = () => world.queued.map((job) => job.input);

describe('a mail', () => {
  it('waits in the outbox, with the job of sending it', async () => {
    await queueMail(context, mail);
    const [waiting] = await outbox();
    expect(waiting).toMatchObject({ recipient: mail.to, state: 'waiting', reason: null, sentAt: null });
    expect(queued()).toEqual([waiting?.id]);
  });

  it('exists only if the change that sends it does', async () => {
    const change = inTransaction(world.db, async (db) => {
      await queueMail({ ...context, db }, mail);
      throw new Error('the change failed');
    });
    await expect(change).rejects.toThrow('the change failed');
    expect(await outbox()).toEqual([]);
  });

  it('of another territory is not listed', async () => {
    await queueMail(context, mail);
    context = await world.elsewhere();
    expect(await outbox()).toEqual([]);
  });
});

describe('mails that waited', () => {
  it('are queued anew, oldest first, on their territory only', async () => {
    const ids: string[] = [];
    for (const minutes of [0, 2, 1]) {
      world.clock.advance(minutes === 1 ? -60_000 : minutes * 60_000);
      await queueMail(context, mail);
      ids.push(String(queued().at(-1)));
    }
    await queueMail(await world.elsewhere(), mail);
    world.queued.length = 0;
    expect(await resumeMail(context)).toBe(3);
    expect(queued()).toEqual([ids[0], ids[2], ids[1]]);
  });
});

describe('the outbox', () => {
  it('masks the links of mails that let one sign in, and of those only', async () => {
    await queueMail(context, mail);
    world.clock.advance(1000);
    const { link: _, ...plain } = mail;
    await queueMail(context, { ...plain, body: 'Lisez http://essai.test/pratiques/a' });
    const bodies = (await outbox()).map(({ body }) => body);
    expect(bodies[0]).toBe('Lisez http://essai.test/pratiques/a');
    expect(bodies[1]).toBe('Bonjour,\n\nVoici votre lien : http://essai.test/…\nIl vaut une fois.');
  });

  it('never lets a secret through, however the link is written', () => {
    const secret = 'WyJzZWNyZXQi.c2lnbmF0dXJl';
    const around = fc.constantFrom('', ' ', '\n', '<', '«\u00a0', 'x', '…');
    const link = fc
      .tuple(
        fc.constantFrom('http', 'https', 'HTTPS'),
        fc.constantFrom('essai.test', 'localhost:3000', '[::1]:3000'),
        fc.constantFrom('/connexion/lien/', '/en/connexion/lien/', '/'),
        fc.constantFrom('', '?vers=%2F', '#a'),
      )
      .map(([protocol, host, path, end]) => `${protocol}://${host}${path}${secret}${end}`);
    fc.assert(
      fc.property(fc.array(fc.tuple(around, link, around), { minLength: 1 }), (parts) => {
        expect(maskLinks(parts.flat().join(''))).not.toContain(secret);
      }),
    );
  });
});
