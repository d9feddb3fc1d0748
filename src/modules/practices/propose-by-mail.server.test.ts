import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { newId } from '#kernel/ids.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { deleteRecord, fileChore, readFiles } from '#modules/records/index.server.ts';
import { findPractice } from './practice-store.server.ts';
import { acceptProposal, proposeByMail, showProposal } from './propose-by-mail.server.ts';
import { editPractice } from './save-practice.server.ts';
import { undoPracticeChange } from './undo-practice.server.ts';

let world: TestWorld;
let visitor: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  visitor = await world.elsewhere();
});

const oven = { title: 'Four à pain', commune: 'Redon', description: 'On cuit ensemble.' };
const mail = { subject: 'Votre proposition', body: (link: string) => `Voici : ${link}` };
const address = () => `${newId()}@exemple.test`;
const used = { ok: false, error: { code: 'link-used' } };
const notFound = { ok: false, error: { code: 'not-found' } };

const propose = (email: string, input: Record<string, unknown> = oven) =>
  proposeByMail(visitor, { email, input, mail, path: '/pratiques/proposition' });

const post = () => ({ email: address(), input: oven, mail, path: '/pratiques/proposition' });

const photo = () =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: '#6b8e4e' } })
    .withExif({ IFD0: { Artist: 'Camille' } })
    .jpeg()
    .toBuffer();

const pictureOf = (bytes: Buffer, { about = 'Le four ouvert', size = bytes.length } = {}) => ({
  file: { name: 'four.jpg', size, bytes: async () => bytes },
  about: { description: about, decorative: false, credit: '', licence: 'CC-BY-4.0' },
});

async function withPhoto(bytes: Buffer) {
  expect((await proposeByMail(visitor, { ...post(), picture: pictureOf(bytes) })).ok).toBe(true);
  const [last] = (await mails()).toReversed();
  const [draft] = (await practices()).toReversed();
  return { id: draft?.id ?? '', token: last?.body.split('/').at(-1) ?? '' };
}

async function photosOf(id: string) {
  const { rows } = await sql`
    select description, attached_at is not null as attached from attachment
    where attachment.territory_id = ${visitor.territoryId} and record_id = ${id}`.execute(world.db);
  return rows;
}

async function mails() {
  const { rows } = await sql<{ recipient: string; body: string; secret: boolean }>`
    select recipient, body, secret from outgoing_mail where territory_id = ${visitor.territoryId} order by id`.execute(
    world.db,
  );
  return rows;
}

async function practices() {
  const { rows } = await sql<{ id: string; visibility: string }>`
    select id, visibility from record where territory_id = ${visitor.territoryId}`.execute(world.db);
  return rows;
}

/** A practice proposed by someone without an account: its id and the token of their mail. */
async function proposal(email = address()) {
  expect(await propose(email)).toEqual({ ok: true, value: { email } });
  const [last] = (await mails()).toReversed();
  const [draft] = (await practices()).toReversed();
  return { id: draft?.id ?? '', token: last?.body.split('/').at(-1) ?? '', email };
}

const on = (context: Context): Context => ({ ...context, territoryId: visitor.territoryId });

