import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { openDatabase } from '#kernel/database.server.ts';
import { newId } from '#kernel/ids.ts';
import type { JobQueue } from '#kernel/jobs.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { hide } from '#modules/records/index.server.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { chooseRhythm, startFollowing } from './follow.server.ts';
import { sendNews } from './send-news.server.ts';
import { stopByLink } from './stop-link.server.ts';
import { comment, improve, makeRecord } from './testing/news-scene.server.ts';

let world: TestWorld;
let author: Context;
let other: Context;
let record: RecordCore;

beforeEach(async () => {
  world = await openTestWorld();
  author = await world.as('contributor', 'Maël');
  other = await world.as('contributor', 'Zoé');
  record = await makeRecord(author);
});
afterEach(() => world.close());

const hour = 3_600_000;
const day = 24 * hour;

function servicesOf(given: Partial<Parameters<typeof sendNews>[0]> = {}) {
  const { db, clock, jobs, memory, origin } = author;
  const localPath = (locale: string, path: string) => (locale === 'fr' ? path : `/${locale}${path}`);
  return { db, clock, jobs, memory, origin, localPath, mailLeaves: true, ...given };
}
const round = () => sendNews(servicesOf(), world.territoryId);
/** Those of the next morning. */
const nextRound = async () => {
  world.clock.advance(day);
  await round();
};

/** Letters in the outbox, in order. */
async function letters(): Promise<{ recipient: string; subject: string; body: string; link: string }[]> {
  return world.db
    .selectFrom('outgoing_mail')
    .select(['recipient', 'subject', 'body', 'link'])
    .where('territory_id', '=', world.territoryId)
    .orderBy('id')
    .execute();
}

const follow = (context: Context, { shortId }: RecordCore) =>
  startFollowing(context, { name: { shortId }, locale: 'fr' });
const choose = (context: Context, rhythm: string, language: 'fr' | 'en' = 'fr') =>
  chooseRhythm(context, { rhythm, language });

