import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { type Visitor, test } from './support/journey.ts';
import { addPractice, chooseName, signIn } from './support/people.ts';
import { headerProblems } from './support/watch-pages.ts';

const t = translators.fr;

/** Runs if anything of it is taken for markup; `name` tells which field let it through. */
function scriptFor(name: string): string {
  return `"'><script>window.__xss='${name}'</script><img src=x onerror="window.__xss='${name}'">{{7*7}}`;
}

const markdown = [
  '<script>window.__xss="markdown"</script>',
  '[un lien](javascript:window.__xss="lien")',
  '![une image](x" onerror="window.__xss=1)',
  '<img src=x onerror="window.__xss=2">',
].join('\n\n');

/** Neither ran anything, nor stands anything in the page that a click or an error would run. */
async function expectNothingRan(page: Page) {
  expect(await page.evaluate(() => Reflect.get(window, '__xss') ?? null)).toBe(null);
  const dangers = await page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap((element) =>
      [...element.attributes]
        .filter(({ name, value }) => name.startsWith('on') || /^\s*javascript:/i.test(value))
        .filter(({ name }) => name !== 'value')
        .map(({ name, value }) => `${element.tagName} ${name}="${value}"`),
    ),
  );
  expect(dangers).toEqual([]);
}

const textFields = ['title', 'commune', 'pitch', 'tags', 'place', 'carriers', 'partners'] as const;

async function fillWithScripts({ page }: Visitor) {
  for (const part of ['practices.new.where', 'practices.new.more', 'practices.new.links'] as const) {
    await page.getByText(t(part), { exact: true }).click();
  }
  for (const name of textFields) {
    await page.getByRole('textbox', { name: t(`practices.field.${name}`) }).fill(textFor(name));
  }
  await page.getByRole('textbox', { name: t('practices.field.description') }).fill(markdown);
}

/** Fields that hold less than the others get a shorter one. */
function textFor(name: string): string {
  if (name === 'tags') return '<b onclick=alert(1)>étiquette</b>';
  return name === 'commune' ? `<svg onload="window.__xss='commune'">` : scriptFor(name);
}

test('script in every text field is shown as text, everywhere, and never runs', async ({ visit, site }) => {
  const visitor = await visit();
  const { page } = visitor;
  await signIn(visitor, site, 'pirate@example.org');
  await chooseName(visitor, scriptFor('name').slice(0, 100));
  await expectNothingRan(page);

  await visitor.open('/pratiques/nouvelle');
  await fillWithScripts(visitor);
  await page.getByRole('textbox', { name: t('practices.field.website') }).fill('javascript:window.__xss=3');
  expect((await visitor.press(t('practices.new.submit'))).status()).toBe(422);
  await page.getByRole('alert').getByText(t('practices.error.website')).waitFor();
  expect(await page.getByRole('textbox', { name: t('practices.field.title') }).inputValue()).toBe(
    textFor('title'),
  );
  await expectNothingRan(page);

  await page
    .getByRole('textbox', { name: t('practices.field.website') })
    .fill('https://example.org/"><script>');
  await visitor.press(t('practices.new.submit'));
  expect(await visitor.title()).toBe(textFor('title'));
  await page.getByText(textFor('carriers')).waitFor();
  await page.getByText('<script>window.__xss="markdown"</script>').waitFor();
  await expectNothingRan(page);
  const address = page.url();

  await page.getByRole('textbox', { name: t('records.comments.text') }).fill(markdown);
  await visitor.press(t('records.comments.send'));
  await page.getByRole('article').getByText('<img src=x onerror="window.__xss=2">').waitFor();
  await expectNothingRan(page);

  for (const path of [`${address}/modifier`, `${address}/historique`, '/', '/pratiques?sort=updated']) {
    await visitor.open(path);
    await expectNothingRan(page);
  }
});

test.for(['/pratiques?q=', '/pratiques?theme=', '/pratiques?commune=', '/connexion?vers=', '/nulle-part/'])(
  'script in the address %s is shown as text or not at all',
  async (path, { visit }) => {
    const visitor = await visit();
    await visitor.open(path + encodeURIComponent(scriptFor('address').replaceAll('/', '')));
    await expectNothingRan(visitor.page);
  },
);

