import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { openArchive } from '#kernel/archive/open-archive.server.ts';
import { translators } from '#messages/index.ts';
import { entrelacsIn } from '#app/testing/run-command.server.ts';
import { test } from './support/journey.ts';

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
    const run = entrelacsIn(folder, { ENTRELACS_DATA: path.join(folder, 'var') });
    const taken = await run('import', file, '--json');
    expect(taken).toMatchObject({ code: 0 });
    expect(JSON.parse(taken.out)).toMatchObject({ format: 'entrelacs', updated: 0, rejected: 0 });
    const again = await run('import', file, '--json');
    expect(JSON.parse(again.out)).toMatchObject({ created: 0, updated: 0 });
    const second = path.join(folder, 'second.zip');
    expect(await run('export', '--format', 'entrelacs', '--out', second)).toMatchObject({ code: 0 });
    expect(await entriesOf(second)).toEqual(await entriesOf(file));
    await writeFile(file, 'PK');
    const refused = await run('import', file, '--format', 'entrelacs');
    expect(refused.code).toBe(1);
    expect(refused.complaints).toContain(t('commons.error.archive-unreadable'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
