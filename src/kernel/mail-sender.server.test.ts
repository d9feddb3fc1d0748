import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from './context.ts';
import type { UndoneJob } from './jobs.server.ts';
import { listOutbox, queueMail } from './mail.server.ts';
import { type LinkRule, type UnsentLink, mailSender } from './mail-sender.server.ts';
import { makeSignedLink, readSignedLink, useSignedLink } from './signed-links.server.ts';
import { type SmtpSink, openSmtpSink } from './testing/smtp-sink.server.ts';
import { type TestWorld, openTestWorld } from './testing/test-context.server.ts';

const to = 'anne@exemple.test';
const from = 'Entrelacs <contact@essai.test>';
const purpose = 'essai';

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
  shown.length = 0;
});

const shown: UnsentLink[] = [];

/** Runs the jobs that mails queued, as often as asked, and tells how each ended. */
async function send(options: { smtpUrl?: string; shows?: boolean; times?: number; linkRules?: LinkRule[] }) {
  const { db, clock } = world;
  const showLink = options.shows ? (link: UnsentLink) => shown.push(link) : undefined;
  const { smtpUrl, linkRules = [] } = options;
  const sender = mailSender({ db, clock, from, smtpUrl, showLink, linkRules });
  const ended: (UndoneJob | void)[] = [];
  for (let time = 0; time < (options.times ?? 1); time += 1) {
    for (const { input } of world.queued) {
      const job = { id: '', territoryId: context.territoryId, input, report: async () => undefined };
      ended.push(await sender.run(job));
    }
  }
  return ended;
}

const plain = { to, subject: 'Bonjour', body: 'Un mot simple.\n.\nhttp://essai.test/a' };

/** Queues a mail with a signed link of half an hour, and returns its token. */
async function queueLink(renewMinutes?: number): Promise<string> {
  const { territoryId } = context;
  const token = await makeSignedLink(context, {
    purpose,
    territoryId,
    subject: to,
    personId: null,
    minutes: 30,
  });
  const url = `http://essai.test/en/lien/${token}?vers=%2Fpratiques`;
  const link = { url, ...(renewMinutes !== undefined && { renewMinutes }) };
  await queueMail(context, { to, subject: 'Votre lien', body: `Voici : ${url}\nMerci.`, link });
  return token;
}

const outbox = () => listOutbox(world.db, context.territoryId);
const readLink = (token: string) =>
  readSignedLink(context, token, { purpose, territoryId: context.territoryId });
const halfAnHour = 30 * 60_000;

/** What of the outbox's row could let someone act. */
async function secretsKept() {
  const { rows } = await sql<{ body: string; link: string }>`
    select body, link from outgoing_mail where territory_id = ${context.territoryId}`.execute(world.db);
  return rows.map(({ body, link }) => body + link).join('');
}

