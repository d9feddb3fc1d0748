import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { bringChecker, problemsInThemes } from './support/accessibility.ts';
import { describePicture, sendPicture } from './support/files.ts';
import { type Visitor, test } from './support/journey.ts';
import { addPractice, signIn } from './support/people.ts';

const t = translators.fr;

const shortIdOf = (address: string) => address.slice(-8);

async function sendDocument({ page, open }: Visitor, shortId: string, file: { name: string; text: string }) {
  await open(`/fichiers/${shortId}`);
  await page
    .getByLabel(t('files.document'))
    .setInputFiles({ name: file.name, mimeType: 'text/html', buffer: Buffer.from(file.text) });
  await page.getByRole('button', { name: t('files.send-document') }).click();
}

test('a photo is sent from a telephone, described, shown without what its file told, taken off and put back', async ({
  visit,
  site,
}) => {
  const member = await visit({ device: 'phone' });
  const { page } = member;
  await bringChecker(member.context);
  await signIn(member, site, 'photographe@example.org');
  const address = await addPractice(member, 'Fournil des quatre vents');
  await member.follow(() => page.getByRole('link', { name: t('files.add') }).click());
  expect(await problemsInThemes(page, ['light', 'dark'])).toEqual([]);
  await sendPicture(member, shortIdOf(address));
  const describing = page.url();

  // Nobody else sees it yet.
  const visitor = await visit({ javaScript: false });
  await visitor.open(address);
  expect(await visitor.page.getByRole('img', { name: 'Le four ouvert' }).count()).toBe(0);

  const refusal = await member.press(t('files.publish'));
  expect(refusal.status()).toBe(422);
  expect(await problemsInThemes(page, ['light', 'dark'])).toEqual([]);
  await describePicture(member, 'Le four ouvert');
  expect(await problemsInThemes(page, ['light', 'dark'])).toEqual([]);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(375);

  await visitor.open(address);
  const shown = visitor.page.getByRole('img', { name: 'Le four ouvert' });
  await shown.scrollIntoViewIfNeeded();
  await visitor.page.getByText('Association du Four').waitFor();
  const source = (await shown.getAttribute('src')) ?? '';
  const picture = await fetch(new URL(source, site.origin));
  expect(picture.headers.get('content-type')).toBe('image/webp');
  expect(picture.headers.get('cache-control')).toBe('public, max-age=3600');
  expect(picture.headers.get('content-security-policy')).toContain('sandbox');
  const bytes = Buffer.from(await picture.arrayBuffer());
  expect(bytes.toString('latin1')).not.toMatch(/Camille|Exif|GPS/);
  expect(await sharp(bytes).metadata()).toMatchObject({ width: 800 });
  const again = await fetch(new URL(source, site.origin), {
    headers: { 'if-none-match': picture.headers.get('etag') ?? '' },
  });
  expect(again.status).toBe(304);
  await visitor.open('/pratiques?q=fournil+des+quatre+vents');
  expect(await visitor.page.locator(`img[src*="/fichiers/${shortIdOf(address)}/"]`).count()).toBe(1);

  await member.open(`/fichiers/${shortIdOf(address)}`);
  expect(await problemsInThemes(page, ['light', 'dark'])).toEqual([]);
  await member.follow(() => page.getByRole('button', { name: t('files.remove') }).click());
  expect((await fetch(new URL(source, site.origin))).status).toBe(404);
  await member.follow(() =>
    page
      .getByRole('main')
      .getByRole('link', { name: t('records.history.title') })
      .click(),
  );
  const removal = page.getByRole('listitem').filter({ hasText: t('records.history.attachment.removed') });
  await member.follow(() => removal.getByRole('button', { name: t('records.history.undo') }).click());
  await page.getByRole('img', { name: 'Le four ouvert' }).waitFor();
  expect((await fetch(new URL(source, site.origin))).status).toBe(200);

  await member.press(t('records.delete'));
  expect((await fetch(new URL(source, site.origin))).status).toBe(410);
  expect((await member.open(describing)).status()).toBe(410);
});

test('a document is downloaded and never opened here; what a browser would run is refused', async ({
  visit,
  site,
}) => {
  const member = await visit({ javaScript: false });
  const { page } = member;
  await signIn(member, site, 'archiviste@example.org');
  const address = await addPractice(member, 'Ressourcerie du canal');
  const shortId = shortIdOf(address);
  for (const name of ['page.html', 'dessin.svg', 'page.pdf']) {
    await sendDocument(member, shortId, {
      name,
      text: '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    });
    await page.getByRole('alert').getByText(t('files.error-file-not-accepted')).waitFor();
  }
  await sendDocument(member, shortId, { name: 'Compte rendu – été.csv', text: 'jour;sujet\n' });
  await page.getByLabel(t('files.description-document')).fill('Compte rendu de l’été');
  await member.press(t('files.publish'));
  const link = page.getByRole('link', { name: 'Compte rendu de l’été' });
  const download = await fetch(new URL((await link.getAttribute('href')) ?? '', site.origin));
  expect(download.headers.get('content-disposition')).toMatch(
    /^attachment; filename="Compte rendu  ete.csv"/,
  );
  expect(download.headers.get('x-content-type-options')).toBe('nosniff');
  expect(download.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
  expect(await download.text()).toBe('jour;sujet\n');
});

test('what is too heavy gets an answer, however heavy it is', async ({ visit, site, onTestFinished }) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'entrelacs-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const member = await visit({ javaScript: false });
  await signIn(member, site, 'tropgros@example.org');
  const shortId = shortIdOf(await addPractice(member, 'Scierie des géants'));
  // Beyond what a picture may weigh; beyond what the server takes at all.
  for (const megabytes of [21, 70]) {
    const file = path.join(folder, `${megabytes}.jpg`);
    await writeFile(file, '');
    await truncate(file, megabytes * 1024 * 1024);
    await member.open(`/fichiers/${shortId}`);
    await member.page.getByLabel(t('files.picture')).setInputFiles(file);
    const answer = await member.press(t('files.send-picture'));
    expect(answer.status()).toBe(422);
    await member.page.getByRole('alert').getByText(t('files.error-file-too-large')).waitFor();
  }
});