describe('letters', () => {
  it('tell who made a record, the next morning, all that others did to it, once', async () => {
    await improve(other, record, { title: 'Four du bourg', pitch: '' });
    await comment(other, record, 'Et le **bois** ?\n\nJ’en ai.');
    await round();
    expect(await letters()).toEqual([]);
    await nextRound();
    const [letter, ...rest] = await letters();
    expect(rest).toEqual([]);
    expect(letter?.recipient).toBe(`${author.actor.personId}@exemple.test`);
    expect(letter?.subject).toBe('Four du bourg\u00a0: du nouveau (Pays d’essai)');
    expect(letter?.body).toContain('http://essai.test/pratiques/four-du-bourg-');
    expect(letter?.body).toContain('Fiche modifiée par Zoé, le 23 novembre 2026 à 10:00');
    expect(letter?.body).toContain('Titre\u00a0: Four à pain → Four du bourg');
    expect(letter?.body).toContain('En une phrase retiré\u00a0: Du pain ensemble');
    expect(letter?.body).toContain('  Et le bois ?\n\n  J’en ai.');
    await nextRound();
    expect(await letters()).toHaveLength(1);
  });

  it('do not leave when nothing happened, nor for what one did oneself', async () => {
    await improve(author, record, { title: 'Four du bourg' });
    for (let turn = 0; turn < 3; turn += 1) await nextRound();
    expect(await letters()).toEqual([]);
  });

  it('tell nothing that happened before one followed', async () => {
    await improve(author, record, { title: 'Avant' });
    world.clock.advance(1000);
    await follow(other, record);
    world.clock.advance(1000);
    await comment(author, record, 'Après');
    await nextRound();
    const [letter] = await letters();
    expect(letter?.body).toContain('Après');
    expect(letter?.body).not.toContain('→ Avant');
  });

  it('leave at the rhythm one chose', async () => {
    const weekly = await world.as('contributor');
    const atOnce = await world.as('contributor');
    const never = await world.as('contributor');
    for (const [who, rhythm] of [
      [weekly, 'weekly'],
      [atOnce, 'at-once'],
      [never, 'never'],
    ] as const) {
      await follow(who, record);
      expect(await choose(who, rhythm)).toEqual({ ok: true, value: undefined });
    }
    const told = async () => (await letters()).map(({ recipient }) => recipient.slice(0, 36));
    await comment(other, record, 'Bonjour');
    await round();
    expect(await told()).toEqual([atOnce.actor.personId]);
    await nextRound();
    expect(await told()).toEqual([atOnce.actor.personId, author.actor.personId]);
    for (let turn = 0; turn < 6; turn += 1) await nextRound();
    expect((await told()).toSorted()).toEqual(
      [atOnce.actor.personId, author.actor.personId, weekly.actor.personId].toSorted(),
    );
    expect(await choose(weekly, 'x')).toEqual({ ok: false, error: { code: 'rhythm-unknown' } });
  });

  it('never tell what the reader may no longer read when they leave', async () => {
    const facilitator = await world.as('facilitator');
    const second = await makeRecord(author, { title: 'Secret' });
    const third = await makeRecord(author, { title: 'Montré' });
    for (const one of [record, second, third]) await follow(other, one);
    const abusive = await comment(facilitator, third, 'Méchanceté');
    await comment(facilitator, third, 'Gentillesse');
    await comment(facilitator, record, 'Dans une fiche masquée');
    await comment(facilitator, second, 'Dans un brouillon');
    const reason = { reason: 'abusive', words: '' };
    await hide(facilitator, { target: { id: third.id, commentId: abusive }, ...reason });
    await hide(facilitator, { target: { id: record.id, commentId: null }, ...reason });
    await improve(author, second, { visibility: 'draft' });
    await nextRound();
    const to = `${other.actor.personId}@exemple.test`;
    const texts = (await letters()).filter(({ recipient }) => recipient === to).map(({ body }) => body);
    expect(texts).toHaveLength(1);
    expect(texts[0]).toContain('Gentillesse');
    expect(texts[0]).not.toMatch(/Méchanceté|masquée|brouillon|Secret/);
  });

  it('do not leave for an address that nobody proved, nor for who was removed', async () => {
    await follow(other, record);
    await sql`update person set email_verified = false where id = ${author.actor.personId}`.execute(world.db);
    await sql`insert into membership (territory_id, person_id, role, created_at)
      values (${world.territoryId}, ${other.actor.personId}, 'visitor', now())`.execute(world.db);
    await comment(await world.as('contributor'), record, 'Bonjour');
    await nextRound();
    expect(await letters()).toEqual([]);
  });

  it('wait for a mail server, and then tell what happened meanwhile, a month back at most', async () => {
    await comment(other, record, 'Ancien');
    world.clock.advance(40 * day);
    await comment(other, record, 'Récent');
    world.clock.advance(day);
    await sendNews(servicesOf({ mailLeaves: false }), world.territoryId);
    expect(await letters()).toEqual([]);
    await round();
    const [letter] = await letters();
    expect(letter?.body).toContain('Récent');
    expect(letter?.body).not.toContain('Ancien');
  });

  it('keep to their territory', async () => {
    const elsewhere = { ...(await world.elsewhere()), actor: author.actor };
    const there = await makeRecord(elsewhere, { title: 'Ailleurs' });
    await comment({ ...elsewhere, actor: other.actor }, there, 'Là-bas');
    await nextRound();
    expect(await letters()).toEqual([]);
    await sendNews(servicesOf(), elsewhere.territoryId);
    const { count } = await world.db
      .selectFrom('outgoing_mail')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('territory_id', '=', elsewhere.territoryId)
      .executeTakeFirstOrThrow();
    expect(count).toBe(1);
  });

  it('are in the language of the reader, with a header that no title breaks', async () => {
    await choose(author, 'daily', 'en');
    await improve(other, record, { title: 'Four\r\nBcc: voisine@exemple.test' });
    await nextRound();
    const [letter] = await letters();
    expect(letter?.subject).not.toMatch(/[\r\n]/);
    expect(letter?.subject).toContain('news (Pays d’essai)');
    expect(letter?.body).toContain('http://essai.test/en/compte/suivis');
  });

  it('of a list tell of what it holds, with its filters', async () => {
    const list = async (address: string) => startFollowing(other, { name: { list: address }, locale: 'fr' });
    await list('/nouveautes?genre=actions');
    expect(await list('/gestion/membres')).toMatchObject({ error: { code: 'not-found' } });
    await makeRecord(author, { kind: 'action', title: 'Dans la liste' });
    await makeRecord(author, { title: 'Hors de la liste' });
    await nextRound();
    const [letter] = await letters();
    expect(letter?.body).toContain('## Dans la liste (Action)');
    expect(letter?.body).toContain('On cuit le samedi.');
    expect(letter?.body).not.toContain('Hors de la liste');
  });

  it('tell the first of very many things, and count the others', async () => {
    await startFollowing(other, { name: { list: '/nouveautes' }, locale: 'fr' });
    for (let turn = 0; turn < 65; turn += 1) await makeRecord(author, { title: `Fiche ${turn}` });
    await nextRound();
    const [letter] = await letters();
    expect(letter?.body.match(/^## /gm)).toHaveLength(60);
    expect(letter?.body).toContain('(5 au plus)');
  });
});

describe('one letter', () => {
  it('leaves, of several nodes that write at once', async () => {
    await comment(other, record, 'Bonjour');
    world.clock.advance(day);
    const node = await openDatabase(world.url, { connections: 2 });
    try {
      await Promise.all([
        ...[1, 2, 3].map(() => round()),
        ...[1, 2, 3].map(() => sendNews(servicesOf({ db: node }), world.territoryId)),
      ]);
    } finally {
      await node.destroy();
    }
    await round();
    expect(await letters()).toHaveLength(1);
  });

  it('leaves when a node is killed between writing it and noting it', async () => {
    await comment(other, record, 'Bonjour');
    world.clock.advance(day);
    const dying = await openDatabase(world.url, { connections: 1 });
    const killed: JobQueue = {
      async enqueue(tx) {
        const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
        await sql`select pg_terminate_backend(${rows[0]?.pid}::int)`.execute(world.db);
        await sql`select 1`.execute(tx);
        return newId();
      },
    };
    const services = servicesOf({ db: dying, jobs: killed });
    const end = sendNews(services, world.territoryId).then(
      () => 'told',
      () => 'killed',
    );
    expect(await end).toBe('killed');
    await dying.destroy().catch(() => undefined);
    expect(await letters()).toEqual([]);
    await round();
    await round();
    expect(await letters()).toHaveLength(1);
  });
});

describe('the links of a letter', () => {
  const tokensIn = (body: string) => [...body.matchAll(/\/suivis\/(\S+)/g)].map(([, token = '']) => token);

  it('stop one follow, or all letters; twice is as once', async () => {
    const second = await makeRecord(author, { title: 'Jardin' });
    await comment(other, record, 'Un');
    await comment(other, second, 'Deux');
    await nextRound();
    const [letter] = await letters();
    const tokens = tokensIn(letter?.body ?? '');
    expect(tokens).toHaveLength(3);
    const visitor = await world.as('visitor');
    for (let turn = 0; turn < 2; turn += 1)
      expect((await stopByLink(visitor, tokens[0] ?? '')).ok).toBe(true);
    await comment(other, record, 'Trois');
    await comment(other, second, 'Quatre');
    await nextRound();
    expect((await letters())[1]?.body).toContain('Quatre');
    expect((await letters())[1]?.body).not.toContain('Trois');
    expect(letter?.link).toContain(tokens[2]);
    await stopByLink(visitor, tokens[2] ?? '');
    await comment(other, second, 'Cinq');
    await nextRound();
    expect(await letters()).toHaveLength(2);
  });

  it('open nothing elsewhere, nor when they were changed', async () => {
    await comment(other, record, 'Un');
    await nextRound();
    const [token = ''] = tokensIn((await letters())[0]?.body ?? '');
    const invalid = { ok: false, error: { code: 'link-invalid' } };
    expect(await stopByLink(await world.elsewhere(), token)).toEqual(invalid);
    expect(await stopByLink(author, `${token}x`)).toEqual(invalid);
  });
});
