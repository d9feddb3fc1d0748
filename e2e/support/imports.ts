import { expect, vi } from 'vitest';
import { translators } from '#messages/index.ts';
import type { Visitor } from './journey.ts';

const t = translators.fr;

interface SentFile {
  name: string;
  text: string | Buffer;
}

/** A facilitator sends a table to import; then stands on the page of that import, or on the form that says why not. */
export async function sendFile(
  facilitator: Visitor,
  file: SentFile & { source?: string; companions?: readonly SentFile[] },
): Promise<void> {
  const { page } = facilitator;
  await facilitator.open('/pratiques/importer');
  await page.getByLabel(t('import.page.file')).setInputFiles(
    [...(file.companions ?? []), file].map(({ name, text }) => ({
      name,
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(text),
    })),
  );
  await page.getByRole('textbox', { name: t('import.page.source') }).fill(file.source ?? '');
  await facilitator.press(t('import.page.send'));
}

/** A facilitator sends several files at once, each by its name; those that are no text are written as JSON. */
export async function chooseFiles(
  facilitator: Visitor,
  files: Record<string, object | string>,
): Promise<void> {
  await facilitator.open('/pratiques/importer');
  const sent = Object.entries(files).map(([name, content]) => ({
    name,
    mimeType: 'application/json',
    buffer: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
  }));
  await facilitator.page.getByLabel(t('import.page.file')).setInputFiles(sent);
  await facilitator.press(t('import.page.send'));
}

/** Looks at the page of the import again and again, as its reader would, until it says this. */
export async function untilImportShows({ page, open }: Visitor, words: string): Promise<void> {
  await vi.waitFor(
    async () => {
      await open(page.url());
      expect(await page.getByRole('main').innerText()).toContain(words);
    },
    { timeout: 20_000, interval: 200 },
  );
}
