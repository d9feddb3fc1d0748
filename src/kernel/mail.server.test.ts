import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from './context.ts';
import { inTransaction } from './database.server.ts';
import { type Mail, countMailsTo, listOutbox, mailSender, maskLinks, queueMail } from './mail.server.ts';
import { type SmtpSink, openSmtpSink } from './testing/smtp-sink.server.ts';
import { type TestWorld, openTestWorld } from './testing/test-context.server.ts';

let world: TestWorld;
let sink: SmtpSink;
let context: Context;
beforeAll(async () => {
  world = await openTestWorld();
  sink = await openSmtpSink();
});
afterAll(async () => {
  await sink.close();
  await world.close();
});
beforeEach(async () => {
  context = await world.elsewhere();
  world.queued.length = 0;
  sink.received.length = 0;
});

const mail: Mail = {
  to: 'anne@exemple.test',
  subject: 'Votre lien pour le Pays d’essai',
  body: 'Bonjour,\n\nVoici votre lien : http://essai.test/connexion/lien/abc.def?vers=%2Fpratiques\nIl vaut une fois.',
  secret: true,
};

const from = 'Entrelacs <ne-pas-repondre@essai.test>';

/** Runs the job that the mail queued, as often as asked. */
async function send(smtpUrl: string | undefined, times = 1) {
  const sender = mailSender({ db: world.db, smtpUrl, from, now: () => world.clock.now() });
  const queued = world.queued.filter((job) => job.name === sender.name);
  for (let time = 0; time < times; time += 1) {
    for (const { input } of queued) {
      await sender.run({ id: '', territoryId: context.territoryId, input, report: async () => undefined });
    }
  }
}

const outbox = () => listOutbox(world.db, context.territoryId);

describe('a mail', () => {
  it('waits when there is no mail server', async () => {
    await queueMail(context, mail);
    await send(undefined);
    expect(await outbox()).toMatchObject([{ recipient: mail.to, state: 'waiting', sentAt: null }]);
  });

  it('is sent once, even when its job is run twice', async () => {
    await queueMail(context, mail);
    await send(sink.url, 2);
    expect(sink.received.map((received) => received.recipients)).toEqual([['anne@exemple.test']]);
    expect(await outbox()).toMatchObject([{ state: 'sent', sentAt: world.clock.now() }]);
  });

  it('still waits when the mail server is in trouble, and is sent the next time', async () => {
    await queueMail(context, mail);
    sink.refuseNext();
    await expect(send(sink.url)).rejects.toThrow('try again');
    expect(await outbox()).toMatchObject([{ state: 'waiting' }]);
    await send(sink.url);
    expect(sink.received).toHaveLength(1);
    expect(await outbox()).toMatchObject([{ state: 'sent' }]);
  });

  it('arrives as plain text from the site', async () => {
    await queueMail(context, { ...mail, body: 'Un mot simple.\n.\nhttp://essai.test/a' });
    await send(sink.url);
    const message = sink.received[0]?.message ?? '';
    expect(message).toContain(`From: ${from}`);
    expect(message).toContain('To: anne@exemple.test');
    expect(message).toMatch(/^Content-Type: text\/plain; charset=utf-8/m);
    expect(message).toContain('Un mot simple.\r\n..\r\nhttp://essai.test/a');
  });

  it('cannot be given another recipient by what people write', async () => {
    await queueMail(context, {
      ...mail,
      subject: 'Jardin\r\nBcc: evil@evil.test\r\n\r\n<script>',
      body: 'x\r\n.\r\nMAIL FROM:<evil@evil.test>\r\nRCPT TO:<evil@evil.test>\r\n',
    });
    await send(sink.url);
    expect(sink.received.map((received) => received.recipients)).toEqual([['anne@exemple.test']]);
    expect(sink.received[0]?.message).not.toMatch(/^Bcc:/im);
  });

  it('exists only if the change that sends it does', async () => {
    const change = inTransaction(world.db, async (db) => {
      await queueMail({ ...context, db }, mail);
      throw new Error('the change failed');
    });
    await expect(change).rejects.toThrow('the change failed');
    expect(await outbox()).toEqual([]);
  });

  it('of another territory is neither listed nor sent', async () => {
    await queueMail(context, mail);
    context = await world.elsewhere();
    await send(sink.url);
    expect(sink.received).toEqual([]);
    expect(await outbox()).toEqual([]);
  });
});

describe('the outbox', () => {
  it('masks the links of mails that let one sign in, and of those only', async () => {
    await queueMail(context, mail);
    world.clock.advance(1000);
    await queueMail(context, { ...mail, body: 'Lisez http://essai.test/pratiques/a', secret: false });
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

describe('the mails an address was sent', () => {
  it('are counted since a moment, on this territory', async () => {
    const count = (recipient: string, since: Date, territoryId = context.territoryId) =>
      countMailsTo(world.db, { territoryId, recipient, since });
    const start = world.clock.now();
    await queueMail(context, mail);
    world.clock.advance(60_000);
    await queueMail(context, mail);
    await queueMail(context, { ...mail, to: 'autre@exemple.test' });
    expect(await count(mail.to, start)).toBe(2);
    expect(await count(mail.to, world.clock.now())).toBe(1);
    expect(await count('personne@exemple.test', start)).toBe(0);
    const { territoryId } = await world.elsewhere();
    expect(await count(mail.to, start, territoryId)).toBe(0);
  });
});
