import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { load } from 'js-yaml';
import type { Context } from '#kernel/context.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { toPlainText } from '#kernel/rich-text/to-text.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { deleteRecord, purgeChore } from '#modules/records/index.server.ts';
import { leverFileShape } from './lever-file.ts';
import { findLever } from './lever-store.server.ts';
import { leversFor, leversOfEntry, listLevers } from './list-levers.server.ts';
import { publishShippedLevers, readShippedLevers } from './publish-shipped-levers.server.ts';
import { shippedKnowledge } from './read-knowledge.server.ts';

const file = readShippedLevers();
const everything = { text: '', filters: {} };

let world: TestWorld;
let owner: Context;
let visitor: Context;

async function publish(context: Context, options: { language?: 'fr' | 'en' } = {}) {
  const published = await publishShippedLevers(context, file, options);
  if (!published.ok) throw new Error(published.error.code);
  return published.value;
}

beforeAll(async () => {
  world = await openTestWorld();
  owner = await world.as('owner');
  visitor = await world.as('visitor');
});
afterAll(() => world.close());

describe('the library of public levers', () => {
  const { base } = shippedKnowledge();
  const familyOf = (id: string) => base.entries.get(id)?.family;

  test('points to entries of the knowledge base that exist and are what they should be', () => {
    const wrong = file.levers.flatMap((lever) => [
      ...lever.means.filter((id) => familyOf(id) !== 'means'),
      ...lever.answersBrakes.filter((id) => familyOf(id) !== 'brake'),
      ...lever.callsOn.filter((id) => familyOf(id) !== 'cooperation-lever'),
    ]);
    expect(wrong).toEqual([]);
  });

  test('points to criteria of the shipped frameworks', () => {
    const criteria = ['general', 'one-hour'].flatMap((name) => {
      const framework = load(readFileSync(`data/frameworks/${name}.yaml`, 'utf8')) as {
        dimensions: { criteria: { id: string }[] }[];
      };
      return framework.dimensions.flatMap((dimension) => dimension.criteria.map(({ id }) => id));
    });
    expect(file.levers.flatMap((lever) => lever.criteria).filter((id) => !criteria.includes(id))).toEqual([]);
  });

  test('makes something of every means and answers every brake', () => {
    const named = new Set(file.levers.flatMap((lever) => [...lever.means, ...lever.answersBrakes]));
    const forgotten = [...base.entries.values()].filter(
      ({ id, family }) => (family === 'means' || family === 'brake') && !named.has(id),
    );
    expect(forgotten.map(({ id }) => id)).toEqual([]);
  });

  test.each([
    ['a phase we do not know', { phase: 'later' }],
    ['no one competent', { competent: [] }],
    ['a field we do not know', { weight: 3 }],
    ['a source that is not described', { sources: ['hearsay'] }],
  ])('is refused with %s', (_, change) => {
    const raw = load(readFileSync('data/levers.yaml', 'utf8')) as { levers: object[] };
    const [first, ...others] = raw.levers;
    expect(leverFileShape.safeParse(raw).success).toBe(true);
    expect(leverFileShape.safeParse({ ...raw, levers: [{ ...first, ...change }, ...others] }).success).toBe(
      false,
    );
  });
});

