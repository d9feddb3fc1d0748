import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { type SmtpSink, openSmtpSink } from '#kernel/testing/smtp-sink.server.ts';
import { translators } from '#messages/index.ts';
import { type SetupStep, palettes } from '#modules/territories/index.ts';
import { bringChecker, problemsInThemes } from './support/accessibility.ts';
import { type Visitor, test as shared } from './support/journey.ts';
import { invite } from './support/people.ts';
import { type RunningSite, newSite, runSite } from './support/run-site.ts';
import { type Session, ownerLink } from './support/site.ts';

const t = translators.fr;
const empty = { ENTRELACS_DEMO: '0' };

/** A site of one's own, begun without the demonstration. */
let own: Awaited<ReturnType<typeof newSite>>;
let running: RunningSite;
let sink: SmtpSink;
let owner: Session;
beforeAll(async () => {
  own = await newSite();
  running = await runSite(own.site, empty);
  sink = await openSmtpSink({ account: { user: 'site@exemple.test', password: 'secret' } });
});
afterAll(async () => {
  await running.stop();
  await sink.close();
  await rm(own.folder, { recursive: true });
});
const test = shared.override('site', { scope: 'worker' }, () => own.site);

/** The page of a step of the assistant, reached from the list of steps. */
async function openStep(visitor: Visitor, step: SetupStep) {
  await visitor.open('/gestion/demarrer');
  await visitor.follow(() =>
    visitor.page
      .getByRole('main')
      .getByRole('link', { name: t(`territories.setup.${step}`) })
      .click(),
  );
}

async function saveColour(
  visitor: Visitor,
  choice: { name: (typeof palettes)[number]['name'] } | { own: string },
) {
  await visitor.open('/gestion/territoire/couleurs');
  if ('name' in choice) await visitor.page.getByLabel(t(`territories.colours.${choice.name}`)).check();
  else {
    await visitor.page.getByLabel(t('territories.colours.own'), { exact: true }).check();
    await visitor.page.getByLabel(t('territories.colours.own-label')).fill(choice.own);
  }
  await visitor.press(t('territories.settings.save'));
}

