import { expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { bringChecker, problemsInThemes } from './support/accessibility.ts';
import { type Visitor, test } from './support/journey.ts';
import { addPractice, chooseName, signIn } from './support/people.ts';
import { mailTo } from './support/site.ts';

const t = translators.fr;

function followLink(visitor: Visitor, name: string) {
  return visitor.follow(() => visitor.page.getByRole('link', { name, exact: true }).first().click());
}

/** What the accessibility checker finds on the page the visitor stands on, in both themes. */
function problemsOf({ page }: Visitor) {
  return problemsInThemes(page, ['light', 'dark']);
}

test('a visitor reports a practice, a facilitator hides it in the open, answers, and shows it again', async ({
  visit,
  site,
  owner,
}) => {
  const author = await visit({ javaScript: false });
  await signIn(author, site, 'autrice-du-four@example.org');
  await chooseName(author, 'Autrice du four');
  const practice = new URL(await addPractice(author, 'Le four et le numéro de Gwenn')).pathname;

  const reader = await visit({ device: 'phone' });
  await bringChecker(reader.context);
  await reader.open(practice);
  await followLink(reader, t('moderation.report'));
  expect(await problemsOf(reader)).toEqual([]);
  expect((await reader.press(t('moderation.report.send'))).status()).toBe(422);
  await reader.page.getByRole('radio', { name: t('moderation.reason.personal-data') }).check();
  await reader.page.getByRole('textbox', { name: t('moderation.report.words') }).fill('Le titre la nomme.');
  await reader.page
    .getByRole('textbox', { name: t('moderation.report.email') })
    .fill('lectrice-attentive@example.org');
  await reader.press(t('moderation.report.send'));
  await reader.page.getByText(t('moderation.report.made')).waitFor();

  const facilitator = await visit({ as: owner });
  await bringChecker(facilitator.context);
  await facilitator.open('/gestion/signalements');
  const reported = facilitator.page.getByRole('listitem').filter({ hasText: 'Le titre la nomme.' });
  expect(await reported.innerText()).not.toContain('lectrice-attentive');
  expect(await problemsOf(facilitator)).toEqual([]);
  await facilitator.follow(() => reported.getByRole('link', { name: t('moderation.hide.record') }).click());
  expect(await problemsOf(facilitator)).toEqual([]);
  await facilitator.page.getByRole('radio', { name: t('moderation.reason.personal-data') }).check();
  await facilitator.page.getByRole('textbox', { name: t('moderation.hide.words') }).fill('Une voisine');
  await facilitator.press(t('moderation.hide'));
  await facilitator.page.getByText(t('moderation.hidden.record-text')).waitFor();
  expect(await problemsOf(facilitator)).toEqual([]);

  expect((await reader.open(practice)).status()).toBe(410);
  await reader.page.getByText(t('app.error.hidden')).waitFor();
  expect(await reader.page.getByRole('main').innerText()).toContain('Une voisine');
  expect(await reader.page.getByRole('main').innerText()).not.toContain('Gwenn');
  for (const list of ['/pratiques?q=Gwenn', '/api/v1/practices?q=Gwenn', '/api/v1/practices.csv?q=Gwenn']) {
    const answer = await fetch(site.origin + list);
    expect(await answer.text()).not.toContain('le-four-et-le-numero');
  }
  await reader.open('/moderation');
  await reader.page.getByText('Une voisine').waitFor();
  expect(await reader.page.getByRole('main').innerText()).not.toContain('Gwenn');
  expect(await problemsOf(reader)).toEqual([]);
  expect((await author.open(practice)).status()).toBe(200);
  await author.page.getByText(t('moderation.hidden.record-text')).waitFor();

  await facilitator.open('/gestion/signalements');
  await reported.getByText(t('moderation.answer.open'), { exact: true }).click();
  await reported.getByRole('radio', { name: t('moderation.outcome.hidden') }).check();
  await reported.getByRole('textbox').fill('Merci, c’est masqué.');
  await facilitator.press(t('moderation.answer.send'));
  await facilitator.page.getByText(t('moderation.answer.done-told')).waitFor();
  await mailTo(site, 'lectrice-attentive@example.org');

  await facilitator.open(practice);
  await followLink(facilitator, t('moderation.show'));
  await facilitator.press(t('moderation.show'));
  expect((await reader.open(practice)).status()).toBe(200);
});

test('a limit counts where people are, whatever they write into the headers of a proxy', async ({ site }) => {
  const practices = await fetch(`${site.origin}/api/v1/practices?per_page=1`);
  const { items } = (await practices.json()) as { items: { url: string }[] };
  const address = `${site.origin}/signaler/${items[0]?.url.slice(-8)}`;
  const statuses: number[] = [];
  for (let turn = 0; turn < 12; turn += 1) {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { origin: site.origin, accept: 'text/html', 'x-forwarded-for': `203.0.113.${turn}` },
      body: new URLSearchParams({ reason: 'duplicate', words: '', email: '' }),
    });
    statuses.push(answer.status);
  }
  expect(statuses.at(0)).toBe(200);
  expect(statuses.at(-1)).toBe(429);
});

