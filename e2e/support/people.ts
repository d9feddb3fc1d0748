import { translators } from '#messages/index.ts';
import type { GivenRole } from '#modules/accounts/index.ts';
import type { Visitor } from './journey.ts';
import { mailTo, type Site } from './site.ts';

const t = translators.fr;

/** Asks for a link to sign in, and returns the one that the mail carries. */
export async function askForLink(visitor: Visitor, site: Site, email: string): Promise<string> {
  await visitor.open('/connexion');
  await visitor.page.getByRole('textbox', { name: t('accounts.sign-in.email') }).fill(email);
  await visitor.press(t('accounts.sign-in.send'));
  await visitor.page.getByText(t('accounts.sign-in.kept', { email })).waitFor();
  return (await mailTo(site, email)).link;
}

/** Signs in by mail; then stands on the account's page. Returns the link that was used. */
export async function signIn(visitor: Visitor, site: Site, email: string): Promise<string> {
  const link = await askForLink(visitor, site, email);
  await visitor.open(link);
  await visitor.press(t('accounts.sign-in.confirm-button'));
  return link;
}

/** Chooses the name under which others see someone who has just signed in. */
export async function chooseName(visitor: Visitor, name: string): Promise<void> {
  await visitor.open('/compte');
  await visitor.page.getByRole('textbox', { name: t('accounts.owner.name') }).fill(name);
  await visitor.press(t('accounts.account.name-save'));
}

/** An owner invites someone to a role; then stands on the page of people. Returns the link that the mail carries. */
export async function invite(
  owner: Visitor,
  site: Site,
  { email, role }: { email: string; role: GivenRole },
): Promise<string> {
  const { page } = owner;
  await owner.open('/gestion/membres');
  await page.getByRole('textbox', { name: t('accounts.invitation.email') }).fill(email);
  await page.getByRole('radio', { name: t(`accounts.role.${role}`) }).check();
  await owner.press(t('accounts.invitation.send'));
  return (await mailTo(site, email)).link;
}

/** A contributor adds a practice; then stands on its page. Returns its address. */
export async function addPractice(visitor: Visitor, title: string): Promise<string> {
  await visitor.open('/pratiques/nouvelle');
  await visitor.page.getByRole('textbox', { name: t('practices.field.title') }).fill(title);
  await visitor.page.getByRole('textbox', { name: t('practices.field.commune') }).fill('Redon');
  await visitor.press(t('practices.new.submit'));
  return visitor.page.url();
}
