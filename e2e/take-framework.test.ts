import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { downloadFramework, readFrameworkFile } from './support/frameworks.ts';
import { test } from './support/journey.ts';

const t = translators.fr;

describe('a framework that people take along', () => {
  test('is printed on A4, page by page, with room to answer', async ({ visit }) => {
    const { page, open } = await visit({ device: 'phone', javaScript: false });
    await open('/referentiels');
    await page.getByRole('link', { name: 'Référentiel en une heure' }).first().click();
    await page.getByRole('link', { name: t('framework.files.print') }).click();
    expect(await page.getByRole('heading', { level: 3 }).count()).toBe(11);
    const printed = await page.pdf({ preferCSSPageSize: true });
    const sizes = printed.toString('latin1').match(/\/MediaBox\s*\[[^\]]*\]/g) ?? [];
    expect(sizes.length).toBeGreaterThan(2);
    // A4 in points.
    for (const size of sizes) expect(size).toMatch(/594|595/);
  });

  test('comes back from a spreadsheet as a draft, or says line by line what to mend', async ({
    site,
    visit,
    owner,
  }) => {
    const facilitator = await visit({ as: owner, javaScript: false });
    const { page, open } = facilitator;
    await open('/referentiels');
    const link = page.getByRole('link', { name: 'Référentiel en une heure' }).first();
    const address = (await link.getAttribute('href')) ?? '';
    const csv = await downloadFramework(site.origin, address, 'csv');

    const circle = csv.replace('criterion,encounters,what-it-brings', 'criterion,encounters,encounters');
    await readFrameworkFile(facilitator, { name: 'rond.csv', text: circle });
    const problems = page.getByRole('alert');
    expect(await problems.innerText()).toContain('encounters → encounters');

    const changed = csv.replaceAll('Se rencontrer vraiment', 'Se croiser <script>alert(1)</script>');
    await readFrameworkFile(facilitator, { name: 'mien.csv', text: changed });
    const main = page.getByRole('main');
    expect(await main.innerText()).toContain('Se croiser <script>alert(1)</script>');
    expect(await main.innerText()).toContain('Entrelacs');
    await facilitator.press(t('framework.import.make'));

    // It comes from the version of this site: what becomes of past answers is proposed, and kept once read.
    await page.getByRole('link', { name: t('framework.draft.passage') }).click();
    expect(await main.innerText()).toContain(t('framework.passage.is-kept'));
    await facilitator.press(t('framework.passage.save'));
    expect(await main.innerText()).toContain(t('framework.passage.saved'));
  });

  test('is made one’s own on a phone, by keyboard: written, put in order, undone, published, taken in an older version', async ({
    site,
    visit,
    owner,
  }) => {
    const mark = randomUUID().slice(0, 8);
    const facilitator = await visit({ as: owner, javaScript: false, device: 'phone' });
    const { page, open, follow } = facilitator;
    const main = page.getByRole('main');
    /** Goes to a control by keyboard and presses it. */
    const enter = async (role: 'button' | 'link', name: string | RegExp) => {
      await main.getByRole(role, { name }).first().focus();
      await follow(() => page.keyboard.press('Enter'));
    };
    const type = async (name: string, text: string) => {
      await main.getByRole('textbox', { name }).first().focus();
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type(text);
    };

    await open('/referentiels/nouveau');
    await type(t('framework.new.name'), `Le nôtre ${mark}`);
    await main.getByRole('radio', { name: /^Référentiel en une heure/ }).focus();
    await page.keyboard.press('Space');
    await enter('button', t('framework.new.submit'));
    const draft = new URL(page.url()).pathname;

    // One question in other words, then its place in the list.
    const criteria = main.getByRole('heading', { level: 3 });
    const [first = '', second = ''] = await criteria.allInnerTexts();
    await enter('link', first);
    await type(t('framework.form.question'), 'Qui garde les clés ?');
    await enter('button', t('framework.form.submit'));
    expect(await main.innerText()).toContain('Qui garde les clés ?');
    await enter('button', new RegExp(`^${t('framework.draft.down')}\\s*–`));
    expect((await criteria.allInnerTexts()).slice(0, 2)).toEqual([second, first]);

    // A dimension without a question keeps it from being published, until that is undone.
    await type(t('framework.draft.dimension-title'), 'Vide');
    await enter('button', t('framework.draft.add-dimension'));
    await enter('link', t('framework.draft.publish'));
    expect(await main.innerText()).toContain(t('framework.publish.missing'));
    expect(await main.getByRole('button').count()).toBe(0);
    await open(draft.replace('brouillon', 'historique'));
    await enter('button', t('records.history.undo'));
    await open(`${draft}/publier`);
    await enter('button', t('framework.publish.submit', { number: 1 }));
    expect(await main.innerText()).toContain(t('framework.publish.done'));

    // The next version says nothing of what changed: it is refused, and says why.
    const address = draft.replace('/brouillon', '');
    await open(draft);
    await enter('button', t('framework.draft.begin'));
    await enter('button', new RegExp(`^${t('framework.draft.down')}\\s*–`));
    await open(`${draft}/publier`);
    await enter('button', t('framework.publish.submit', { number: 2 }));
    expect(await page.title()).toContain(t('app.error.page-title'));
    await type(t('framework.publish.note'), 'L’ordre.');
    await enter('button', t('framework.publish.submit', { number: 2 }));
    const versions = await Promise.all(
      ['', '?version=1', '?version=2', '?version=3', '?version=brouillon'].map((version) =>
        fetch(`${site.origin}${address}/referentiel.json${version}`, { redirect: 'manual' }),
      ),
    );
    expect(versions.map(({ status }) => status)).toEqual([200, 200, 200, 404, 401]);
    expect(await versions[1]?.text()).toContain('?version=1"');
    await open(`${address}/imprimer?version=1`);
    expect(await main.innerText()).toContain('Qui garde les clés ?');
  });
});