describe('a new territory, on a phone, without JavaScript', () => {
  test('is prepared in five steps, left and taken up again', async ({ visit, site }) => {
    const visitor = await visit({ device: 'phone', javaScript: false });
    const { page } = visitor;
    await visitor.open(await ownerLink(site));
    await page.getByRole('textbox', { name: t('accounts.owner.name') }).fill('Sacha');
    await page.getByRole('textbox', { name: t('accounts.sign-in.email') }).fill('sacha@example.org');
    await visitor.press(t('accounts.owner.accept'));
    expect(await visitor.title()).toBe(t('territories.setup.title'));
    owner = await visitor.session();
    await visitor.follow(() =>
      page.getByRole('link', { name: t('territories.setup.start'), exact: true }).click(),
    );

    await page.getByRole('textbox', { name: t('territories.field.name') }).fill('');
    expect((await visitor.press(t('territories.settings.save-next'))).status()).toBe(422);
    await page.getByRole('alert').getByText(t('territories.error.name')).waitFor();
    await page.getByRole('textbox', { name: t('territories.field.name') }).fill('Pays <b>de</b> Redon');
    await page
      .getByRole('textbox', { name: t('territories.field.publisher') })
      .fill('Les Trois Rivières\nRedon');
    await visitor.press(t('territories.settings.save-next'));

    expect(await visitor.title()).toBe(t('territories.communes.title'));
    await page.getByRole('banner').getByText('Pays <b>de</b> Redon').waitFor();
    const main = page.getByRole('main');
    await main.getByRole('searchbox').fill('redon agglo');
    await visitor.follow(() => main.getByRole('button', { name: t('territories.communes.submit') }).click());
    await visitor.press(`${t('territories.communes.add')} CA Redon Agglomération`);
    await page.getByText(t('territories.communes.added')).waitFor();
    await page.getByText(/^CA Redon Agglomération.*: 31 communes/).waitFor();

    await visitor.open('/');
    const reminder = page.getByRole('main').getByRole('list').first();
    await reminder.getByRole('link', { name: t('territories.setup.colours') }).waitFor();
    expect(await reminder.getByRole('link').count()).toBe(3);

    await openStep(visitor, 'colours');
    await page.getByLabel(t('territories.colours.fern')).check();
    await visitor.press(t('territories.settings.save-next'));
    expect(await visitor.title()).toBe(t('territories.sections.title'));
    await page.getByLabel(t('territories.sections.practices'), { exact: true }).uncheck();
    expect((await visitor.press(t('territories.settings.save-next'))).status()).toBe(422);
    await page.getByRole('alert').waitFor();
    await page.getByLabel(t('territories.sections.practices'), { exact: true }).check();
    await page.getByLabel(t('territories.sections.levers'), { exact: true }).uncheck();
    await visitor.press(t('territories.settings.save-next'));

    expect(await visitor.title()).toBe(t('territories.mail.title'));
    await page.getByText(t('territories.mail.none-title')).waitFor();
    await visitor.follow(() => page.getByRole('link', { name: t('territories.setup.end') }).click());
    await visitor.press(t('territories.setup.finish'));
    await page.getByText(t('territories.setup.done')).waitFor();
    await visitor.open('/');
    expect(await page.getByText(t('territories.setup.remains')).count()).toBe(0);
  });

  test('leaves aside a part of the site, which comes back with what it holds', async ({ visit }) => {
    const visitor = await visit({ javaScript: false, as: owner });
    const { page } = visitor;
    const inMenu = async () => {
      await visitor.open('/');
      return page
        .getByRole('navigation', { name: t('app.nav.label') })
        .getByText(t('app.nav.levers'))
        .count();
    };
    expect(await inMenu()).toBe(0);
    const switchLevers = async () => {
      await visitor.open('/gestion/territoire/rubriques');
      const box = page.getByLabel(t('territories.sections.levers'), { exact: true });
      await box.setChecked(!(await box.isChecked()));
      await visitor.press(t('territories.settings.save'));
    };
    await switchLevers();
    expect(await inMenu()).toBe(1);
    expect((await visitor.open('/leviers')).status()).toBe(200);
    await switchLevers();
    expect((await visitor.open('/leviers')).status()).toBe(404);
    await page.getByText(t('app.error.section-off')).waitFor();
  });

  test('shows in its legal notice what its owner wrote, line by line', async ({ visit }) => {
    const visitor = await visit({ device: 'phone', javaScript: false, as: owner });
    const { page } = visitor;
    await visitor.open('/gestion/territoire/mentions');
    await page.getByRole('textbox', { name: t('territories.field.director') }).fill('A'.repeat(10_000));
    expect((await visitor.press(t('territories.settings.save'))).status()).toBe(422);
    await page.getByRole('alert').getByRole('link').first().waitFor();
    await page.getByRole('textbox', { name: t('territories.field.director') }).fill('Anaïs Le Goff');
    await page
      .getByRole('textbox', { name: t('territories.field.legal') })
      .fill('Avec **Redon**. <img src=x onerror=alert(1)>');
    await visitor.press(t('territories.settings.save'));
    await visitor.follow(() =>
      page
        .getByRole('main')
        .getByRole('link', { name: t('territories.legal.title') })
        .click(),
    );
    await page.getByText('Les Trois Rivières').waitFor();
    await page.getByText('Anaïs Le Goff').waitFor();
    expect(await page.getByRole('main').getByRole('img').count()).toBe(0);
    expect((await visitor.open('/en/donnees-personnelles')).status()).toBe(200);
    await page.getByText('Les Trois Rivières').waitFor();
  });

  test('gives back what a change replaced', async ({ visit }) => {
    const visitor = await visit({ javaScript: false, as: owner });
    await saveColour(visitor, { name: 'ochre' });
    await visitor.open('/gestion/territoire');
    const latest = visitor.page
      .getByRole('listitem')
      .filter({ hasText: t('territories.history.colours-changed') });
    await visitor.follow(() => latest.first().getByRole('button').click());
    await visitor.open('/gestion/territoire/couleurs');
    expect(await visitor.page.getByLabel(t('territories.colours.fern')).isChecked()).toBe(true);
  });
});