describe('publishing it', () => {
  test.each(['visitor', 'contributor', 'facilitator'] as const)('is not for a %s', async (role) => {
    const refused = await publishShippedLevers(await world.as(role), file);
    expect(refused).toEqual({ ok: false, error: { code: 'not-allowed' } });
  });

  test('twice, even at the same time, gives each lever once', async () => {
    const [first, second] = await Promise.all([publish(owner), publish(owner)]);
    expect(second).toEqual(first);
    expect((await listLevers(visitor, everything)).levers).toHaveLength(file.levers.length);
  });

  test('makes records in French that everyone may read, with their text, sources and history', async () => {
    const id = (await publish(owner)).get('call-for-wishes') ?? '';
    const lever = await findLever(visitor, { id });
    expect(lever?.record).toMatchObject({
      title: 'Lancer un appel à envies de faire',
      language: 'fr',
      visibility: 'public',
      licence: 'CC-BY-SA-4.0',
      sourceName: 'Entrelacs',
    });
    expect(toPlainText(lever?.record.body ?? { type: 'doc', content: [{ type: 'paragraph' }] })).toMatch(
      /^Toute proposition/,
    );
    expect(lever?.details).toMatchObject({
      phase: 'trigger',
      posture: 'facilitate',
      means: ['t-ideas', 't-encourage'],
    });
    expect(lever?.details.inspirations[0]).toMatchObject({
      place: 'Brest',
      source: { publisher: 'Bretagne Créative', url: 'http://www.bretagne-creative.net/article24087.html' },
    });
    const history = await historyOf(world.db, { territoryId: world.territoryId, recordId: id, limit: 5 });
    expect(history.map((entry) => entry.action)).toEqual(['lever.created']);
  });

  test('leaves a lever that was deleted away', async () => {
    const id = (await publish(owner)).get('yearly-gathering') ?? '';
    expect(await deleteRecord(owner, id)).toMatchObject({ ok: true });
    expect((await publish(owner)).get('yearly-gathering')).toBe(id);
    expect(await findLever(visitor, { id })).toBeUndefined();

    const now = new Date(world.clock.now().getTime() + 31 * 86_400_000);
    await purgeChore({ db: world.db, clock: { now: () => now }, rules: [] }).run(world.territoryId);
    expect((await publish(owner)).has('yearly-gathering')).toBe(false);
  });

  test('may be in English, on another territory, which the first does not see', async () => {
    const elsewhere = await world.elsewhere();
    const before = (await listLevers(visitor, everything)).levers.length;
    await publish({ ...elsewhere, actor: { personId: null, role: 'owner' } }, { language: 'en' });
    const { levers } = await listLevers(elsewhere, everything);
    expect(levers).toHaveLength(file.levers.length);
    expect(levers.map(({ record }) => record.title)).toContain('Launch a call for wishes to do');
    expect((await listLevers(visitor, everything)).levers).toHaveLength(before);
  });
});

describe('reading levers', () => {
  beforeAll(() => publish(owner));

  test('they come by phase, and can be filtered and counted', async () => {
    const { levers, counts } = await listLevers(visitor, { text: '', filters: { posture: 'frame' } });
    expect(levers.length).toBeGreaterThan(0);
    expect(new Set(levers.map(({ details }) => details.posture))).toEqual(new Set(['frame']));
    expect(counts.posture.get('let')).toBe(1);
    const order = (await listLevers(visitor, everything)).levers.map(({ details }) => details.phase);
    expect(order.indexOf('sustain')).toBeGreaterThan(order.lastIndexOf('accompany'));
    expect(order.indexOf('accompany')).toBeGreaterThan(order.lastIndexOf('trigger'));
  });

  test.each([
    ['accents', 'materiel', 'Mettre le matériel en commun', false],
    ['a slip of the finger', 'animatoin', 'Payer du temps d’animation', true],
  ])('a search forgives %s', async (_, text, title, resembling) => {
    const found = await listLevers(visitor, { text, filters: {} });
    expect(found.levers.map(({ record }) => record.title)).toContain(title);
    expect(found.resembling).toBe(resembling);
  });

  test('a search with what is code elsewhere finds its words at best, and breaks nothing', async () => {
    const before = await listLevers(visitor, everything);
    const found = await listLevers(visitor, { text: `'); drop table lever; -- <script>`, filters: {} });
    expect(found.resembling).toBe(true);
    expect(await listLevers(visitor, everything)).toEqual(before);
    const signs = await listLevers(visitor, { text: `'); -- <>`, filters: {} });
    expect(signs.levers).toEqual([]);
  });

  test('each means, brake and cooperation lever leads to the levers that name it', async () => {
    const { base } = shippedKnowledge();
    const { levers } = await listLevers(visitor, everything);
    for (const entry of base.entries.values()) {
      const named = levers.filter(({ details }) =>
        [...details.means, ...details.brakes, ...details.callsOn].includes(entry.id),
      );
      const found = await leversOfEntry(visitor, entry);
      expect(found.map(({ record }) => record.id)).toEqual(named.map(({ record }) => record.id));
    }
  });

  test('suggestions say which criterion and which brake led to them', async () => {
    const suggested = await leversFor(visitor, { criteria: ['fair-price'], brakes: ['fi-confidence'] });
    expect(suggested[0]).toMatchObject({
      lever: { details: { shippedId: 'access-for-all' } },
      reasons: [
        { kind: 'criterion', id: 'fair-price' },
        { kind: 'brake', id: 'fi-confidence' },
      ],
    });
  });
});