describe('with a mail server, a mail', () => {
  it('is sent once, even when its job is run twice or by two at the same moment', async () => {
    await queueMail(context, plain);
    await Promise.all([send({ smtpUrl: sink.url, times: 2 }), send({ smtpUrl: sink.url })]);
    expect(sink.received.map(({ recipients }) => recipients)).toEqual([[to]]);
    expect(await outbox()).toMatchObject([{ state: 'sent', sentAt: world.clock.now(), body: plain.body }]);
  });

  it('arrives as plain text from the site, under a name of its own', async () => {
    await queueMail(context, plain);
    await send({ smtpUrl: sink.url });
    const { message = '', sender } = sink.received[0] ?? {};
    expect(sender).toBe('contact@essai.test');
    expect(message).toContain(`From: ${from}`);
    expect(message).toContain(`To: ${to}`);
    expect(message).toMatch(/^Content-Type: text\/plain; charset=utf-8/m);
    expect(message).toContain('Un mot simple.\r\n.\r\nhttp://essai.test/a');
    expect(message).toContain(`Message-ID: <${(await outbox())[0]?.id}@essai.test>`);
  });

  it('is answered to whoever it was written for, whose address the outbox then forgets', async () => {
    await queueMail(context, { ...plain, replyTo: 'loic@exemple.test' });
    await send({ smtpUrl: sink.url });
    expect(sink.received[0]?.message).toContain('Reply-To: loic@exemple.test');
    const { rows } = await sql`
      select reply_to from outgoing_mail where territory_id = ${context.territoryId}`.execute(world.db);
    expect(rows).toEqual([{ reply_to: '' }]);
  });

  it('that belongs to a round can be left in one click, by the link it leaves with', async () => {
    const { territoryId } = context;
    const subject = { purpose, territoryId, subject: to, personId: null, minutes: 30 };
    const url = `http://essai.test/suivis/${await makeSignedLink(context, subject)}`;
    const link = { url, renewMinutes: 60, leavesRound: true };
    await queueMail(context, { to, subject: 'Du nouveau', body: `Arrêter : ${url}`, link });
    await queueMail(context, plain);
    await send({ smtpUrl: sink.url });
    const [letter, other] = sink.received.map(({ message }) => message.replaceAll(/\r\n[ \t]+/g, ' '));
    const [, left] = /^List-Unsubscribe: <(\S+)>\r$/m.exec(letter ?? '') ?? [];
    expect(sink.received[0]?.text).toContain(left);
    expect((await readLink(left?.split('/').at(-1) ?? '')).ok).toBe(true);
    expect(letter).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
    expect(other).not.toContain('List-Unsubscribe');
  });

  it('cannot be given another recipient by what people write', async () => {
    await queueMail(context, {
      ...plain,
      subject: 'Jardin\r\nBcc: evil@evil.test\r\n\r\n<script>',
      body: 'x\r\n.\r\nMAIL FROM:<evil@evil.test>\r\nRCPT TO:<evil@evil.test>\r\n',
    });
    await send({ smtpUrl: sink.url });
    expect(sink.received.map(({ recipients }) => recipients)).toEqual([[to]]);
    expect(sink.received[0]?.message).not.toMatch(/^Bcc:/im);
  });

  it('of another territory is not sent', async () => {
    await queueMail(context, plain);
    context = await world.elsewhere();
    await send({ smtpUrl: sink.url });
    expect(sink.received).toEqual([]);
  });

  it('carries its link, of which nothing is kept', async () => {
    const token = await queueLink();
    await send({ smtpUrl: sink.url });
    expect(sink.received[0]?.text).toContain(token);
    expect(await secretsKept()).toBe('');
  });

  it('leaves without its link being any younger, unless that was asked', async () => {
    const token = await queueLink();
    world.clock.advance(halfAnHour - 1);
    await send({ smtpUrl: sink.url });
    expect(sink.received[0]?.text).toContain(token);
  });
});

describe('a link that waited too long', () => {
  it('does not leave once it has expired, and the reason is told', async () => {
    await queueLink();
    world.clock.advance(halfAnHour);
    const dropped = { state: 'dropped', reason: 'app.mail.link-expired' };
    expect(await send({ smtpUrl: sink.url })).toEqual([dropped]);
    expect(sink.received).toEqual([]);
    expect(await outbox()).toMatchObject([{ state: 'dropped', sentAt: null }]);
    expect(await secretsKept()).toBe('');
  });

  it('is valid anew from when its mail leaves, if it is to be renewed', async () => {
    const minutes = 3 * 24 * 60;
    const old = await queueLink(minutes);
    world.clock.advance(40 * 24 * 60 * 60_000);
    expect(await readLink(old)).toMatchObject({ ok: false, error: { code: 'link-expired' } });
    await send({ smtpUrl: sink.url });
    const sent = sink.received[0]?.text ?? '';
    const token = /\/en\/lien\/(\S+)\?vers=%2Fpratiques/.exec(sent)?.[1] ?? '';
    expect(sent).not.toContain(old);
    world.clock.advance(minutes * 60_000 - 1);
    expect(await readLink(token)).toMatchObject({ ok: true, value: { subject: to } });
    world.clock.advance(1);
    expect(await readLink(token)).toMatchObject({ ok: false, error: { code: 'link-expired' } });
  });

  it.each([undefined, 60])('does not leave once it was used (renewed for: %s)', async (renewMinutes) => {
    const token = await queueLink(renewMinutes);
    await useSignedLink(context, token, { purpose, territoryId: context.territoryId });
    expect(await send({ smtpUrl: sink.url })).toEqual([{ state: 'dropped', reason: 'app.mail.link-used' }]);
    expect(sink.received).toEqual([]);
  });

  it('does not leave when it is none of ours any more', async () => {
    const url = 'http://essai.test/lien/abc.def';
    await queueMail(context, { to, subject: 'Votre lien', body: url, link: { url } });
    expect(await send({ smtpUrl: sink.url })).toEqual([
      { state: 'dropped', reason: 'app.mail.link-invalid' },
    ]);
  });
});

