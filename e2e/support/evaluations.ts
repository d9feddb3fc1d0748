import type { Locator } from 'playwright-core';
import { translators } from '#messages/index.ts';
import type { Visitor } from './journey.ts';
import { addPractice } from './people.ts';

const t = translators.fr;

/** How a college of a session is shown: signed answers, or grouped ones from five. */
export interface CollegePlan {
  name: string;
  showing: 'named' | '5';
  /** How many of its people should answer; undefined when that was not settled. */
  least?: number;
}

/** A facilitator prepares a session on a practice, or two, whose address is given. Then stands on the session's page. */
export async function prepareEvaluation(
  facilitator: Visitor,
  session: { practice: string; beside?: string; title: string; colleges: readonly CollegePlan[] },
): Promise<void> {
  const { page } = facilitator;
  const textbox = (name: string) => page.getByRole('textbox', { name });
  await facilitator.open(session.practice);
  await facilitator.follow(() => page.getByRole('link', { name: t('practices.page.evaluate') }).click());
  if (session.beside) await facilitator.open(`${page.url()}&pratique=${session.beside.slice(-8)}`);
  await textbox(t('evaluation.field.title')).fill(session.title);
  await textbox(t('evaluation.field.purpose')).fill(
    'Le conseil la demande. Il lira tout en réunion publique.',
  );
  // Five levels, whatever frameworks other journeys made in this territory.
  const frameworks = page.getByRole('combobox', { name: t('evaluation.field.framework'), exact: true });
  const starting = frameworks.getByRole('option', { name: /^Référentiel de départ/ });
  await frameworks.selectOption(await starting.getAttribute('value'));
  for (const row of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const college = session.colleges[row - 1];
    await textbox(t('evaluation.field.college-name', { row })).fill(college?.name ?? '');
    if (!college) continue;
    await page
      .getByRole('combobox', { name: t('evaluation.field.college-showing', { row }) })
      .selectOption({ label: t(`evaluation.showing.${college.showing}`) });
    await page
      .getByRole('spinbutton', { name: t('evaluation.field.college-least', { row }) })
      .fill(String(college.least ?? ''));
  }
  await facilitator.press(t('evaluation.new.submit'));
}

/** Opens the prepared session to answers. */
export async function openEvaluation(facilitator: Visitor): Promise<void> {
  await facilitator.press(t('evaluation.tools.open'));
}

/** One college that signs, and one whose answers are shown from five. */
export const twoColleges = [
  { name: 'Bureau', showing: 'named' },
  { name: 'Voisinage', showing: '5' },
] as const satisfies readonly CollegePlan[];

/** An open session of two colleges on a practice of its own. Stands on its page; its address. */
export async function openSession(facilitator: Visitor, title: string): Promise<string> {
  const practice = await addPractice(facilitator, `Pratique de « ${title} »`);
  await prepareEvaluation(facilitator, { practice, title, colleges: twoColleges });
  await openEvaluation(facilitator);
  return facilitator.page.url();
}

/** Closes the open session whose page is shown, for good. */
export async function closeEvaluation(facilitator: Visitor): Promise<void> {
  await facilitator.page.getByText(t('evaluation.tools.close'), { exact: true }).click();
  await facilitator.press(t('evaluation.tools.close-confirm'));
}

/** Opens, closes and publishes a draft that nobody answers, from its page. */
export async function publishAtOnce(facilitator: Visitor): Promise<void> {
  await openEvaluation(facilitator);
  await closeEvaluation(facilitator);
  await facilitator.press(t('evaluation.tools.publish'));
}

/** Opens the page of invitations, from the session's page; the college's part of it. */
async function openInvitations(facilitator: Visitor, college: string): Promise<Locator> {
  const { page } = facilitator;
  await facilitator.follow(() => page.getByRole('link', { name: t('evaluation.tools.invite') }).click());
  return page.getByRole('region', { name: college });
}

/** Makes cards for a college, from the session's page; then stands on the page that shows them. Their codes. */
export async function makeCards(facilitator: Visitor, college: string, count: number): Promise<string[]> {
  const region = await openInvitations(facilitator, college);
  await region.getByRole('spinbutton', { name: t('evaluation.invite.count') }).fill(String(count));
  await facilitator.follow(() => region.getByRole('button', { name: t('evaluation.invite.make') }).click());
  return facilitator.page.getByText(/^[A-Z]{5}-[A-Z]{5}$/).allInnerTexts();
}

/** Makes cards for a college, and follows their codes to links to answer. */
export async function makeLinks(facilitator: Visitor, college: string, count: number): Promise<string[]> {
  const { request } = facilitator.context;
  const codes = await makeCards(facilitator, college, count);
  return Promise.all(
    codes.map(async (code) => {
      const answer = await request.get(`/r/${code}`, { maxRedirects: 0 });
      return new URL(answer.headers()['location'] ?? '', answer.url()).href;
    }),
  );
}

/** Invites an address in a college, from the session's page; then stands on the page of invitations. */
export async function inviteAddress(facilitator: Visitor, college: string, email: string): Promise<void> {
  const region = await openInvitations(facilitator, college);
  await region.getByRole('textbox', { name: t('evaluation.invite.addresses') }).fill(email);
  await facilitator.follow(() => region.getByRole('button', { name: t('evaluation.invite.send') }).click());
}

/** Unfolds the invitations of the page, and opens that of an address. */
export async function openInvitation(facilitator: Visitor, email: string): Promise<void> {
  const { page } = facilitator;
  await page.getByText(t('evaluation.invite.mailed', { count: 1 })).click();
  await facilitator.follow(() => page.getByRole('link', { name: email }).click());
}