describe('a practice proposed without an account', () => {
  it('waits as a draft that nobody sees, while its mail leaves', async () => {
    const { id, email } = await proposal();
    expect(await mails()).toMatchObject([{ recipient: email, secret: true }]);
    expect(await practices()).toEqual([{ id, visibility: 'draft' }]);
    for (const context of [visitor, on(await world.as('contributor')), on(await world.as('owner'))]) {
      expect(await findPractice(context, { id })).toBeUndefined();
    }
  });

  it('comes with a photo, which waits with it and is shown once it is published', async () => {
    const { id, token } = await withPhoto(await photo());
    const contributor = on(await world.as('contributor'));
    expect(await photosOf(id)).toEqual([{ description: 'Le four ouvert', attached: false }]);
    expect(await readFiles(contributor, id)).toEqual([]);
    expect(await showProposal(visitor, token)).toMatchObject({ value: { pictures: ['Le four ouvert'] } });
    expect((await acceptProposal(visitor, token)).ok).toBe(true);
    const [shown] = await readFiles(contributor, id);
    expect(shown).toMatchObject({ kind: 'picture', description: 'Le four ouvert', licence: 'CC-BY-4.0' });
    const { rows } = await sql<{ content: Buffer }>`
      select bytes as content from stored_file_chunk where stored_file_chunk.territory_id = ${visitor.territoryId}`.execute(
      world.db,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.some(({ content }) => content.includes('Camille'))).toBe(false);
    const history = await historyOf(world.db, { territoryId: visitor.territoryId, recordId: id, limit: 9 });
    expect(history.map(({ action }) => action)).toContain('attachment.added');
  });

  it('is refused in words with a file that is no picture, is too heavy or of which nothing is said', async () => {
    const refused = async (bytes: Buffer, about = 'Le four', size = bytes.length) => {
      const sent = await proposeByMail(visitor, { ...post(), picture: pictureOf(bytes, { about, size }) });
      expect(await practices()).toEqual([]);
      return sent.ok ? null : sent.error.picture;
    };
    expect(await refused(Buffer.from('<svg/>'))).toEqual({ file: 'not-a-picture', about: [] });
    expect(await refused(Buffer.from(''))).toEqual({ file: 'file-empty', about: [] });
    expect(await refused(await photo(), 'Le four', 21 * 2 ** 20)).toEqual({
      file: 'file-too-large',
      about: [],
    });
    expect(await refused(await photo(), '')).toMatchObject({ file: null, about: [{ field: 'description' }] });
  });

  it('leaves no photo behind when nobody confirms it within thirty days', async () => {
    const { id } = await withPhoto(await photo());
    const purge = (days: number) =>
      fileChore({
        db: world.db,
        clock: { now: () => new Date(world.clock.now().getTime() + days * 86_400_000) },
      }).run(visitor.territoryId);
    await purge(29);
    expect(await photosOf(id)).toHaveLength(1);
    await purge(31);
    expect(await photosOf(id)).toEqual([]);
    const { rows } =
      await sql`select id from stored_file where territory_id = ${visitor.territoryId}`.execute(world.db);
    expect(rows).toEqual([]);
  });

  it('has three days from when its mail leaves, however late that is', async () => {
    await proposal();
    const { rows } = await sql`
      select renew_minutes from outgoing_mail where territory_id = ${visitor.territoryId}`.execute(world.db);
    expect(rows).toEqual([{ renew_minutes: 3 * 24 * 60 }]);
  });

  it('is shown by its link however often it is opened, and stays a draft', async () => {
    const { id, token } = await proposal();
    for (let time = 0; time < 3; time += 1) {
      expect(await showProposal(visitor, token)).toMatchObject({ ok: true, value: { record: { id } } });
    }
    expect(await practices()).toEqual([{ id, visibility: 'draft' }]);
  });

  it('is public once its author pressed the button, who is then known', async () => {
    const { id, token, email } = await proposal();
    const accepted = await acceptProposal(visitor, token);
    expect(accepted).toMatchObject({
      ok: true,
      value: { record: { id, visibility: 'public' }, person: { name: '' } },
    });
    expect(JSON.stringify(accepted)).not.toContain(email);
    expect(await findPractice(visitor, { id })).toMatchObject({ record: { title: 'Four à pain' } });
    const { rows } = await sql`select email_verified from person where email = ${email}`.execute(world.db);
    expect(rows).toEqual([{ email_verified: true }]);
  });

  it('is published once: the second press is told, even at the same moment', async () => {
    const { id, token } = await proposal();
    const pressed = await Promise.all([acceptProposal(visitor, token), acceptProposal(visitor, token)]);
    expect(pressed.filter(({ ok }) => ok)).toHaveLength(1);
    expect(pressed).toContainEqual(used);
    expect(await acceptProposal(visitor, token)).toEqual(used);
    const history = await historyOf(world.db, { territoryId: visitor.territoryId, recordId: id, limit: 10 });
    expect(history.map((entry) => entry.action)).toEqual(['practice.changed', 'practice.created']);
  });

  it('signs its author in, unless they left that address since: another reads there', async () => {
    const [kept, left] = [await proposal(), await proposal()];
    expect(await acceptProposal(visitor, kept.token)).toMatchObject({ value: { signsIn: true } });
    const later = new Date(world.clock.now().getTime() + 1000);
    await sql`
      insert into email_change (id, person_id, old_email, new_email, state, asked_at, settled_at)
      select ${newId()}, id, email, 'ailleurs@exemple.test', 'done', ${later}, ${later}
      from person where email = ${left.email}`.execute(world.db);
    expect(await acceptProposal(visitor, left.token)).toMatchObject({
      ok: true,
      value: { signsIn: false, record: { visibility: 'public' } },
    });
  });

  it('gives its author a place on the territory', async () => {
    const { token, email } = await proposal();
    await acceptProposal(visitor, token);
    const { rows } = await sql`
      select role from membership join person on person.id = person_id
      where territory_id = ${visitor.territoryId} and email = ${email}`.execute(world.db);
    expect(rows).toEqual([{ role: 'contributor' }]);
  });

  it('is not published for someone who was removed from the territory', async () => {
    const { id, token, email } = await proposal();
    await sql`
      insert into membership (territory_id, person_id, role, created_at)
      select ${visitor.territoryId}, id, 'visitor', now() from person where email = ${email}`.execute(
      world.db,
    );
    expect(await acceptProposal(visitor, token)).toEqual({ ok: false, error: { code: 'removed' } });
    expect(await practices()).toEqual([{ id, visibility: 'draft' }]);
  });

  it('once public belongs to everyone to improve, to its author and facilitators to hide', async () => {
    const { id, token } = await proposal();
    await acceptProposal(visitor, token);
    const [publishing] = await historyOf(world.db, {
      territoryId: visitor.territoryId,
      recordId: id,
      limit: 1,
    });
    const member = on(await world.as('contributor'));
    const undo = { recordId: id, entryId: publishing?.id ?? '' };
    const edited = await editPractice(member, {
      recordId: id,
      version: 2,
      input: { ...oven, title: 'Four banal' },
    });
    expect(edited).toMatchObject({ ok: true });
    expect(await undoPracticeChange(member, undo)).toEqual({ ok: false, error: { code: 'not-allowed' } });
    expect(await undoPracticeChange(on(await world.as('facilitator')), undo)).toMatchObject({ ok: true });
    expect(await findPractice(visitor, { id })).toBeUndefined();
  });

  it('that its author took away is not brought back by the link', async () => {
    const { id, token } = await proposal();
    const { rows } = await sql<{ created_by: string }>`
      select created_by from record where territory_id = ${visitor.territoryId} and id = ${id}`.execute(
      world.db,
    );
    const author: Context = {
      ...visitor,
      actor: { personId: rows[0]?.created_by ?? '', role: 'contributor' },
    };
    expect(await deleteRecord(author, id)).toMatchObject({ ok: true });
    expect(await showProposal(visitor, token)).toEqual(notFound);
    expect(await acceptProposal(visitor, token)).toEqual(notFound);
  });
});

