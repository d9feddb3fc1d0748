import { expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { bringChecker, problemsInThemes } from './support/accessibility.ts';
import { type Visitor, devices, test } from './support/journey.ts';
import { addPractice, chooseName, signIn } from './support/people.ts';
import { mailTo } from './support/site.ts';

const t = translators.fr;

function textbox({ page }: Visitor, name: string) {
  return page.getByRole('textbox', { name });
}

function followLink(visitor: Visitor, name: string) {
  return visitor.follow(() =>
    visitor.page.getByRole('main').getByRole('link', { name, exact: true }).first().click(),
  );
}

function problemsOf({ page }: Visitor) {
  return problemsInThemes(page, ['light', 'dark']);
}

/** Writes a page with the least there must be; then stands on it. Returns its path. */
async function writePage(visitor: Visitor, title: string): Promise<string> {
  await visitor.open('/connaissances/nouvelle');
  await textbox(visitor, t('records.field.title')).fill(title);
  await textbox(visitor, t('records.field.body')).fill(
    '## Avant\n\nUne **clé** et une liste :\n\n- une chaise',
  );
  await visitor.press(t('pages.new.submit'));
  return new URL(visitor.page.url()).pathname;
}

test('a page is written, improved by someone else, put back in one click, taken away and brought back', async ({
  visit,
  site,
}) => {
  const author = await visit();
  await bringChecker(author.context);
  await signIn(author, site, 'autrice-de-page@example.org');
  await chooseName(author, 'Anaïs');
  await author.open('/');
  await author.follow(() =>
    author.page
      .getByRole('navigation')
      .getByRole('link', { name: t('app.nav.pages') })
      .first()
      .click(),
  );
  await followLink(author, t('pages.list.write'));
  const path = await writePage(author, 'Ouvrir la salle sans stress');
  await author.page.getByRole('heading', { name: 'Avant' }).waitFor();
  await author.page.getByRole('strong').getByText('clé').waitFor();
  await author.open('/');
  await author.page
    .getByRole('region', { name: t('app.home.pages') })
    .getByRole('link', { name: 'Ouvrir la salle sans stress' })
    .waitFor();

  const other = await visit({ javaScript: false, device: 'phone' });
  await other.open(path);
  await followLink(other, t('records.contribute'));
  await signIn(other, site, 'relecteur-de-page@example.org');
  await chooseName(other, 'Brice');
  await other.open(path);
  await followLink(other, t('records.edit'));
  // Who sees a page is not for those who improve it.
  expect(await other.page.getByRole('combobox', { name: t('records.field.visibility') }).count()).toBe(0);
  await textbox(other, t('records.field.pitch')).fill('Les clés, le café, les chaises');
  await other.press(t('pages.edit.submit'));
  await other.page.getByText('Les clés, le café, les chaises').waitFor();

  await author.open(path);
  await followLink(author, t('records.history.title'));
  const change = author.page.getByRole('listitem').filter({ hasText: t('records.history.changed') });
  await change.getByText(t('records.history.by', { name: 'Brice' })).waitFor();
  await author.press(t('records.history.undo'));
  expect(await author.page.getByText('Les clés, le café, les chaises').count()).toBe(0);

  await author.press(t('records.delete'));
  await author.press(t('records.restore'));
  expect(await author.title()).toBe('Ouvrir la salle sans stress');
  expect(await problemsOf(author)).toEqual([]);
});

test('what two people write at once is lost for neither', async ({ visit, owner, site }) => {
  const first = await visit({ as: owner, javaScript: false });
  const path = await writePage(first, 'Écrit à deux');
  const second = await visit({ javaScript: false });
  await signIn(second, site, 'deuxieme-plume@example.org');
  for (const visitor of [first, second]) await visitor.open(`${path}/modifier`);
  await textbox(first, t('records.field.pitch')).fill('Dit la première');
  await first.press(t('pages.edit.submit'));
  await textbox(second, t('records.field.pitch')).fill('Dit la deuxième');
  expect((await second.press(t('pages.edit.submit'))).status()).toBe(409);
  await second.page.getByText('Dit la première').waitFor();
  expect(await textbox(second, t('records.field.pitch')).inputValue()).toBe('Dit la deuxième');
  await second.press(t('pages.edit.submit'));
  await second.page.getByText('Dit la deuxième').waitFor();
});

test('a draft is its author’s alone, and a page for those signed in is nobody else’s', async ({
  visit,
  owner,
  site,
}) => {
  const author = await visit({ as: owner, javaScript: false });
  const path = await writePage(author, 'Notes pas finies');
  const reader = await visit({ javaScript: false });
  const contributor = await visit({ javaScript: false });
  await signIn(contributor, site, 'lectrice-connectee@example.org');
  const seen = async () =>
    Promise.all([reader, contributor].map(async (visitor) => (await visitor.open(path)).status()));
  for (const [visibility, expected] of [
    ['draft', [404, 404]],
    ['members', [404, 200]],
    ['public', [200, 200]],
  ] as const) {
    await author.open(`${path}/modifier`);
    await author.page.getByRole('combobox', { name: t('records.field.visibility') }).selectOption(visibility);
    await author.press(t('pages.edit.submit'));
    expect([visibility, await seen()]).toEqual([visibility, expected]);
  }
});

test.for(devices)(
  'someone without an account proposes a page by mail, and what is missing is told, on a %s',
  async (device, { visit, site }) => {
    const email = `page-${device}@example.org`;
    const title = `Tenir un compost (${device})`;
    const author = await visit({ device });
    await bringChecker(author.context);
    await author.open('/connaissances');
    await followLink(author, t('pages.list.write'));
    await textbox(author, t('pages.field.email')).fill('pas une adresse');
    expect((await author.press(t('pages.new.submit-mail'))).status()).toBe(422);
    const summary = author.page.getByRole('alert');
    for (const error of ['pages.error.title', 'pages.error.body', 'accounts.error.email-invalid'] as const) {
      await summary.getByRole('link', { name: t(error) }).waitFor();
    }
    expect(await problemsOf(author)).toEqual([]);
    await textbox(author, t('records.field.title')).fill(title);
    await textbox(author, t('records.field.body')).fill('Du *vert* et du brun.');
    await textbox(author, t('pages.field.email')).fill(email);
    expect((await author.press(t('pages.new.submit-mail'))).status()).toBe(200);
    await author.page.getByText(t('pages.new.kept', { email })).waitFor();

    const { link } = await mailTo(site, email);
    await author.open(link);
    await author.page.getByRole('emphasis').getByText('vert').waitFor();
    await author.press(t('pages.proposal.accept'));
    expect(await author.title()).toBe(title);
    const reader = await visit({ device, javaScript: false });
    await reader.open(`/connaissances?q=${encodeURIComponent('compost')}`);
    await followLink(reader, title);
    await reader.open(link);
    await reader.page.getByText(t('pages.proposal.used')).waitFor();
  },
);

test('any two records are tied by a search that forgives, and each then shows the other', async ({
  visit,
  site,
}) => {
  const visitor = await visit({ device: 'phone' });
  await bringChecker(visitor.context);
  await signIn(visitor, site, 'relieuse@example.org');
  const practice = new URL(await addPractice(visitor, 'Vélothèque des écluses')).pathname;
  const path = await writePage(visitor, 'Prêter un vélo sans le perdre');
  await followLink(visitor, t('records.links.change'));
  const main = visitor.page.getByRole('main');
  await main.getByRole('searchbox').fill('velotheque eclus');
  await visitor.follow(() => main.getByRole('button', { name: t('records.ties.search-submit') }).click());
  expect(await problemsOf(visitor)).toEqual([]);
  await visitor.press(t('records.ties.tie-to', { title: 'Vélothèque des écluses' }));
  await visitor.page.getByText(t('records.ties.tied')).waitFor();

  const reader = await visit({ javaScript: false });
  await reader.open(path);
  await followLink(reader, 'Vélothèque des écluses');
  expect(new URL(reader.page.url()).pathname).toBe(practice);
  await followLink(reader, 'Prêter un vélo sans le perdre');
  await followLink(reader, t('records.history.title'));
  await reader.page.getByText(t('records.history.linked')).waitFor();
  expect((await reader.open(`/liens/${path.slice(-8)}`)).status()).toBe(401);

  await visitor.open(`/liens/${practice.slice(-8)}`);
  await visitor.press(t('records.ties.untie-from', { title: 'Prêter un vélo sans le perdre' }));
  await visitor.page.getByText(t('records.ties.untied')).waitFor();
  await reader.open(path);
  expect(await reader.page.getByRole('link', { name: 'Vélothèque des écluses' }).count()).toBe(0);
});

test('a published session is described anew without touching its result, and that is undone', async ({
  visit,
  owner,
}) => {
  const facilitator = await visit({ as: owner });
  await bringChecker(facilitator.context);
  const { page } = facilitator;
  await facilitator.open('/evaluations');
  const published = page.getByRole('listitem').filter({ hasText: t('evaluation.state.published') });
  await facilitator.follow(() => published.getByRole('link').first().click());
  const path = new URL(page.url()).pathname;
  await followLink(facilitator, t('evaluation.tools.describe'));
  expect(await page.getByRole('textbox', { name: t('evaluation.field.title') }).count()).toBe(0);
  expect(await problemsOf(facilitator)).toEqual([]);
  const coAuthors = textbox(facilitator, t('records.field.coAuthors'));
  if (!(await coAuthors.isVisible())) await page.getByText(t('records.core.more'), { exact: true }).click();
  await coAuthors.fill('Le groupe du mardi');
  await facilitator.press(t('evaluation.edit.submit'));
  await page.getByText('Le groupe du mardi').waitFor();
  expect(await problemsOf(facilitator)).toEqual([]);

  const reader = await visit({ javaScript: false, device: 'phone' });
  await reader.open(path);
  expect(await reader.page.getByRole('link', { name: t('evaluation.tools.describe') }).count()).toBe(0);
  await followLink(reader, t('records.history.title'));
  await reader.page.getByText('Le groupe du mardi').waitFor();
  expect(await reader.page.getByText(t('evaluation.history.evaluation.invited')).count()).toBe(0);
  expect((await reader.open(`${path}/modifier`)).status()).toBe(401);

  await followLink(facilitator, t('records.history.title'));
  await page.getByText(t('evaluation.history.evaluation.invited')).first().waitFor();
  // What moved the session is told, and cannot be undone from here.
  expect(await page.getByRole('button', { name: t('records.history.undo') }).count()).toBe(1);
  await facilitator.press(t('records.history.undo'));
  expect(await page.getByText('Le groupe du mardi').count()).toBe(0);
});
