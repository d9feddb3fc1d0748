import { expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { bringChecker, problemsInThemes } from './support/accessibility.ts';
import { openEvaluation, prepareEvaluation } from './support/evaluations.ts';
import { type Visitor, test } from './support/journey.ts';
import { addPractice, invite, signIn } from './support/people.ts';
import { type Site, mailTo, ownerLink } from './support/site.ts';

const t = translators.fr;

/** Accepts an invitation under a name; then stands on the account's page. */
async function accept(visitor: Visitor, link: string, name: string) {
  await visitor.open(link);
  await visitor.page.getByRole('textbox', { name: t('accounts.owner.name') }).fill(name);
  await visitor.press(t('accounts.invitation.accept'));
}

/** An owner unfolds what they may change about someone of the list. */
async function unfold(owner: Visitor, name: string) {
  await owner.open('/gestion/membres');
  await owner.page.getByText(`${t('accounts.people.change')} ${name}`).click();
  return owner.page.getByRole('listitem').filter({ has: owner.page.getByRole('heading', { name }) });
}

/** An invited facilitator, in a browser of their own. */
async function facilitatorNamed(
  name: string,
  { owner, invited, site }: { owner: Visitor; invited: Visitor; site: Site },
) {
  const email = `${name.toLowerCase()}@example.org`;
  await accept(invited, await invite(owner, site, { email, role: 'facilitator' }), name);
}

test('the owner link says what is missing, makes an owner, and serves once', async ({ visit, site }) => {
  const link = await ownerLink(site);
  const visitor = await visit({ javaScript: false });
  const { page } = visitor;
  await visitor.open(link);
  await page.getByRole('textbox', { name: t('accounts.owner.name') }).fill('Sacha');
  await page.getByRole('textbox', { name: t('accounts.sign-in.email') }).fill('sacha');
  expect((await visitor.press(t('accounts.owner.accept'))).status()).toBe(422);
  await page.getByRole('alert').getByText(t('accounts.error.email-invalid')).waitFor();
  expect(await page.getByRole('textbox', { name: t('accounts.owner.name') }).inputValue()).toBe('Sacha');
  await page.getByRole('textbox', { name: t('accounts.sign-in.email') }).fill('sacha@example.org');
  await visitor.press(t('accounts.owner.accept'));
  await page.getByRole('main').getByText(t('accounts.role.owner'), { exact: true }).waitFor();

  const second = await visit({ javaScript: false });
  await second.open(link);
  await second.page.getByText(t('accounts.error.link-used')).waitFor();
  expect(await second.page.getByRole('button', { name: t('accounts.owner.accept') }).count()).toBe(0);
});

test('the owner reads waiting mails, but not the links that sign others in', async ({
  visit,
  owner,
  site,
}) => {
  const asker = await visit({ javaScript: false });
  await asker.open('/connexion');
  await asker.page.getByRole('textbox', { name: t('accounts.sign-in.email') }).fill('secrete@example.org');
  await asker.press(t('accounts.sign-in.send'));
  const { link } = await mailTo(site, 'secrete@example.org');

  const visitor = await visit({ as: owner, javaScript: false });
  await visitor.open('/compte');
  await visitor.follow(() => visitor.page.getByRole('link', { name: t('accounts.outbox.title') }).click());
  const mail = visitor.page.getByRole('article').filter({ hasText: 'secrete@example.org' });
  await mail.getByText(`${site.origin}/…`).waitFor();
  const token = new URL(link).pathname.split('/').at(-1) ?? '';
  expect(token.length).toBeGreaterThan(40);
  expect(await visitor.page.content()).not.toContain(token);
  expect(await visitor.page.content()).not.toContain('/connexion/lien/');
});

test('the owner sees the work under way', async ({ visit, owner }) => {
  const visitor = await visit({ as: owner, javaScript: false, device: 'phone' });
  await visitor.open('/compte');
  await visitor.follow(() => visitor.page.getByRole('link', { name: t('accounts.jobs.title') }).click());
  const table = visitor.page.getByRole('table', { name: t('accounts.jobs.title') });
  await table
    .getByRole('rowheader', { name: t('accounts.jobs.send-mail') })
    .first()
    .waitFor();
});

test('nobody else opens the owner’s pages', async ({ visit }) => {
  const visitor = await visit({ javaScript: false });
  for (const path of ['/gestion/courriels', '/gestion/travaux', '/gestion/membres']) {
    const answer = await visitor.open(path);
    expect(answer.status()).toBe(401);
    await visitor.page.getByText(t('app.error.sign-in-first')).waitFor();
  }
});

test('an owner invites a facilitator, who opens an evaluation, until the role is taken back', async ({
  visit,
  owner,
  site,
}) => {
  const inviter = await visit({ as: owner, javaScript: false });
  const invited = await visit({ device: 'phone', javaScript: false });
  const link = await invite(inviter, site, { email: 'noor@example.org', role: 'facilitator' });
  const content = await inviter.page.content();
  expect(content).toContain('noor@example.org');
  expect(content).not.toContain(link.split('/').at(-1));

  await invited.open(link);
  expect((await invited.press(t('accounts.invitation.accept'))).status()).toBe(422);
  await invited.page.getByRole('alert').getByText(t('accounts.error.name-missing')).waitFor();
  await accept(invited, link, 'Noor');
  await invited.page.getByRole('main').getByText(t('accounts.role.facilitator'), { exact: true }).waitFor();
  const practice = await addPractice(invited, 'Pratique de Noor');
  const colleges = [
    { name: 'Commune', showing: 'named' },
    { name: 'Habitantes', showing: '5' },
  ] as const;
  await prepareEvaluation(invited, { practice, title: 'Session de Noor', colleges });
  await openEvaluation(invited);
  const evaluation = invited.page.url();

  const item = await unfold(inviter, 'Noor');
  await item
    .getByRole('combobox', { name: t('accounts.people.new-role') })
    .selectOption({ label: t('accounts.role.contributor') });
  await inviter.follow(() => item.getByRole('button', { name: t('accounts.people.give') }).click());
  const role = t('accounts.role.contributor');
  await inviter.page.getByText(t('accounts.people.changed', { name: 'Noor', role })).waitFor();

  for (const path of [`${evaluation}/invitations`, '/gestion/membres']) {
    expect((await invited.open(path)).status()).toBe(403);
    await invited.page.getByText(t('app.error.not-allowed')).waitFor();
  }

  await inviter.press(`${t('accounts.people.undo')} Noor`);
  expect((await invited.open(`${evaluation}/invitations`)).status()).toBe(200);

  const thief = await visit({ javaScript: false });
  await thief.open(link);
  await thief.page.getByText(t('accounts.invitation.error.link-used')).waitFor();
  expect(await thief.page.getByRole('button', { name: t('accounts.invitation.accept') }).count()).toBe(0);
});

test('someone who was removed reads on, is told why, and is brought back', async ({ visit, owner, site }) => {
  const remover = await visit({ as: owner, javaScript: false });
  const removed = await visit({ javaScript: false });
  await facilitatorNamed('Malo', { owner: remover, invited: removed, site });
  const item = await unfold(remover, 'Malo');
  const remove = item.getByRole('button', { name: t('accounts.people.remove') });
  await remover.follow(() => remove.click());
  await remover.page.getByText(t('accounts.people.was-removed', { name: 'Malo' })).waitFor();

  expect((await removed.open('/pratiques')).status()).toBe(200);
  await removed.open('/compte');
  await removed.page.getByText(t('accounts.error.removed')).waitFor();
  expect((await removed.open('/gestion/membres')).status()).toBe(403);

  const tab = remover.page.getByRole('navigation', { name: t('accounts.people.roles') });
  await remover.follow(() => tab.getByRole('link', { name: t('accounts.people.role-visitor') }).click());
  await remover.page.getByRole('heading', { name: 'Malo' }).waitFor();
  await remover.press(`${t('accounts.people.undo')} Malo`);
  await removed.open('/compte');
  await removed.page.getByRole('main').getByText(t('accounts.role.facilitator'), { exact: true }).waitFor();
});

test('a facilitator sees names, not addresses, and invites contributors', async ({ visit, owner, site }) => {
  const invited = await visit();
  await facilitatorNamed('Lou', { owner: await visit({ as: owner, javaScript: false }), invited, site });
  await bringChecker(invited.context);
  const { page } = invited;
  await invited.follow(() => page.getByRole('link', { name: t('accounts.people.title') }).click());
  await page.getByRole('heading', { name: 'Camille Propriétaire' }).waitFor();
  expect(await page.content()).not.toContain('camille@example.org');
  expect(await page.getByText(t('accounts.people.change')).count()).toBe(0);
  expect(await page.getByRole('radio').count()).toBe(0);

  await page.getByRole('textbox', { name: t('accounts.invitation.email') }).fill('voisine');
  expect((await invited.press(t('accounts.invitation.send'))).status()).toBe(422);
  await page.getByRole('alert').getByText(t('accounts.error.email-invalid')).waitFor();
  const email = 'voisine@example.org';
  await page.getByRole('textbox', { name: t('accounts.invitation.email') }).fill(email);
  await invited.press(t('accounts.invitation.send'));
  const { link } = await mailTo(site, email);
  await invited.press(`${t('accounts.invitation.withdraw')} ${email}`);
  await page.getByText(t('accounts.invitation.withdrawn', { email })).waitFor();

  expect(await problemsInThemes(page, ['light', 'dark'])).toEqual([]);
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);

  const neighbour = await visit({ javaScript: false });
  await neighbour.open(link);
  await neighbour.page.getByText(t('accounts.error.invitation-withdrawn')).waitFor();
});

test('an invitation is not taken by someone signed in under another address', async ({
  visit,
  owner,
  site,
}) => {
  const inviter = await visit({ as: owner, javaScript: false });
  const link = await invite(inviter, site, { email: 'prevue@example.org', role: 'owner' });
  const other = await visit({ javaScript: false });
  await signIn(other, site, 'autre@example.org');
  await other.open(link);
  await other.page.getByText(t('accounts.error.signed-in-as-another')).waitFor();
  await other.open('/compte');
  await other.page.getByRole('main').getByText(t('accounts.role.contributor'), { exact: true }).waitFor();
});
