import { expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { type Visitor, test } from './support/journey.ts';
import { chooseName, signIn } from './support/people.ts';

const t = translators.fr;

function textbox({ page }: Visitor, name: string) {
  return page.getByRole('textbox', { name });
}

function followLink(visitor: Visitor, name: string) {
  return visitor.follow(() =>
    visitor.page.getByRole('main').getByRole('link', { name, exact: true }).click(),
  );
}

/** The title of a lever's form, whose sources have titles too. */
function leverTitle(visitor: Visitor) {
  return textbox(visitor, `${t('knowledge.field.title')} ${t('app.form.required')}`);
}

/** A facilitator writes a lever with the least there must be; then stands on its page. Returns its address. */
async function writeLever(facilitator: Visitor, title: string): Promise<string> {
  const { page } = facilitator;
  await facilitator.open('/leviers');
  await followLink(facilitator, t('knowledge.levers.write'));
  await leverTitle(facilitator).fill(title);
  await textbox(facilitator, t('knowledge.field.how')).fill('Une clef, **une personne** de confiance.');
  await page.getByRole('radio', { name: t('knowledge.phase.trigger') }).check();
  await page.getByRole('radio', { name: t('knowledge.posture.facilitate') }).check();
  await page.getByRole('checkbox', { name: t('knowledge.competent.commune'), exact: true }).check();
  await facilitator.press(t('knowledge.new.submit'));
  return page.url();
}

/** Whoever is signed in opens an action on a lever; then stands on its page. Returns its address. */
async function openAction(visitor: Visitor, lever: string, title: string): Promise<string> {
  await visitor.open(lever);
  await followLink(visitor, t('action-plans.list.open'));
  await textbox(visitor, t('action-plans.field.title')).fill(title);
  await textbox(visitor, t('action-plans.field.who')).fill('Services techniques');
  await textbox(visitor, t('action-plans.field.due')).fill('mars 2027');
  await visitor.press(t('action-plans.new.submit'));
  return visitor.page.url();
}

test('a lever is written, tied to the cooperation base, edited, and put back in one click', async ({
  visit,
  owner,
}) => {
  const facilitator = await visit({ as: owner, javaScript: false });
  const { page } = facilitator;
  await writeLever(facilitator, 'Prêter la salle du conseil');
  await page.getByRole('strong').getByText('une personne').waitFor();

  await followLink(facilitator, t('records.edit'));
  await page.getByRole('radio', { name: t('knowledge.phase.sustain') }).check();
  const brakes = page.getByRole('group', { name: t('knowledge.field.brakes') });
  const brake = await brakes.getByRole('checkbox').first().inputValue();
  await brakes.getByRole('checkbox').first().check();
  await page.getByText(t('knowledge.form.origins'), { exact: true }).click();
  const source = page.getByRole('group', { name: t('knowledge.form.sources', { row: 1 }) });
  await source.getByRole('textbox', { name: t('knowledge.row.source-title') }).fill('Un guide');
  await facilitator.press(t('knowledge.edit.submit'));
  await page.getByText('Un guide').waitFor();
  await page.getByText(t('knowledge.phase.sustain')).waitFor();

  const reader = await visit({ javaScript: false, device: 'phone' });
  await reader.open(`/cooperation/${brake}`);
  await followLink(reader, 'Prêter la salle du conseil');
  expect(await reader.page.getByRole('link', { name: t('records.edit') }).count()).toBe(0);
  await followLink(reader, t('records.history.title'));
  const change = reader.page.getByRole('listitem').filter({ hasText: t('records.history.changed') });
  await change.getByText(`${t('knowledge.phase.trigger')} → ${t('knowledge.phase.sustain')}`).waitFor();
  expect(await reader.page.getByRole('button', { name: t('records.history.undo') }).count()).toBe(0);

  await followLink(facilitator, t('records.history.title'));
  await facilitator.press(t('records.history.undo'));
  await page.getByText(t('knowledge.phase.trigger')).waitFor();
  expect(await page.getByText('Un guide').count()).toBe(0);
});

test('writing levers is for facilitators, and says so to others', async ({ visit, site }) => {
  const contributor = await visit({ javaScript: false });
  expect((await contributor.open('/leviers/nouveau')).status()).toBe(401);
  await signIn(contributor, site, 'pas-encore@example.org');
  await contributor.open('/leviers');
  expect(await contributor.page.getByRole('link', { name: t('knowledge.levers.write') }).count()).toBe(0);
  expect((await contributor.open('/leviers/nouveau')).status()).toBe(403);
  await contributor.page.getByText(t('app.error.not-allowed')).waitFor();
});

test('what is missing from a lever is named, each in its place, and nothing typed is lost', async ({
  visit,
  owner,
}) => {
  const facilitator = await visit({ as: owner, javaScript: false, device: 'phone' });
  const { page } = facilitator;
  await facilitator.open('/leviers/nouveau');
  const title = 'é'.repeat(203);
  await leverTitle(facilitator).fill(title);
  await page.getByText(t('knowledge.form.origins'), { exact: true }).click();
  const example = page.getByRole('group', { name: t('knowledge.form.inspirations', { row: 1 }) });
  await example.getByRole('textbox', { name: t('knowledge.row.place') }).fill('Brest');
  await example.getByRole('textbox', { name: t('knowledge.row.source-url') }).fill('pas une adresse');
  expect((await facilitator.press(t('knowledge.new.submit'))).status()).toBe(422);
  const summary = page.getByRole('alert');
  const label = t('knowledge.field.title');
  await summary.getByText(t('app.form.too-long', { label, excess: 3, max: 200 })).waitFor();
  await summary.getByText(`Exemple 1 – ${t('knowledge.error.source-url')}`).waitFor();
  await summary.getByText(t('knowledge.error.competent')).waitFor();
  expect(await leverTitle(facilitator).inputValue()).toBe(title);
  expect(await example.getByRole('textbox', { name: t('knowledge.row.place') }).inputValue()).toBe('Brest');
});

test('the history of an action names what it is linked to, and leads there', async ({
  visit,
  owner,
  site,
}) => {
  const facilitator = await visit({ as: owner, javaScript: false });
  const lever = await writeLever(facilitator, 'Ouvrir la cour de l’école');
  const visitor = await visit({ javaScript: false });
  await signIn(visitor, site, 'cour@example.org');
  await chooseName(visitor, 'Nolwenn');
  await openAction(visitor, lever, 'Demander les clefs');
  await followLink(visitor, t('records.history.title'));
  const linked = visitor.page.getByRole('listitem').filter({ hasText: t('records.history.linked') });
  await linked.getByText(t('records.history.by', { name: 'Nolwenn' })).waitFor();
  await linked.getByText(t('records.links.carries-out.out')).waitFor();
  await visitor.follow(() => linked.getByRole('link', { name: 'Ouvrir la cour de l’école' }).click());
  expect(visitor.page.url()).toBe(lever);
});

test('a text pasted too long is kept whole, and the person told by how much', async ({
  visit,
  owner,
  site,
}) => {
  const facilitator = await visit({ as: owner, javaScript: false });
  const lever = await writeLever(facilitator, 'Tenir un registre');
  const visitor = await visit({ javaScript: false, device: 'phone' });
  await signIn(visitor, site, 'collage@example.org');
  const action = await openAction(visitor, lever, 'Écrire tout ce qui s’est passé');
  const story = 'Tout a commencé un mardi. '.repeat(80).slice(0, 2_001);
  const progress = () => textbox(visitor, t('action-plans.field.progress'));
  await progress().fill(story);
  expect((await visitor.press(t('action-plans.mark.done'))).status()).toBe(422);
  const message = t('app.form.too-long', { label: t('action-plans.field.progress'), excess: 1, max: 2_000 });
  await visitor.page.getByRole('alert').getByText(message).waitFor();
  expect(await progress().inputValue()).toBe(story);
  await progress().fill(story.slice(1));
  await visitor.press(t('action-plans.mark.done'));
  expect(visitor.page.url()).toBe(action);
  await visitor.page.getByText(t('action-plans.status.done')).first().waitFor();
});

test('levers and actions are discussed, taken away, and brought back at their own address', async ({
  visit,
  owner,
  site,
}) => {
  const facilitator = await visit({ as: owner, javaScript: false });
  const lever = await writeLever(facilitator, 'Prêter un broyeur');
  const member = await visit({ javaScript: false, device: 'phone' });
  await signIn(member, site, 'broyeur@example.org');
  await chooseName(member, 'Ewen');
  const action = await openAction(member, lever, 'Acheter un broyeur');

  for (const [address, author] of [
    [lever, facilitator],
    [action, member],
  ] as const) {
    await member.open(address);
    await textbox(member, t('records.comments.text')).fill('Chez nous, **oui**.');
    await member.press(t('records.comments.send'));
    await member.page.getByRole('article').filter({ hasText: 'Ewen' }).getByText('oui').waitFor();

    await author.open(address);
    await author.press(t('records.delete'));
    await author.page.getByText(t('records.taken-away')).waitFor();

    const reader = await visit({ javaScript: false });
    expect((await reader.open(address)).status()).toBe(410);
    await reader.page.getByText(t('app.error.gone')).waitFor();
    expect(await reader.page.getByRole('button', { name: t('records.restore') }).count()).toBe(0);

    expect((await author.open(`${address}/historique`)).status()).toBe(410);
    await author.press(t('records.restore'));
    expect(author.page.url()).toBe(address);
    expect((await reader.open(address)).status()).toBe(200);
    await reader.page.getByText('oui').waitFor();
    await followLink(reader, t('records.history.title'));
    await reader.page.getByText(t('records.history.restored')).waitFor();
  }
  // The lever was not the member's to take away.
  await member.open(lever);
  expect(await member.page.getByRole('button', { name: t('records.delete') }).count()).toBe(0);
});

test('the list a lever has just left brings it back', async ({ visit, owner }) => {
  const facilitator = await visit({ as: owner, javaScript: false });
  const address = await writeLever(facilitator, 'Un levier de passage');
  await facilitator.press(t('records.delete'));
  await facilitator.press(t('records.restore'));
  expect(facilitator.page.url()).toBe(address);
});

/** The titles of a French page that stand on its English twin in the wrong voice. */
async function unmarkedTitles(visitor: Visitor, path: string): Promise<string[]> {
  const links = visitor.page.getByRole('main').getByRole('heading').getByRole('link');
  await visitor.open(path);
  const french = await links.allInnerTexts();
  await visitor.open(path === '/' ? '/en' : `/en${path}`);
  const marked = await links.evaluateAll((all) =>
    all.map((link) => ({
      title: (link as HTMLElement).innerText,
      lang: link.closest('[lang]')?.getAttribute('lang'),
    })),
  );
  expect(marked.length).toBe(french.length);
  return marked
    .filter(({ title, lang }) => french.includes(title) && lang !== 'fr')
    .map(({ title }) => title);
}

test('on English pages, what is written in French says so', async ({ visit }) => {
  const visitor = await visit({ javaScript: false });
  for (const path of ['/', '/pratiques', '/leviers', '/actions', '/evaluations']) {
    expect(await unmarkedTitles(visitor, path)).toEqual([]);
  }
  for (const list of ['/en/pratiques', '/en/leviers', '/en/actions']) {
    await visitor.open(list);
    const first = visitor.page.getByRole('main').getByRole('heading', { level: 3 }).getByRole('link').first();
    await visitor.follow(() => first.click());
    expect(await visitor.page.getByRole('heading', { level: 1 }).getAttribute('lang')).toBe('fr');
  }
});

test('what is written from an English page is in English, and is marked on the French one', async ({
  visit,
  owner,
}) => {
  const facilitator = await visit({ as: owner, javaScript: false });
  const { page } = facilitator;
  const en = translators.en;
  await facilitator.open('/en/actions/nouvelle');
  await textbox(facilitator, en('action-plans.field.title')).fill('Lend the town’s trailer');
  await textbox(facilitator, en('action-plans.field.who')).fill('Parish council');
  await textbox(facilitator, en('action-plans.field.due')).fill('March 2027');
  await facilitator.press(en('action-plans.new.submit'));
  const heading = page.getByRole('heading', { level: 1 });
  expect(await heading.getAttribute('lang')).toBeNull();
  await facilitator.open(new URL(page.url()).pathname.replace(/^\/en/, ''));
  expect(await heading.getAttribute('lang')).toBe('en');
});

test('every page leads to the source of what runs it', async ({ visit }) => {
  const visitor = await visit({ javaScript: false });
  await visitor.open('/pratiques');
  const source = visitor.page
    .getByRole('contentinfo')
    .getByRole('link', { name: t('app.footer.source-code') });
  await visitor.follow(() => source.click());
  expect(await visitor.title()).toBe(t('app.about.title'));
  await visitor.page.getByText(t('app.about.source-unknown')).waitFor();
  await visitor.page.getByRole('rowheader', { name: 'MIT', exact: true }).waitFor();
});