test('facilitators see what they manage, and not what owners settle', async ({ visit, site }) => {
  const sacha = await visit({ javaScript: false, as: owner });
  const link = await invite(sacha, site, { email: 'alix@example.org', role: 'facilitator' });
  const visitor = await visit({ javaScript: false });
  await visitor.open(link);
  await visitor.page.getByRole('textbox', { name: t('accounts.owner.name') }).fill('Alix');
  await visitor.press(t('accounts.invitation.accept'));
  expect((await visitor.open('/gestion')).status()).toBe(200);
  await visitor.page.getByRole('link', { name: t('accounts.people.title') }).waitFor();
  expect(await visitor.page.getByRole('link', { name: t('territories.colours.title') }).count()).toBe(0);
  for (const path of ['', '/communes', '/couleurs', '/rubriques', '/mentions', '/courriel']) {
    const answer = await fetch(`${site.origin}/gestion/territoire${path}`, {
      headers: {
        cookie: (await visitor.session()).cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
      },
    });
    expect(answer.status).toBe(403);
  }
});

test('two owners who settle the same page at once: the second reads what the first saved', async ({
  visit,
}) => {
  const first = await visit({ as: owner, javaScript: false });
  const second = await visit({ as: owner, javaScript: false, device: 'phone' });
  const field = ({ page }: Visitor, name: 'director' | 'hosting') =>
    page.getByRole('textbox', { name: t(`territories.field.${name}`) });
  for (const visitor of [first, second]) await visitor.open('/gestion/territoire/mentions');
  await field(first, 'director').fill('Yannig Le Bras');
  await first.press(t('territories.settings.save'));
  await field(second, 'hosting').fill('Hébergeur libre, Nantes');
  expect((await second.press(t('territories.settings.save'))).status()).toBe(409);
  await second.page.getByText(t('territories.error.changed-meanwhile')).waitFor();
  await second.page.getByRole('definition').getByText('Yannig Le Bras').waitFor();
  expect(await field(second, 'hosting').inputValue()).toBe('Hébergeur libre, Nantes');
  await field(second, 'director').fill('Yannig Le Bras');
  expect((await second.press(t('territories.settings.save'))).status()).toBe(200);
  await first.open('/gestion/territoire/mentions');
  expect(await field(first, 'director').inputValue()).toBe('Yannig Le Bras');
  expect(await field(first, 'hosting').inputValue()).toBe('Hébergeur libre, Nantes');
});

test.for([...palettes.map(({ name }) => ({ name })), { own: '#ffe600' }, { own: '#ff00ff' }])(
  'every colour can be read, by day and by night: %j',
  { timeout: 60_000 },
  async (choice, { visit }) => {
    const visitor = await visit({ as: owner });
    await bringChecker(visitor.context);
    await saveColour(visitor, choice);
    const problems: string[] = [];
    for (const path of ['/', '/pratiques', '/gestion', '/gestion/territoire/couleurs', '/connexion']) {
      await visitor.open(path);
      const found = await problemsInThemes(visitor.page, ['light', 'dark'], { coloursOnly: true });
      problems.push(...found.map((problem) => `${path}: ${problem}`));
    }
    expect(problems).toEqual([]);
  },
);

describe('trying the mail', () => {
  test('says in words what stops it, and when it left', async ({ visit, site }) => {
    await running.stop();
    const wrong = sink.url.replace('secret@', 'faux@');
    running = await runSite(site, { ...empty, SMTP_URL: wrong });
    const visitor = await visit({ device: 'phone', javaScript: false, as: owner });
    await visitor.open('/gestion/territoire/courriel');
    expect((await visitor.press(t('territories.mail.send'))).status()).toBe(422);
    await visitor.page.getByText(t('territories.mail.to-do.credentials')).waitFor();

    await running.stop();
    running = await runSite(site, { ...empty, SMTP_URL: sink.url });
    await visitor.open('/gestion/territoire/courriel');
    await visitor.press(t('territories.mail.send'));
    await visitor.page.getByText(t('territories.mail.sent', { email: 'sacha@example.org' })).waitFor();
    const received = sink.received.filter(({ recipients }) => recipients.includes('sacha@example.org'));
    expect(received.at(-1)?.text).toContain(site.origin);
  });
});
