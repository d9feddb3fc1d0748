import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendAtOnce } from './send-at-once.server.ts';
import { type SmtpSink, openSmtpSink } from './testing/smtp-sink.server.ts';

const from = 'Entrelacs <contact@essai.test>';
const mail = { to: 'anne@exemple.test', subject: 'Essai – été', body: 'Bonjour Anne.\n' };
const account = { user: 'site', password: 'mot de passe' };

let sink: SmtpSink;
beforeAll(async () => {
  sink = await openSmtpSink({
    account,
    onlySender: 'contact@essai.test',
    unknownRecipient: 'nobody@exemple.test',
  });
});
afterAll(() => sink.close());

describe('a mail sent while its reader waits', () => {
  it('arrives', async () => {
    expect(await sendAtOnce({ smtpUrl: sink.url, from }, mail)).toEqual({ ok: true, value: undefined });
    expect(sink.received).toHaveLength(1);
    expect(sink.received[0]).toMatchObject({ sender: 'contact@essai.test', recipients: [mail.to] });
    expect(sink.received[0]?.text).toContain('Bonjour Anne.');
  });

  it('tells what stops it', async () => {
    const refusedBy = async (smtpUrl: string | undefined, changes: { from?: string; to?: string } = {}) => {
      const { from: sender = from, ...rest } = changes;
      const sent = await sendAtOnce({ smtpUrl, from: sender }, { ...mail, ...rest });
      return sent.ok ? '' : sent.error;
    };
    expect(await refusedBy(undefined)).toBe('no-server');
    expect(await refusedBy('smtp://127.0.0.1:1')).toBe('unreachable');
    expect(await refusedBy(sink.url.replace(/:\/\/.*@/, '://site:faux@'))).toBe('credentials');
    expect(await refusedBy(sink.url, { from: 'Autre <autre@essai.test>' })).toBe('sender');
    expect(await refusedBy(sink.url, { to: 'nobody@exemple.test' })).toBe('recipient');
    sink.refuseNext(451);
    expect(await refusedBy(sink.url)).toBe('later');
  });
});
