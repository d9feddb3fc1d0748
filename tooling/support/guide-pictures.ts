import type { Page } from 'playwright-core';
import { translators } from '#messages/index.ts';

const t = translators.fr;

/** A picture of the guides: what is on it. */
export interface Picture {
  /** Where it is kept, below `docs`. */
  file: string;
  screen: 'phone' | 'desktop';
  as: 'visitor' | 'owner';
  /** Goes to the page that the picture shows. */
  open(page: Page): Promise<unknown>;
  /** The heading that the picture begins with, when it is not that of the page. */
  from?: string;
}

/** A small list as people keep them, with one line that something is wrong with. */
const table = [
  'Nom;Commune;Description;Thème',
  'Four banal de Bains;Bains-sur-Oust;On y cuit le pain le dimanche;Alimentation',
  'Grainothèque de la médiathèque;Redon;Prendre et déposer des graines;Jardins',
  ';Allaire;Une ligne sans nom;Jardins',
].join('\r\n');

function at(path: string) {
  return (page: Page) => page.goto(path);
}

/** Opens a page, then one after the other the links of its text that hold these words. */
function along(path: string, ...links: string[]) {
  return async (page: Page) => {
    await page.goto(path);
    for (const name of links) {
      const link = page.getByRole('main').getByRole('link', { name }).first();
      await page.goto((await link.getAttribute('href')) ?? '');
    }
  };
}

async function previewImport(page: Page): Promise<void> {
  await page.goto('/pratiques/importer');
  const file = { name: 'inventaire.csv', mimeType: 'text/csv', buffer: Buffer.from(table) };
  await page.locator('input[type="file"]').setInputFiles(file);
  await page.getByRole('main').locator('form').first().getByRole('button').last().click();
  // The page tells what will be created once the file has been read, in the background.
  for (let look = 0; look < 20 && (await page.getByRole('table').count()) === 0; look += 1) {
    await page.waitForLoadState('networkidle');
    await page.goto(page.url());
  }
}

/** An invitation waits there, in a site that has no mail server yet. */
async function showOutbox(page: Page): Promise<void> {
  await page.goto('/gestion/membres');
  await page.getByRole('textbox', { name: t('accounts.invitation.email') }).fill('lena@example.org');
  await page.getByRole('radio', { name: t('accounts.role.contributor') }).check();
  await page.getByRole('button', { name: t('accounts.invitation.send') }).click();
  await page.goto('/gestion/courriels');
}

/** Every picture of the guides, in the order in which they are read. */
export const pictures: readonly Picture[] = [
  {
    file: 'guide-facilitator/pictures/people.webp',
    screen: 'desktop',
    as: 'owner',
    open: at('/gestion/membres'),
  },
  {
    file: 'guide-facilitator/pictures/inventory.webp',
    screen: 'desktop',
    as: 'visitor',
    open: at('/pratiques'),
  },
  {
    file: 'guide-facilitator/pictures/import.webp',
    screen: 'desktop',
    as: 'owner',
    open: previewImport,
  },
  {
    file: 'guide-facilitator/pictures/topics.webp',
    screen: 'desktop',
    as: 'owner',
    open: at('/gestion/themes'),
  },
  {
    file: 'guide-facilitator/pictures/result.webp',
    screen: 'desktop',
    as: 'owner',
    open: along('/evaluations', 'La ressourcerie du bord de canal'),
    from: t('evaluation.section.differ'),
  },
  {
    file: 'guide-facilitator/pictures/levers.webp',
    screen: 'desktop',
    as: 'owner',
    open: along('/evaluations', 'La ressourcerie du bord de canal', t('evaluation.page.choose-lever')),
    from: t('knowledge.choose.suggested'),
  },
  {
    file: 'guide-facilitator/pictures/history.webp',
    screen: 'desktop',
    as: 'owner',
    open: along('/pratiques', 'Café réparation du samedi', t('records.history.title')),
  },
  {
    file: 'guide-facilitator/pictures/manage.webp',
    screen: 'desktop',
    as: 'owner',
    open: at('/gestion'),
  },
  {
    file: 'guide-facilitator/pictures/colours.webp',
    screen: 'phone',
    as: 'owner',
    open: at('/gestion/territoire/couleurs?demarrer=1'),
  },
  {
    file: 'guide-host/pictures/outbox.webp',
    screen: 'desktop',
    as: 'owner',
    open: showOutbox,
  },
  // After the outbox: the mail that waits there is a job.
  {
    file: 'guide-host/pictures/jobs.webp',
    screen: 'desktop',
    as: 'owner',
    open: at('/gestion/travaux'),
  },
];