describe('a mail whose link leads to what was taken back', () => {
  const rule = (offered: boolean, about = purpose): LinkRule => ({
    purpose: about,
    isOffered: async (scope, subject) =>
      offered && scope.territoryId === context.territoryId && subject === to,
  });
  const withdrawn = { state: 'dropped', reason: 'app.mail.link-withdrawn' };

  it.each([undefined, 60])(
    'does not leave, and nothing is kept of it (renewed for %s minutes)',
    async (minutes) => {
      await queueLink(minutes);
      expect(await send({ smtpUrl: sink.url, linkRules: [rule(false)] })).toEqual([withdrawn]);
      expect(sink.received).toEqual([]);
      expect(await secretsKept()).toBe('');
    },
  );

  it('is told as used when its link was used, which is why it leads nowhere', async () => {
    const token = await queueLink(60);
    await useSignedLink(context, token, { purpose, territoryId: context.territoryId });
    const used = { state: 'dropped', reason: 'app.mail.link-used' };
    expect(await send({ smtpUrl: sink.url, linkRules: [rule(false)] })).toEqual([used]);
  });

  it('is shown to nobody while there is no mail server', async () => {
    await queueLink();
    expect(await send({ shows: true, linkRules: [rule(false)] })).toEqual([withdrawn]);
    expect(shown).toEqual([]);
  });

  it('is told from one that is still offered, and from other kinds of links', async () => {
    await queueLink();
    await queueLink(60);
    await send({ smtpUrl: sink.url, linkRules: [rule(false, 'autre'), rule(true)] });
    expect(sink.received).toHaveLength(2);
  });
});

describe('without a mail server, a mail', () => {
  const waiting = { state: 'waiting', reason: 'app.mail.no-server' };

  it('waits, for as long as its link is of any use', async () => {
    const expiry = new Date(world.clock.now().getTime() + halfAnHour);
    await queueLink();
    await queueLink(60);
    await queueMail(context, plain);
    const until = [expiry, null, null];
    expect(await send({})).toEqual(until.map((end) => ({ ...waiting, until: end })));
    expect((await outbox()).map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting']);
    world.clock.advance(halfAnHour);
    expect(await send({})).toMatchObject([{ state: 'dropped' }, waiting, waiting]);
  });

  it('shows its link, and whom it is for, to whoever started the site on their own machine', async () => {
    const token = await queueLink();
    await queueMail(context, plain);
    expect(await send({ shows: true })).toMatchObject([waiting, waiting]);
    const link = `http://essai.test/en/lien/${token}?vers=%2Fpratiques`;
    expect(shown).toEqual([{ recipient: to, subject: 'Votre lien', link }]);
    expect(await readLink(token)).toMatchObject({ ok: true });
  });

  it('shows no link that has expired', async () => {
    await queueLink();
    world.clock.advance(halfAnHour);
    await send({ shows: true });
    expect(shown).toEqual([]);
  });

  it('that waited leaves when there is one, and shows its link no more', async () => {
    await queueLink();
    await send({ shows: true });
    await send({ smtpUrl: sink.url, shows: true });
    expect(sink.received).toHaveLength(1);
    expect(shown).toHaveLength(1);
  });
});