test('a comment is hidden: its words leave, the reason stays', async ({ visit, site, owner }) => {
  const author = await visit({ javaScript: false });
  await signIn(author, site, 'bavarde@example.org');
  const practice = new URL(await addPractice(author, 'Un atelier bavard')).pathname;
  await author.page.getByRole('textbox', { name: t('records.comments.text') }).fill('Des mots qui blessent');
  await author.press(t('records.comments.send'));

  const facilitator = await visit({ as: owner, javaScript: false });
  await facilitator.open(practice);
  await followLink(facilitator, t('moderation.hide.comment'));
  await facilitator.page.getByRole('radio', { name: t('moderation.reason.abusive') }).check();
  await facilitator.press(t('moderation.hide'));

  const reader = await visit({ javaScript: false, device: 'phone' });
  await reader.open(practice);
  const comments = await reader.page.getByRole('article').innerText();
  expect(comments).toContain(t('moderation.reason.abusive'));
  expect(comments).not.toContain('blessent');
});

test('reports and hiding are for facilitators, and say so to others', async ({ visit, site }) => {
  const contributor = await visit({ javaScript: false });
  expect((await contributor.open('/gestion/signalements')).status()).toBe(401);
  await signIn(contributor, site, 'curieux@example.org');
  const practice = new URL(await addPractice(contributor, 'Une fiche sans histoire')).pathname;
  expect((await contributor.open('/gestion/signalements')).status()).toBe(403);
  expect((await contributor.open(`/gestion/masquer/${practice.slice(-8)}`)).status()).toBe(403);
  await contributor.open(practice);
  expect(await contributor.page.getByRole('link', { name: t('moderation.hide.record') }).count()).toBe(0);
});

test('everything someone did today is undone at once, told in the open, and put back', async ({
  visit,
  site,
  owner,
}) => {
  const spammer = await visit({ javaScript: false });
  await signIn(spammer, site, 'publicite@example.org');
  await chooseName(spammer, 'Publicité Express');
  const first = new URL(await addPractice(spammer, 'Achetez un premier canapé')).pathname;
  const second = new URL(await addPractice(spammer, 'Achetez un second canapé')).pathname;

  const facilitator = await visit({ as: owner });
  await bringChecker(facilitator.context);
  const { page } = facilitator;
  await facilitator.open('/gestion/membres');
  await facilitator.follow(() =>
    page
      .getByRole('listitem')
      .filter({ hasText: 'Publicité Express' })
      .getByRole('link', { name: t('moderation.undo.link') })
      .click(),
  );
  expect(await problemsOf(facilitator)).toEqual([]);
  await page.getByRole('row').filter({ hasText: 'second canapé' }).waitFor();
  await facilitator.press(t('moderation.undo.do', { count: 2 }));
  await untilDone(facilitator, t('moderation.undo.undone'));
  expect(await problemsOf(facilitator)).toEqual([]);

  const reader = await visit({ javaScript: false, device: 'phone' });
  for (const address of [first, second]) expect((await reader.open(address)).status()).toBe(410);
  await reader.open('/moderation');
  await reader.page.getByText(t('moderation.log.count-undone', { count: 2 })).waitFor();
  expect(await reader.page.getByRole('main').innerText()).not.toContain('Publicité Express');

  await facilitator.press(t('moderation.undo.redo'));
  await untilDone(facilitator, t('moderation.undo.redone'));
  expect((await reader.open(first)).status()).toBe(200);
});

/** Looks again, as a person does, until the work has ended. */
async function untilDone(visitor: Visitor, title: string) {
  await expect
    .poll(
      async () => {
        await visitor.page.reload();
        return visitor.page.getByText(title, { exact: true }).count();
      },
      { timeout: 20_000 },
    )
    .toBe(1);
}