test('a title of 10,000 characters gets a gentle answer, and the form keeps every word', async ({
  visit,
  site,
}) => {
  const visitor = await visit({ javaScript: false, device: 'phone' });
  const { page } = visitor;
  await signIn(visitor, site, 'longue@example.org');
  const title = 'très long '.repeat(1000);
  await visitor.open('/pratiques/nouvelle');
  const titleField = page.getByRole('textbox', { name: t('practices.field.title') });
  await titleField.fill(title);
  await page.getByRole('textbox', { name: t('practices.field.commune') }).fill('Redon');
  await page.getByRole('textbox', { name: t('practices.field.description') }).fill('Un texte à garder.');
  const status = page.getByRole('combobox', { name: t('practices.field.status') });
  await status.selectOption({ label: t('practices.status.asleep') });
  expect((await visitor.press(t('practices.new.submit'))).status()).toBe(422);
  await page.getByRole('alert').getByText(t('practices.error.title')).waitFor();
  expect(await titleField.inputValue()).toBe(title);
  expect(await page.getByRole('textbox', { name: t('practices.field.description') }).inputValue()).toBe(
    'Un texte à garder.',
  );
  expect(await status.inputValue()).toBe('asleep');
});

describe('a form sent from elsewhere', () => {
  test.for(['https://ailleurs.example', 'null', ''])(
    'from "%s" is refused, and says why',
    async (origin, { visit, site }) => {
      const visitor = await visit({ javaScript: false });
      await signIn(visitor, site, `cible-${origin.length}@example.org`);
      const address = await addPractice(visitor, 'Ne pas retirer');
      const answer = await visitor.context.request.post(`${address}?/delete`, {
        headers: origin === '' ? {} : { origin },
        form: {},
      });
      expect(answer.status()).toBe(403);
      const text = await answer.text();
      expect(text).toContain(t('app.origin.title'));
      expect(text).toContain(site.origin);
      expect(headerProblems(answer.headers())).toEqual([]);
      expect((await visitor.open(address)).status()).toBe(200);
    },
  );
});

describe('an address that leads nowhere', () => {
  test.for([
    ['/nulle-part', 404],
    ['/en/nowhere', 404],
    ['/pratiques/jardin-00000000', 404],
    ['/pratiques/x', 404],
    ['/pratiques/%E0%A4%A', 400],
    ['/api/v1/practices/x', 404],
  ] as const)('%s answers %i', async ([path, status], { visit }) => {
    const visitor = await visit({ javaScript: false });
    expect((await visitor.open(path)).status()).toBe(status);
  });

  test('leads back home, in the language of the address', async ({ visit }) => {
    const visitor = await visit({ javaScript: false, device: 'phone' });
    await visitor.open('/en/nowhere');
    const english = translators.en;
    expect(await visitor.title()).toBe(english('app.error.title'));
    await visitor.page.getByText(english('app.error.not-found')).waitFor();
    await visitor.follow(() => visitor.page.getByRole('link', { name: english('app.error.back') }).click());
    expect(new URL(visitor.page.url()).pathname).toBe('/en');
  });
});

test.for([
  '/pratiques?page=99999999999999',
  '/pratiques?page=-1',
  '/pratiques?page=abc',
  '/pratiques?bbox=1,2',
  '/pratiques?q=%ED%A0%80',
  `/pratiques?q=${'long'.repeat(500)}`,
  "/pratiques?q=%25'%5C%3B--",
  '/pratiques?purpose=1&purpose=2',
])('%s answers a list, not an error', async (path, { visit }) => {
  const visitor = await visit({ javaScript: false });
  expect((await visitor.open(path)).status()).toBe(200);
});

test.for([
  '/pratiques?q=%00',
  '/pratiques?theme=%00',
  '/pratiques/%00',
  '/en/%00',
  '/api/v1/practices?q=%00',
])('%s holds a character that no text holds: no failure of the site', async (path, { visit }) => {
  const visitor = await visit({ javaScript: false });
  expect((await visitor.open(path)).status()).toBeLessThan(500);
});

test.for(['title', 'description', 'since', 'count'])(
  'characters that no text holds, in %s, are no failure of the site',
  async (name, { visit, site }) => {
    const visitor = await visit({ javaScript: false });
    await signIn(visitor, site, `octets-${name}@example.org`);
    const answer = await visitor.context.request.post('/pratiques/nouvelle', {
      headers: { origin: site.origin, 'content-type': 'application/x-www-form-urlencoded' },
      data: `commune=Redon&title=Octets&status=active&${name}=a%00b%ED%A0%80c`,
    });
    expect(answer.status()).toBeLessThan(500);
  },
);
