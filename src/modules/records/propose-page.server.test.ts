import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { makeSignedLink } from '#kernel/signed-links.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { acceptPageProposal, proposePageByMail, showPageProposal } from './propose-page.server.ts';
import { findPage } from './save-page.server.ts';

let world: TestWorld;
let visitor: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  visitor = await world.elsewhere();
});

const mail = { subject: 'Votre page', body: (link: string) => link };
const propose = (input: Record<string, string>, email = 'sacha@exemple.test') =>
  proposePageByMail(visitor, { email, input: { input }, mail, path: '/connaissances/proposition' });

/** The id of what was proposed last, and the token of its mail. */
async function latest() {
  const mails = await sql<{ body: string }>`
    select body from outgoing_mail where territory_id = ${visitor.territoryId} order by id desc`.execute(
    world.db,
  );
  const drafts = await sql<{ id: string }>`
    select id from record where territory_id = ${visitor.territoryId} order by id desc`.execute(world.db);
  return { token: mails.rows[0]?.body.split('/').at(-1) ?? '', id: drafts.rows[0]?.id ?? '' };
}

it('a page proposed without an account waits as a draft, and is public once its author pressed the button', async () => {
  // Whoever asks for visibility here is not heard: it is a draft, then public.
  expect(await propose({ title: 'Compost', body: 'Du vert.', visibility: 'members' })).toMatchObject({
    ok: true,
  });
  const { token, id } = await latest();
  expect(await findPage(visitor, { id })).toBeUndefined();
  expect(await showPageProposal(visitor, token)).toMatchObject({
    ok: true,
    value: { record: { id, title: 'Compost', visibility: 'draft' } },
  });
  const accepted = await acceptPageProposal(visitor, token);
  expect(accepted).toMatchObject({
    ok: true,
    value: { record: { id, visibility: 'public' }, signsIn: true },
  });
  expect(await findPage(visitor, { id })).toBeDefined();
  expect(await acceptPageProposal(visitor, token)).toEqual({ ok: false, error: { code: 'link-used' } });
});

it('what is wrong with a proposal is told all at once, and nothing is sent', async () => {
  expect(await propose({ title: '', body: '' }, 'pas une adresse')).toMatchObject({
    ok: false,
    error: { invalid: { problems: [{ field: 'title' }, { field: 'body' }] }, email: 'email-invalid' },
  });
  expect(await latest()).toEqual({ token: '', id: '' });
});

it('a link made to publish a practice publishes no page, and no link serves another territory', async () => {
  await propose({ title: 'Compost', body: 'Du vert.' });
  const { token, id } = await latest();
  const other = await makeSignedLink(visitor, {
    purpose: 'publish-practice',
    territoryId: visitor.territoryId,
    subject: id,
    personId: null,
    minutes: 5,
  });
  expect(await acceptPageProposal(visitor, other)).toEqual({ ok: false, error: { code: 'link-invalid' } });
  const elsewhere = await world.elsewhere();
  expect(await acceptPageProposal(elsewhere, token)).toEqual({ ok: false, error: { code: 'link-invalid' } });
  expect(await showPageProposal(elsewhere, token)).toEqual({ ok: false, error: { code: 'link-invalid' } });
});
