import { translators } from '#messages/index.ts';
import type { Visitor } from './journey.ts';
import { mailTo, type Site } from './site.ts';

const t = translators.fr;

/** A facilitator writes down whom to reach for a practice, and asks for their consent. Returns the address of the mail's link. */
export async function askContact(
  site: Site,
  facilitator: Visitor,
  asked: { practice: string; name?: string; email: string; phone?: string },
): Promise<string> {
  const { page } = facilitator;
  await facilitator.open(`${asked.practice}/contact`);
  await page.getByRole('textbox', { name: t('practices.contact.name') }).fill(asked.name ?? '');
  await page.getByRole('textbox', { name: t('practices.contact.email') }).fill(asked.email);
  await page.getByRole('textbox', { name: t('practices.contact.phone') }).fill(asked.phone ?? '');
  await facilitator.press(t('practices.contact.save'));
  await page.getByText(t('practices.contact.saved')).waitFor();
  await facilitator.press(t('practices.contact.ask'));
  await page.getByText(t('practices.contact.ask-waits')).waitFor();
  return new URL((await mailTo(site, asked.email)).link).pathname;
}

/** The person concerned makes their choice, by the link of their mail. */
export async function answerContact(
  reader: Visitor,
  link: string,
  answer: 'public' | 'private' | 'delete',
): Promise<void> {
  await reader.open(link);
  await reader.page.getByRole('radio', { name: t(`practices.consent.answer.${answer}`) }).check();
  await reader.press(t('practices.consent.send'));
  await reader.page.getByText(t(`practices.consent.done.${answer}`)).waitFor();
}

/** Both, for whoever needs a practice whose contact everyone may write to. Returns the address of the link. */
export async function agreeToBeShown(
  site: Site,
  facilitator: Visitor,
  asked: { practice: string; email: string },
): Promise<string> {
  const link = await askContact(site, facilitator, asked);
  await answerContact(facilitator, link, 'public');
  return link;
}