describe('a proposal is refused', () => {
  const refused = (fields: string[], email: string | null) => ({
    ok: false,
    error: { code: 'invalid', fields, email, picture: null },
  });

  it('with the fields that are not understood, and no mail leaves', async () => {
    expect(await propose(address(), { ...oven, title: 'a'.repeat(10_000) })).toEqual(
      refused(['title'], null),
    );
    expect(await mails()).toEqual([]);
    expect(await practices()).toEqual([]);
  });

  it('for what is no address, and nothing is written', async () => {
    expect(await propose('anne')).toEqual(refused([], 'email-invalid'));
    expect(await practices()).toEqual([]);
  });

  it('with everything that is wrong at once, and nobody is made known by it', async () => {
    expect(await propose('anne', { ...oven, title: '', commune: ' ', website: 'nulle part' })).toEqual(
      refused(['title', 'commune', 'website'], 'email-invalid'),
    );
    const email = address();
    expect(await propose(email, { ...oven, title: '' })).toEqual(refused(['title'], null));
    const { rows } = await sql`select 1 from person where email = ${email}`.execute(world.db);
    expect(rows).toEqual([]);
  });

  it('the sixth time within half an hour for one address, without a draft', async () => {
    const email = address();
    for (let time = 0; time < 5; time += 1) expect(await propose(email)).toMatchObject({ ok: true });
    expect(await propose(email)).toEqual(refused([], 'too-many-mails'));
    expect(await propose(email, { ...oven, title: '' })).toEqual(refused(['title'], 'too-many-mails'));
    expect(await practices()).toHaveLength(5);
  });

  it('by a link of another territory, of another purpose, or too old', async () => {
    const { token } = await proposal();
    const invalid = { ok: false, error: { code: 'link-invalid' } };
    expect(await acceptProposal(await world.elsewhere(), token)).toEqual(invalid);
    expect(await acceptProposal(visitor, 'x.y')).toEqual(invalid);
    world.clock.advance(3 * 24 * 60 * 60_000);
    expect(await acceptProposal(visitor, token)).toEqual({ ok: false, error: { code: 'link-expired' } });
  });
});
