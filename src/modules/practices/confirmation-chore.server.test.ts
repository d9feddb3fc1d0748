import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { joinTerritory, proveEmail } from '#modules/accounts/index.server.ts';
import { confirmPractice } from './answer-confirmation.server.ts';
import { confirmationChore } from './confirmation-chore.server.ts';
import { proposePractice } from './save-practice.server.ts';

const oneDay = 86_400_000;

let world: TestWorld;
let author: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  const { actor } = await world.as('contributor');
  author = { ...(await world.elsewhere()), actor };
  const { db, territoryId } = author;
  const personId = actor.personId ?? '';
  await joinTerritory(db, { territoryId, personId, now: author.clock.now() });
  await proveEmail(db, personId);
});

async function propose(title: string): Promise<string> {
  const proposed = await proposePractice(author, { title, commune: 'Redon' });
  if (!proposed.ok) throw new Error('Refused');
  return proposed.value.id;
}

async function wish(months: number | null): Promise<void> {
  const { db, territoryId } = author;
  await sql`update territory set confirm_after_months = ${months} where id = ${territoryId}`.execute(db);
}

/** One night's work; the titles that stand in the mails it wrote. */
async function night({ mailLeaves = true } = {}): Promise<string[]> {
  const { actor: _, territoryId, ...services } = author;
  await sql`delete from outgoing_mail where territory_id = ${territoryId}`.execute(author.db);
  const localPath = (_locale: string, path: string) => path;
  await confirmationChore({ ...services, mailLeaves, localPath }).run(territoryId);
  const { rows } = await sql<{ body: string }>`
    select body from outgoing_mail where territory_id = ${territoryId}`.execute(author.db);
  return rows
    .flatMap(({ body }) => [...body.matchAll(/^– (.+)$/gm)].map(([, title]) => title ?? ''))
    .toSorted();
}

describe('each night, people', () => {
  it('are asked about what nobody confirmed for as long as the territory says, and not again for sixty days', async () => {
    await propose('Four à pain');
    const jardin = await propose('Jardin');
    await wish(12);
    expect(await night()).toEqual([]);
    world.clock.advance(300 * oneDay);
    await confirmPractice(author, jardin);
    world.clock.advance(70 * oneDay);
    expect(await night()).toEqual(['Four à pain']);
    expect(await night()).toEqual([]);
    world.clock.advance(61 * oneDay);
    expect(await night()).toEqual(['Four à pain']);
    world.clock.advance(250 * oneDay);
    expect(await night()).toEqual(['Four à pain', 'Jardin']);
  });

  it('are not asked where nobody settled it, nor while mail does not leave', async () => {
    await propose('Four à pain');
    world.clock.advance(400 * oneDay);
    expect(await night()).toEqual([]);
    await wish(12);
    expect(await night({ mailLeaves: false })).toEqual([]);
    expect(await night()).toEqual(['Four à pain']);
  });

  it('are not asked about what follows a source: it is confirmed there', async () => {
    const id = await propose('Four à pain');
    await sql`
      update record set mirror_of = ${id} where territory_id = ${author.territoryId} and id = ${id}`.execute(
      author.db,
    );
    await wish(1);
    world.clock.advance(400 * oneDay);
    expect(await night()).toEqual([]);
  });
});
