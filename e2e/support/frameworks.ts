import { translators } from '#messages/index.ts';
import type { Visitor } from './journey.ts';

const t = translators.fr;

/** A facilitator chooses a file to import as a framework; then reads what it gives, or why it gives nothing. */
export async function readFrameworkFile(
  { page, open, press }: Visitor,
  file: { name: string; text: string },
): Promise<void> {
  await open('/referentiels/importer');
  await page.getByLabel(t('framework.import.file')).setInputFiles({
    name: file.name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(file.text),
  });
  await press(t('framework.import.read'));
}

/** A file of the framework at that address, as anyone may download it. */
export async function downloadFramework(origin: string, address: string, format: string): Promise<string> {
  return (await fetch(`${origin}${address}/referentiel.${format}`)).text();
}

/** Makes a framework of that file; then stands on a page of its draft. */
export async function importFramework(
  facilitator: Visitor,
  file: { name: string; text: string },
): Promise<void> {
  await readFrameworkFile(facilitator, file);
  await facilitator.press(t('framework.import.make'));
}
