import { expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { type Visitor, test } from './support/journey.ts';
import { addPractice, chooseName, signIn } from './support/people.ts';

const t = translators.fr;

function field({ page }: Visitor, name: 'title' | 'pitch' | 'description' | 'tags') {
  return page.getByRole('textbox', { name: t(`practices.field.${name}`), exact: false });
}

function edit(visitor: Visitor) {
  return visitor.follow(() => visitor.page.getByRole('link', { name: t('records.edit') }).click());
}

function history(visitor: Visitor) {
  return visitor.follow(() => visitor.page.getByRole('link', { name: t('records.history.title') }).click());
}

test('a change shows at once, is kept in the history with its author, and is undone in one click', async ({
  visit,
  site,
}) => {
  const visitor = await visit({ javaScript: false });
  const { page } = visitor;
  await signIn(visitor, site, 'fournil@example.org');
  await chooseName(visitor, 'Morgane');
  const oldAddress = await addPractice(visitor, 'Four à pain du hameau');
  await edit(visitor);
  await field(visitor, 'title').fill('Four à pain des deux hameaux');
  await field(visitor, 'pitch').fill('On chauffe une fois par mois.');
  await field(visitor, 'tags').fill('pain, farine');
  await visitor.press(t('practices.edit.submit'));
  expect(await visitor.title()).toBe('Four à pain des deux hameaux');
  await page.getByRole('link', { name: 'farine' }).waitFor();
  const newAddress = page.url();
  expect(newAddress).not.toBe(oldAddress);
  await visitor.open(oldAddress);
  expect(page.url()).toBe(newAddress);

  await history(visitor);
  const change = page.getByRole('listitem').filter({ hasText: t('records.history.changed') });
  await change.getByText('Four à pain du hameau → Four à pain des deux hameaux').waitFor();
  await change.getByText(t('records.history.by', { name: 'Morgane' })).waitFor();
  await visitor.press(t('records.history.undo'));
  expect(await visitor.title()).toBe('Four à pain du hameau');
  expect(await page.getByRole('link', { name: 'farine' }).count()).toBe(0);

  await history(visitor);
  await page.getByText(t('records.history.change-undone')).waitFor();
});

test('what was changed again since is not undone blindly', async ({ visit, site }) => {
  const visitor = await visit({ javaScript: false });
  const { page } = visitor;
  await signIn(visitor, site, 'scierie@example.org');
  await addPractice(visitor, 'Scierie mobile');
  for (const pitch of ['Une première phrase.', 'Une seconde phrase.']) {
    await edit(visitor);
    await field(visitor, 'pitch').fill(pitch);
    await visitor.press(t('practices.edit.submit'));
  }
  await history(visitor);
  const first = page.getByRole('listitem').filter({ hasText: '→ Une première phrase.' });
  const answer = await visitor.follow(() =>
    first.getByRole('button', { name: t('records.history.undo') }).click(),
  );
  expect(answer.status()).toBe(422);
  await page.getByText(t('records.error.changed-since')).waitFor();
});

test('two people save the same practice: both texts stand side by side, and nothing is lost', async ({
  visit,
  site,
}) => {
  const first = await visit({ javaScript: false });
  const second = await visit({ javaScript: false, device: 'phone' });
  await signIn(first, site, 'premiere@example.org');
  await signIn(second, site, 'seconde@example.org');
  const address = await addPractice(first, 'Vélo-école du pont');
  await edit(first);
  await second.open(address);
  await edit(second);

  await field(first, 'pitch').fill('Le mercredi, pour les enfants.');
  await field(first, 'description').fill('Douze vélos prêtés.');
  await first.press(t('practices.edit.submit'));
  await field(second, 'pitch').fill('Le samedi, pour les adultes.');
  const answer = await second.press(t('practices.edit.submit'));
  expect(answer.status()).toBe(409);
  await second.page.getByText(t('records.error.changed-meanwhile')).waitFor();
  const theirs = second.page.getByRole('main');
  await theirs.getByText('Le mercredi, pour les enfants.', { exact: true }).waitFor();
  await theirs.getByText('Douze vélos prêtés.', { exact: true }).waitFor();
  expect(await field(second, 'pitch').inputValue()).toBe('Le samedi, pour les adultes.');

  const both = 'Le mercredi, pour les enfants ; le samedi, pour les adultes.';
  await field(second, 'pitch').fill(both);
  await field(second, 'description').fill('Douze vélos prêtés.');
  await second.press(t('practices.edit.submit'));
  await second.page.getByText(both).waitFor();
  await second.page.getByText('Douze vélos prêtés.').waitFor();
  await history(second);
  await second.page.getByText(`Le mercredi, pour les enfants. → ${both}`).waitFor();
});

test('comments are signed, and taken back by who wrote them', async ({ visit, site }) => {
  const visitor = await visit({ javaScript: false, device: 'phone' });
  const { page } = visitor;
  await signIn(visitor, site, 'bavarde@example.org');
  await chooseName(visitor, 'Bérengère');
  await addPractice(visitor, 'Causeries du lavoir');
  const comment = page.getByRole('textbox', { name: t('records.comments.text') });
  expect((await visitor.press(t('records.comments.send'))).status()).toBe(422);
  await page.getByRole('alert').getByText(t('records.error.comment-empty')).waitFor();
  await comment.fill('J’y étais, **c’était bien**.');
  await visitor.press(t('records.comments.send'));
  const article = page.getByRole('article').filter({ hasText: 'Bérengère' });
  await article.getByRole('strong').getByText('c’était bien').waitFor();

  const reader = await visit({ javaScript: false });
  await reader.open(page.url());
  await reader.page.getByText('c’était bien').waitFor();
  expect(await reader.page.getByRole('button', { name: t('records.comments.delete') }).count()).toBe(0);

  await visitor.press(t('records.comments.delete'));
  expect(await page.getByText('c’était bien').count()).toBe(0);
});

test('a practice that was taken away says so at its address, leaves the list, and comes back in one click', async ({
  visit,
  site,
}) => {
  const visitor = await visit({ javaScript: false });
  await signIn(visitor, site, 'ephemere@example.org');
  const address = await addPractice(visitor, 'Fête d’un seul jour');
  const reader = await visit({ javaScript: false });
  await reader.open(address);
  expect(await reader.page.getByRole('button', { name: t('records.delete') }).count()).toBe(0);

  await visitor.press(t('records.delete'));
  expect(await visitor.title()).toBe(t('practices.list.title'));
  expect((await reader.open(address)).status()).toBe(410);
  await reader.page.getByText(t('app.error.gone')).waitFor();
  await reader.open('/pratiques?q=Fête');
  expect(await reader.page.getByRole('link', { name: 'Fête d’un seul jour' }).count()).toBe(0);

  await visitor.press(t('records.restore'));
  expect(await visitor.title()).toBe('Fête d’un seul jour');
  expect((await reader.open(address)).status()).toBe(200);
});
