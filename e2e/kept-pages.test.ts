import { expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { type Visitor, test } from './support/journey.ts';
import { addPractice, signIn } from './support/people.ts';

const t = translators.fr;

/** Whose page it is, by the link of its account. */
async function seenAs({ page }: Visitor): Promise<string> {
  const names = [t('accounts.sign-in.title'), t('accounts.account.title')];
  const links = page.getByRole('banner').getByRole('link', { name: new RegExp(`^(${names.join('|')})$`) });
  return (await links.first().innerText()).trim();
}

test('a page that visitors are given again is theirs, and as it is now', async ({ visit, site }) => {
  const member = await visit({ javaScript: false });
  const visitor = await visit({ javaScript: false });
  await signIn(member, site, 'moulin@example.org');
  const address = await addPractice(member, 'Moulin à huile');

  for (const _ of [1, 2]) {
    await visitor.open(address);
    expect(await seenAs(visitor)).toBe(t('accounts.sign-in.title'));
    await member.open(address);
    expect(await seenAs(member)).toBe(t('accounts.account.title'));
  }

  const data = await visitor.context.request.get(`${address}/__data.json`);
  expect(data.headers()['content-type']).toContain('json');

  await member.follow(() => member.page.getByRole('link', { name: t('records.edit') }).click());
  await member.page
    .getByRole('textbox', { name: t('practices.field.title') })
    .fill('Moulin à huile et à noix');
  await member.press(t('practices.edit.submit'));
  await visitor.open(address);
  expect(await visitor.title()).toBe('Moulin à huile et à noix');
});
