import { translators } from '#messages/index.ts';
import type { Visitor } from './journey.ts';

const t = translators.fr;

/** How a college of a session is shown: signed answers, or grouped ones from five. */
export interface CollegePlan {
  name: string;
  showing: 'named' | '5';
}

/** A facilitator prepares a session on a practice, whose address is given. Then stands on the session's page. */
export async function prepareEvaluation(
  facilitator: Visitor,
  session: { practice: string; title: string; colleges: readonly CollegePlan[] },
): Promise<void> {
  const { page } = facilitator;
  const textbox = (name: string) => page.getByRole('textbox', { name });
  await facilitator.open(session.practice);
  await facilitator.follow(() => page.getByRole('link', { name: t('practices.page.evaluate') }).click());
  await textbox(t('evaluation.field.title')).fill(session.title);
  await textbox(t('evaluation.field.purpose')).fill(
    'Le conseil la demande. Il lira tout en réunion publique.',
  );
  for (const row of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const college = session.colleges[row - 1];
    await textbox(t('evaluation.field.college-name', { row })).fill(college?.name ?? '');
    if (!college) continue;
    await page
      .getByRole('combobox', { name: t('evaluation.field.college-showing', { row }) })
      .selectOption({ label: t(`evaluation.showing.${college.showing}`) });
  }
  await facilitator.press(t('evaluation.new.submit'));
}

/** Opens the prepared session to answers. */
export async function openEvaluation(facilitator: Visitor): Promise<void> {
  await facilitator.press(t('evaluation.tools.open'));
}

/** Makes links to answer in a college, from the session's page; then stands on the page that shows them. */
export async function makeLinks(facilitator: Visitor, college: string, count: number): Promise<string[]> {
  const { page } = facilitator;
  await facilitator.follow(() => page.getByRole('link', { name: t('evaluation.tools.invite') }).click());
  const region = page.getByRole('region', { name: college });
  await region.getByRole('spinbutton', { name: t('evaluation.invite.count') }).fill(String(count));
  await facilitator.follow(() => region.getByRole('button', { name: t('evaluation.invite.make') }).click());
  const links = await page.getByRole('main').getByRole('link').allInnerTexts();
  return links.filter((text) => text.includes('/evaluations/repondre/'));
}
