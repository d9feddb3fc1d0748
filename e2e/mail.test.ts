import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { openSmtpSink } from '#kernel/testing/smtp-sink.server.ts';
import { translators } from '#messages/index.ts';
import { type Visitor, test as shared } from './support/journey.ts';
import { addPractice } from './support/people.ts';
import { type RunningSite, newSite, runSite } from './support/run-site.ts';
import type { Session } from './support/site.ts';

const t = translators.fr;
const pretendTerminal = new URL('./support/pretend-terminal.ts', import.meta.url).href;
const onOwnMachine = { NODE_OPTIONS: `--import=${pretendTerminal}` };
const patient = { interval: 50, timeout: 10_000 };

/** A site of one's own: these journeys start it in a terminal, then without one, then with a mail server. */
let own: Awaited<ReturnType<typeof newSite>>;
let running: RunningSite;
beforeAll(async () => {
  own = await newSite();
  running = await runSite(own.site, onOwnMachine);
});
afterAll(async () => {
  await running.stop();
  await rm(own.folder, { recursive: true });
});
const test = shared.override('site', { scope: 'worker' }, () => own.site);

/** Proposes a practice as someone without an account. */
async function propose(visitor: Visitor, { title, email }: { title: string; email: string }) {
  const { page } = visitor;
  await visitor.open('/pratiques/nouvelle');
  await page.getByText(t('accounts.no-mail.title')).waitFor();
  await page.getByRole('textbox', { name: t('practices.field.title') }).fill(title);
  await page.getByRole('textbox', { name: t('practices.field.commune') }).fill('Redon');
  await page.getByRole('textbox', { name: t('practices.field.email') }).fill(email);
  expect((await visitor.press(t('practices.new.submit-mail'))).status()).toBe(200);
}

/** The last link that the terminal shows for that address. */
async function linkInTerminal(email: string): Promise<string> {
  const shown = () => running.output().split(`${email} – `).slice(1).at(-1);
  await expect.poll(shown, patient).toMatch(/\nhttp\S+\n/);
  return /\n(http\S+)\n/.exec(shown() ?? '')?.[1] ?? '';
}

/** Whoever follows the link that the terminal shows at the first start. */
async function becomeOwnerByTerminal(visitor: Visitor) {
  const { page } = visitor;
  await visitor.open(/http\S+\/proprietaire\/\S+/.exec(running.output())?.[0] ?? '');
  expect((await visitor.press(t('accounts.owner.accept'))).status()).toBe(422);
  const summary = page.getByRole('alert');
  for (const error of ['name-missing', 'email-invalid'] as const) {
    await summary.getByRole('link', { name: t(`accounts.error.${error}`) }).waitFor();
  }
  await page.getByRole('textbox', { name: t('accounts.owner.name') }).fill('Sacha');
  await page.getByRole('textbox', { name: t('accounts.sign-in.email') }).fill('sacha@example.org');
  await visitor.press(t('accounts.owner.accept'));
}

let ownerSession: Session;

