import sharp from 'sharp';
import { translators } from '#messages/index.ts';
import type { Visitor } from './journey.ts';

const t = translators.fr;

/** A photograph of one colour that says where and by whom it was taken. */
export function photo(width = 1200, height = 800): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#6b8e4e' } })
    .withExif({
      IFD0: { Artist: 'Camille Secret' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 27/1 0/1' },
    })
    .jpeg()
    .toBuffer();
}

/** Adds a picture to the record of that short id, and leads to the page that describes it. */
export async function sendPicture({ page, open }: Visitor, shortId: string): Promise<void> {
  await open(`/fichiers/${shortId}`);
  await page
    .getByLabel(t('files.picture'))
    .setInputFiles({ name: 'four.jpg', mimeType: 'image/jpeg', buffer: await photo() });
  await page.getByRole('button', { name: t('files.send-picture') }).click();
  await page.getByRole('heading', { level: 1, name: t('files.say-picture') }).waitFor();
}

/** Says what the picture shows, on the page that asks for it: it is then on its record. */
export async function describePicture({ page }: Visitor, description: string): Promise<void> {
  await page.getByLabel(t('files.description-picture')).fill(description);
  await page.getByLabel(t('files.credit')).fill('Association du Four');
  await page.getByLabel(t('records.field.licence')).selectOption('CC-BY-SA-4.0');
  await page.getByRole('button', { name: t('files.publish') }).click();
  await page.getByRole('img', { name: description }).first().waitFor();
}
