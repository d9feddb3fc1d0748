import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { kernelPersonalData } from '#kernel/personal-data.server.ts';
import { queueMail } from '#kernel/mail.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { erasePerson, mayErase } from './erase-person.server.ts';
import { emailOf, findPerson, grantRole } from './person-store.server.ts';
import { tellPerson } from './tell-person.server.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());

const parts = [kernelPersonalData({ unshown: ['secret'] })];

/** A session of theirs, opened so many minutes ago. */
async function sessionOf(context: Context, minutesAgo = 1): Promise<Id> {
  const id = newId();
  const at = new Date(world.clock.now().getTime() - minutesAgo * 60_000);
  await sql`
    insert into person_session (id, token, person_id, expires_at, created_at, updated_at)
    values (${id}, ${id}, ${context.actor.personId}, ${new Date('2027-01-01')}, ${at}, ${at})`.execute(
    world.db,
  );
  return id;
}

const wish = { texts: 'keep', someone: 'une personne' };
const erase = async (context: Context, session?: Id) =>
  erasePerson(context, { ...wish, session: session ?? (await sessionOf(context)) }, parts);
const refused = (code: string) => ({ ok: false, error: { code } });

describe('erasing oneself', () => {
  it('is for people who signed in a short while ago, in this very session', async () => {
    const anne = await world.as('contributor', 'Anne');
    const other = await world.as('contributor');
    expect(await erase(anne, await sessionOf(anne, 16))).toEqual(refused('sign-in-again'));
    expect(await erase(anne, await sessionOf(other))).toEqual(refused('sign-in-again'));
    expect(await erasePerson(anne, { ...wish, session: undefined }, parts)).toEqual(refused('sign-in-again'));
    expect(await erase(await world.as('visitor'), newId())).toEqual(refused('sign-in-first'));
    expect(await findPerson(world.db, anne.actor.personId ?? '')).toMatchObject({ name: 'Anne' });
    expect(await mayErase(anne, await sessionOf(anne, 15))).toEqual({ ok: true, value: undefined });
  });

  it.each(['contributor', 'facilitator'] as const)('works for a %s, once', async (role) => {
    const context = await world.as(role);
    expect(await erase(context)).toEqual({ ok: true, value: undefined });
    expect(await findPerson(world.db, context.actor.personId ?? '')).toBeUndefined();
    expect(await erasePerson(context, { ...wish, session: newId() }, parts)).toEqual(
      refused('sign-in-first'),
    );
  });

  it('works for someone who was removed from the territory', async () => {
    const context = await world.as('contributor');
    const personId = context.actor.personId ?? '';
    await grantRole(world.db, {
      territoryId: world.territoryId,
      personId,
      role: 'visitor',
      now: world.clock.now(),
    });
    expect(await erase({ ...context, actor: { personId, role: 'visitor' } })).toMatchObject({ ok: true });
  });

  it('waits until they say what becomes of their texts', async () => {
    const context = await world.as('contributor');
    const session = await sessionOf(context);
    for (const texts of ['', 'all', 'KEEP']) {
      const request = { session, texts, someone: 'une personne' };
      expect(await erasePerson(context, request, parts)).toEqual(refused('unclear-wish'));
    }
  });

  it('is refused to the only owner of a territory, here or elsewhere, until they hand over', async () => {
    const owner = await world.as('owner');
    const alone = { ok: false, error: { code: 'last-owner', territories: ['Pays d’essai'] } };
    expect(await erase(owner)).toEqual(alone);
    const second = await world.as('owner');
    expect(await erase(owner)).toMatchObject({ ok: true });
    expect(await erase(second)).toEqual(alone);

    const contributor = await world.as('contributor');
    const { territoryId } = await world.elsewhere();
    const personId = contributor.actor.personId ?? '';
    await grantRole(world.db, { territoryId, personId, role: 'owner', now: world.clock.now() });
    expect(await erase(contributor)).toEqual(alone);
  });

  it('is done on every territory, and touches nobody else', async () => {
    const anne = await world.as('contributor', 'Anne Lebrun');
    const other = await world.as('contributor', 'Anne Lebrun');
    const [mine = '', theirs = ''] = await Promise.all(
      [anne, other].map(({ actor }) => emailOf(world.db, actor.personId ?? '')),
    );
    const elsewhere = await world.elsewhere();
    for (const place of [anne, elsewhere]) {
      await queueMail(place, { to: mine, subject: 'Bonjour', body: 'Bonjour' });
      await queueMail(place, { to: theirs, subject: 'Anne Lebrun', body: `De ${mine}, pas x${mine}.` });
    }
    expect(await erase(anne)).toMatchObject({ ok: true });
    for (const { territoryId } of [anne, elsewhere]) {
      const { rows } = await sql<{ recipient: string; subject: string; body: string }>`
        select recipient, subject, body from outgoing_mail where territory_id = ${territoryId}`.execute(
        world.db,
      );
      const left = { recipient: theirs, subject: 'une personne', body: `De …, pas x${mine}.` };
      expect(rows).toEqual([left]);
    }
    expect(await findPerson(world.db, other.actor.personId ?? '')).toMatchObject({ name: 'Anne Lebrun' });
  });

  it('is whole or absent', async () => {
    const context = await world.as('contributor');
    const broken = { tell: () => [], forget: () => Promise.reject(new Error('broken')) };
    const request = { ...wish, session: await sessionOf(context) };
    await expect(erasePerson(context, request, [...parts, broken])).rejects.toThrow('broken');
    expect(await findPerson(world.db, context.actor.personId ?? '')).toBeDefined();
  });
});

describe('a copy of one’s data', () => {
  it('tells the account, each territory, and nobody else’s', async () => {
    const anne = await world.as('facilitator', 'Anne');
    await sessionOf(anne);
    await queueMail(anne, {
      to: (await emailOf(world.db, anne.actor.personId ?? '')) ?? '',
      subject: 'A',
      body: 'B',
    });
    await queueMail(anne, { to: 'x@exemple.test', subject: 'Autre', body: 'B' });
    const told = await tellPerson(anne, parts);
    const copies = told.ok ? told.value : [];
    const tables = await Promise.all(
      copies.slice(0, 2).flatMap((copy) =>
        copy.tables.map(async ({ name, columns, rows }) => {
          const all = await Array.fromAsync(await rows());
          for (const row of all) expect(Object.keys(row).toSorted()).toEqual(columns.toSorted());
          return [name, all] as const;
        }),
      ),
    );
    const rows = Object.fromEntries(tables);
    expect(rows).toMatchObject({
      account: [{ name: 'Anne' }],
      sessions: [{ device: '' }],
      places: [{ role: 'facilitator', state: 'held' }],
      mails: [{ subject: 'A' }],
    });
    expect(JSON.stringify(rows)).not.toContain('Autre');
  });

  it('is asked for ten times an hour at most, by people who are signed in', async () => {
    const context = await world.as('contributor');
    for (let count = 0; count < 10; count += 1) expect((await tellPerson(context, parts)).ok).toBe(true);
    expect(await tellPerson(context, parts)).toEqual(refused('too-many-copies'));
    expect(await tellPerson(await world.as('visitor'), parts)).toEqual(refused('sign-in-first'));
  });
});
