import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { openArchive } from '#kernel/archive/open-archive.server.ts';
import { translators } from '#messages/index.ts';
import { entrelacsIn } from '#app/testing/run-command.server.ts';
import { test } from './support/journey.ts';
import { launchBrowser } from './support/launch-browser.ts';
import { newSite, runSite } from './support/run-site.ts';
import { type Site, becomeOwner } from './support/site.ts';

const t = translators.fr;

async function entriesOf(file: string): Promise<Record<string, string>> {
  const opened = await openArchive(file);
  if (!opened.ok) throw new Error('The archive is not readable');
  const archive = opened.value;
  const names = archive.names.filter((name) => name !== 'manifest.json');
  const entries: Record<string, string> = {};
  for (const name of names) entries[name] = (await archive.readSmall(name, 50_000_000)).toString('hex');
  archive.close();
  return entries;
}

/** What an owner of a site that has just been started does with the archive. */
async function takeOver(site: Site, file: string): Promise<void> {
  const browser = await launchBrowser();
  try {
    const session = await becomeOwner(site);
    const page = await (
      await browser.newContext({ baseURL: site.origin, storageState: session, locale: 'fr-FR' })
    ).newPage();
    await page.goto('/gestion/demarrer');
    await page.getByRole('link', { name: t('commons.archive.arriving') }).click();
    await page.getByRole('button', { name: t('commons.archive.send') }).click();
    await page.getByRole('alert').getByText(t('commons.error.archive-unreadable')).waitFor();
    await page.getByLabel(t('commons.archive.file')).setInputFiles(file);
    await page.getByRole('button', { name: t('commons.archive.send') }).click();
    await page.getByText('Pays de Redon (démonstration) :', { exact: false }).waitFor();
    await page.goto('/gestion/archive');
    expect(await page.getByRole('button', { name: t('commons.archive.send') }).count()).toBe(0);
  } finally {
    await browser.close();
  }
}

test('an owner takes the whole territory along, and finds it again elsewhere', async ({
  visit,
  owner: session,
}) => {
  const visitor = await visit({ javaScript: false });
  expect((await visitor.context.request.get('/gestion/archive/telecharger')).status()).toBe(401);
  const owner = await visit({ javaScript: false, as: session });
  await owner.open('/gestion');
  const link = owner.page.getByRole('link', { name: t('commons.archive.title') });
  await owner.follow(() => link.click());
  expect(await owner.title()).toBe(t('commons.archive.title'));
  const [download] = await Promise.all([
    owner.page.waitForEvent('download'),
    owner.page.getByRole('link', { name: t('commons.archive.download') }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^pays-de-redon-demonstration-\d{4}-\d\d-\d\d\.zip$/);

  const folder = await mkdtemp(path.join(tmpdir(), 'entrelacs-elsewhere-'));
  try {
    const file = path.join(folder, 'archive.zip');
    await download.saveAs(file);
    const elsewhere = await newSite();
    const running = await runSite(elsewhere.site, { ENTRELACS_DEMO: '0' });
    try {
      await takeOver(elsewhere.site, file);
      const run = entrelacsIn(folder, { ENTRELACS_DATA: elsewhere.site.dataFolder });
      const again = await run('import', file, '--json');
      expect(JSON.parse(again.out)).toMatchObject({
        format: 'entrelacs',
        created: 0,
        updated: 0,
        rejected: 0,
      });
      const second = path.join(folder, 'second.zip');
      expect(await run('export', '--format', 'entrelacs', '--out', second)).toMatchObject({ code: 0 });
      expect(await entriesOf(second)).toEqual(await entriesOf(file));
    } finally {
      await running.stop();
      await rm(elsewhere.folder, { recursive: true });
    }
    await writeFile(file, 'PK');
    const run = entrelacsIn(folder, { ENTRELACS_DATA: path.join(folder, 'var') });
    const refused = await run('import', file, '--format', 'entrelacs');
    expect(refused.code).toBe(1);
    expect(refused.complaints).toContain(t('commons.error.archive-unreadable'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