describe('a site that was just started, without a mail server', () => {
  test('shows the links people ask for in the terminal of its own machine', async ({ visit }) => {
    expect(running.output()).toContain(t('app.started.mail-terminal'));
    const visitor = await visit({ device: 'phone', javaScript: false });
    const email = 'essai@example.org';
    await propose(visitor, { title: 'Atelier de vélos', email });
    await visitor.page.getByText(t('practices.new.terminal', { email })).waitFor();
    await visitor.open(await linkInTerminal(email));
    await visitor.press(t('practices.proposal.accept'));
    expect(await visitor.title()).toBe('Atelier de vélos');

    const other = await visit({ javaScript: false });
    await other.open('/en/connexion');
    await other.page.getByText(translators.en('accounts.no-mail.terminal')).waitFor();
    await other.page.getByRole('textbox').fill('english@example.org');
    await other.press(translators.en('accounts.sign-in.send'));
    await other.page
      .getByText(translators.en('accounts.sign-in.terminal', { email: 'english@example.org' }))
      .waitFor();
    await other.open(await linkInTerminal('english@example.org'));
    await other.press(translators.en('accounts.sign-in.confirm-button'));
    expect(await other.title()).toBe(translators.en('accounts.account.title'));
  });

  test('lets its owner propose without any mail, and shows them no one else’s link', async ({ visit }) => {
    const owner = await visit({ javaScript: false });
    await becomeOwnerByTerminal(owner);
    const shownBefore = running.output();
    await addPractice(owner, 'Jardin des voisines');
    expect(await owner.title()).toBe('Jardin des voisines');
    expect(running.output()).toBe(shownBefore);

    const secrets = [...running.output().matchAll(/(?:lien|proposition)\/([^?\s]+)/g)].map(
      ([, token]) => token,
    );
    expect(secrets).toHaveLength(2);
    for (const address of ['/gestion/courriels', '/gestion/travaux']) {
      await owner.open(address);
      const content = await owner.page.content();
      for (const secret of secrets) expect(content).not.toContain(secret);
    }
    const work = owner.page.getByRole('row', { name: t('accounts.jobs.send-mail') });
    expect(await work.getByRole('cell', { name: t('app.mail.no-server') }).count()).toBe(2);
    expect(await work.getByText(t('accounts.jobs.state-done')).count()).toBe(0);
    ownerSession = await owner.session();
  });
});

describe('the same site, started without a terminal', () => {
  test('says that the request is kept, and whom to tell', async ({ visit, site }) => {
    await running.stop();
    running = await runSite(site);
    expect(running.output()).toContain(t('app.started.mail-kept'));
    const visitor = await visit({ device: 'phone', javaScript: false });
    const email = 'patiente@example.org';
    const whom = t('accounts.no-mail.tell', { count: 1, owners: 'Sacha' });
    await visitor.open('/pratiques/nouvelle');
    await visitor.page.getByText(whom).waitFor();
    await propose(visitor, { title: 'Four à pain', email });
    await visitor.page.getByText(t('practices.new.kept', { email })).waitFor();
    await visitor.page.getByText(whom).waitFor();

    await visitor.open('/connexion');
    await visitor.page.getByText(t('accounts.no-mail.sign-in')).waitFor();
    await visitor.page.getByRole('textbox').fill(email);
    await visitor.press(t('accounts.sign-in.send'));
    await visitor.page.getByText(t('accounts.sign-in.kept', { email })).waitFor();
    await visitor.page.getByText(whom).waitFor();
    expect(running.output()).not.toContain(email);
  });

  test('sends what waited once it has a mail server: oldest first, each once', async ({ visit, site }) => {
    const sink = await openSmtpSink();
    await running.stop();
    running = await runSite(site, { SMTP_URL: sink.url });
    expect(running.output()).not.toContain('SMTP_URL');
    const visitor = await visit({ javaScript: false });
    await visitor.open('/connexion');
    expect(await visitor.page.getByText(t('accounts.no-mail.title')).count()).toBe(0);
    await visitor.page.getByRole('textbox').fill('apres@example.org');
    await visitor.press(t('accounts.sign-in.send'));
    await visitor.page.getByText(t('accounts.sign-in.sent', { email: 'apres@example.org' })).waitFor();

    const recipients = () => sink.received.flatMap((mail) => mail.recipients);
    const expected = ['patiente@example.org', 'patiente@example.org', 'apres@example.org'];
    await expect.poll(recipients, patient).toEqual(expected);
    await visitor.open(/http\S+\/proposition\/\S+/.exec(sink.received[0]?.text ?? '')?.[0] ?? '');
    await visitor.press(t('practices.proposal.accept'));
    expect(await visitor.title()).toBe('Four à pain');

    const owner = await visit({ as: ownerSession, javaScript: false });
    await owner.open('/gestion/courriels');
    const used = owner.page.getByRole('article').filter({ hasText: 'essai@example.org' });
    await used.getByText(`${t('accounts.outbox.state-dropped')} – ${t('app.mail.link-used')}`).waitFor();
    const sent = owner.page.getByRole('article').filter({ hasText: 'patiente@example.org' });
    expect(await sent.getByText(t('accounts.outbox.state-sent')).count()).toBe(2);
    await sink.close();
  });
});
