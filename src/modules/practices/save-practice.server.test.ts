import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { newId } from '#kernel/ids.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { renderHtml } from '#kernel/rich-text/to-html.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { type RecordCore, stateOf } from '#modules/records/index.ts';
import { deleteRecord } from '#modules/records/index.server.ts';
import { formOf } from './practice-form.ts';
import type { PracticeInput } from './practice.ts';
import { findPractice } from './practice-store.server.ts';
import { editPractice, proposePractice } from './save-practice.server.ts';
import { undoPracticeChange } from './undo-practice.server.ts';

let world: TestWorld;
let author: Context;
let other: Context;
beforeAll(async () => {
  world = await openTestWorld();
  author = await world.as('contributor');
  other = await world.as('contributor');
});
afterAll(() => world.close());

const oven = {
  title: 'Four à pain',
  commune: 'Redon',
  description: 'On **cuit** ensemble.',
  tags: 'pain, four',
};

async function proposed(input: PracticeInput = oven): Promise<RecordCore> {
  const result = await proposePractice(author, input);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

async function stored(id: string) {
  const practice = await findPractice(author, { id });
  if (!practice) throw new Error('The practice is gone');
  return practice;
}

/** The form as someone who opened it now would send it back, with what they changed. */
async function formWith(id: string, changed: PracticeInput): Promise<PracticeInput> {
  return { ...formOf(await stored(id)), ...changed };
}

function history(id: string) {
  return historyOf(world.db, { territoryId: world.territoryId, recordId: id, limit: 50 });
}

async function edited(id: string, changed: PracticeInput, context = author) {
  const { version } = (await stored(id)).record;
  return editPractice(context, { recordId: id, version, input: await formWith(id, changed) });
}

describe('proposing a practice', () => {
  it('shows it at once, where its commune is', async () => {
    const { id, shortId } = await proposed();
    const seen = await findPractice(await world.as('visitor'), { shortId });
    expect(seen).toMatchObject({
      record: {
        id,
        title: 'Four à pain',
        visibility: 'public',
        tags: ['pain', 'four'],
        authorIds: [author.actor.personId],
      },
      details: { communeCode: '35236', communeName: 'Redon', status: 'active', pointIsDoubtful: false },
    });
    expect(seen?.details.lat).toBeCloseTo(47.65, 1);
    expect(seen?.details.lng).toBeCloseTo(-2.08, 1);
    expect((await history(id)).map((entry) => entry.action)).toEqual(['practice.created']);
  });

  it('keeps a place that is no commune, off the map', async () => {
    const { id } = await proposed({ ...oven, commune: 'Partout en Bretagne' });
    expect((await stored(id)).details).toMatchObject({
      communeCode: null,
      communeName: 'Partout en Bretagne',
      lat: null,
      lng: null,
    });
  });

  it('is for those who are signed in; others pass by mail', async () => {
    const notAllowed = { ok: false, error: { code: 'not-allowed' } };
    expect(await proposePractice(await world.as('visitor'), oven)).toEqual(notAllowed);
    for (const role of ['contributor', 'facilitator', 'owner'] as const) {
      expect(await proposePractice(await world.as(role), oven)).toMatchObject({ ok: true });
    }
  });

  it('names every field that is not understood, and writes nothing', async () => {
    const before = await world.db
      .selectFrom('record')
      .select('id')
      .where('territory_id', '=', world.territoryId)
      .execute();
    const input = {
      title: 'a'.repeat(10_000),
      commune: '',
      website: 'javascript:alert(1)',
      description: '> '.repeat(60_000),
    };
    expect(await proposePractice(author, input)).toEqual({
      ok: false,
      error: { code: 'invalid', fields: ['title', 'description', 'commune', 'website'] },
    });
    expect(await proposePractice(author, {})).toMatchObject({ error: { fields: ['title', 'commune'] } });
    const after = await world.db
      .selectFrom('record')
      .select('id')
      .where('territory_id', '=', world.territoryId)
      .execute();
    expect(after).toHaveLength(before.length);
  });

  it('keeps script as text in every text field', async () => {
    const script = '<script>alert(1)</script>"\'><img src=x onerror=alert(1)>';
    const { id } = await proposed({
      title: script,
      pitch: script,
      description: script,
      commune: script,
      place: script,
      carriers: script,
      tags: '<b>x</b>',
    });
    const { record, details } = await stored(id);
    expect([record.title, record.pitch, details.communeName, details.place, details.carriers]).toEqual(
      Array.from({ length: 5 }, () => script),
    );
    expect(record.slug).toMatch(/^[a-z0-9-]+$/);
    const html = renderHtml(record.body);
    expect(html).not.toMatch(/<(script|img)/i);
    expect(html).toContain('&lt;script&gt;');
  });

  it('stores what no database takes: NUL characters, halves of characters', async () => {
    const text = 'a\0b\uD800c';
    const { id } = await proposed({ ...oven, title: text, description: text, place: text, carriers: text });
    const { record, details } = await stored(id);
    expect([record.title, details.place, details.carriers]).toEqual(
      Array.from({ length: 3 }, () => 'a b\uFFFDc'),
    );
    expect(renderHtml(record.body)).toContain('ab\uFFFDc');
  });
});

describe('editing a practice', () => {
  it('is for whoever is signed in, keeps its short id, and tells what changed', async () => {
    const { id, shortId } = await proposed();
    expect(await edited(id, { title: 'Four banal' }, other)).toMatchObject({
      ok: true,
      value: { shortId, version: 2 },
    });
    const [last] = await history(id);
    expect(last).toMatchObject({ action: 'practice.changed', actorId: other.actor.personId });
    expect(last?.changes).toEqual({ title: { before: 'Four à pain', after: 'Four banal' } });
    expect(await edited(id, { title: 'x' }, await world.as('visitor'))).toEqual({
      ok: false,
      error: { code: 'not-allowed' },
    });
  });

  it('that sends the form back as it was changes nothing', async () => {
    const everything = {
      title: 'Four «\u00a0à pain\u00a0» & <b>pâte</b>',
      pitch: 'Une ligne',
      description:
        '# Titre\n\n* un\n* deux\n\n> cité\n\n[lien](https://exemple.fr)\n\n`code` *ital* \\*étoile\\*',
      commune: 'Redon',
      place: '3, rue de l’Église',
      point: '47.65, -2.08',
      purpose: 'sharing',
      status: 'experiment',
      sector: 'food',
      legalStatus: 'association',
      since: '2016-03',
      carriers: 'Anne, Bob',
      website: 'https://exemple.fr/?a=1&b=2',
      tags: 'pain, four à bois',
      count: '30',
    };
    for (const input of [oven, everything, { ...oven, commune: 'Partout' }]) {
      const { id } = await proposed(input);
      const before = await stored(id);
      expect(await edited(id, {}, other)).toMatchObject({ ok: true });
      expect(await stored(id)).toEqual(before);
      expect(await history(id)).toHaveLength(1);
    }
  });

  it('of what is not there is told', async () => {
    for (const recordId of [newId(), 'x', '']) {
      const result = await editPractice(author, { recordId, version: 1, input: oven });
      expect(result).toEqual({ ok: false, error: { code: 'not-found' } });
    }
  });

  it('is refused for what is not understood, and writes nothing', async () => {
    const { id } = await proposed();
    const before = await stored(id);
    expect(await edited(id, { title: 'a'.repeat(10_000) })).toEqual({
      ok: false,
      error: { code: 'invalid', fields: ['title'] },
    });
    expect(await stored(id)).toEqual(before);
  });
});

describe('two people editing the same practice', () => {
  it('one after the other: the second gets what the first saved, and nothing is lost', async () => {
    const { id } = await proposed();
    const form = await formWith(id, { place: 'Place du marché' });
    await edited(id, { title: 'Four banal', place: 'Rue du four' });
    const second = await editPractice(other, { recordId: id, version: 1, input: form });
    expect(second).toEqual({ ok: false, error: { code: 'changed-meanwhile', current: await stored(id) } });
    expect(await stored(id)).toMatchObject({
      record: { title: 'Four banal' },
      details: { place: 'Rue du four' },
    });
  });

  it('at the same moment: exactly one succeeds, the others get what it saved', async () => {
    const { id } = await proposed();
    const places = ['un', 'deux', 'trois', 'quatre'];
    const forms = await Promise.all(places.map((place) => formWith(id, { place })));
    const saved = await Promise.all(
      forms.map((input) => editPractice(other, { recordId: id, version: 1, input })),
    );
    const winner = places[saved.findIndex((result) => result.ok)];
    const now = await stored(id);
    expect(now).toMatchObject({ record: { version: 2 }, details: { place: winner } });
    const losers = saved.filter((result) => !result.ok);
    expect(losers).toEqual(
      places.slice(1).map(() => ({ ok: false, error: { code: 'changed-meanwhile', current: now } })),
    );
    expect(await history(id)).toHaveLength(2);
  });

  it('at the same moment, one without any change: what the other saved stays', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await proposed();
      const [same, changed] = [await formWith(id, {}), await formWith(id, { place: 'Rue du four' })];
      const saved = await Promise.all([
        editPractice(author, { recordId: id, version: 1, input: changed }),
        editPractice(other, { recordId: id, version: 1, input: same }),
      ]);
      expect(saved[0]).toMatchObject({ ok: true });
      expect((await stored(id)).details.place).toBe('Rue du four');
    }
  });

  it('of whom one took it away: the other is told that it is gone', async () => {
    const { id } = await proposed();
    await deleteRecord(author, id);
    const late = await editPractice(other, { recordId: id, version: 1, input: oven });
    expect(late).toEqual({ ok: false, error: { code: 'not-found' } });
  });
});

describe('undoing a change', () => {
  const undo = (id: string, entryId: string | undefined, context = other) =>
    undoPracticeChange(context, { recordId: id, entryId: entryId ?? '' });

  it('gives back exactly what was there, and is itself told and undone', async () => {
    const { id } = await proposed();
    const before = await stored(id);
    await edited(id, {
      title: 'Four banal',
      description: 'Autre texte',
      commune: 'Allaire',
      tags: 'x',
      count: '3',
      since: '2016',
    });
    const changed = await stored(id);
    const [change] = await history(id);
    expect(await undo(id, change?.id)).toMatchObject({ ok: true });
    const states = ({ record, details }: typeof before) => ({
      ...stateOf(record),
      ...details,
      slug: record.slug,
    });
    expect(states(await stored(id))).toEqual(states(before));
    const [undone] = await history(id);
    expect(undone).toMatchObject({
      action: 'practice.change-undone',
      undoes: change?.id,
      actorId: other.actor.personId,
    });
    expect(await undo(id, undone?.id)).toMatchObject({ ok: true });
    expect(states(await stored(id))).toEqual(states(changed));
  });

  it('keeps what was changed in other fields since', async () => {
    const { id } = await proposed();
    await edited(id, { title: 'Four banal' });
    const [change] = await history(id);
    await edited(id, { place: 'Rue du four' });
    await undo(id, change?.id);
    expect(await stored(id)).toMatchObject({
      record: { title: 'Four à pain' },
      details: { place: 'Rue du four' },
    });
  });

  it('is refused, with the fields, when one of them was changed again since', async () => {
    const { id } = await proposed();
    await edited(id, { title: 'Four banal', place: 'Rue du four' });
    const [change] = await history(id);
    await edited(id, { title: 'Four du bourg' });
    expect(await undo(id, change?.id)).toEqual({
      ok: false,
      error: { code: 'changed-since', fields: ['title'] },
    });
    expect(await stored(id)).toMatchObject({
      record: { title: 'Four du bourg' },
      details: { place: 'Rue du four' },
    });
  });

  it('works on changes of that practice only, never on its making', async () => {
    const [one, another] = [await proposed(), await proposed()];
    await edited(another.id, { title: 'Four banal' });
    const [foreign] = await history(another.id);
    const [making] = await history(one.id);
    const notFound = { ok: false, error: { code: 'not-found' } };
    for (const entryId of [foreign?.id, making?.id, newId(), 'x', '\0']) {
      expect(await undo(one.id, entryId)).toEqual(notFound);
    }
    expect(await undo('x', foreign?.id)).toEqual(notFound);
  });

  it('is for those who are signed in, on their territory', async () => {
    const { id } = await proposed();
    await edited(id, { title: 'Four banal' });
    const [change] = await history(id);
    expect(await undo(id, change?.id, await world.as('visitor'))).toEqual({
      ok: false,
      error: { code: 'not-allowed' },
    });
    const elsewhere: Context = { ...other, territoryId: (await world.elsewhere()).territoryId };
    expect(await undo(id, change?.id, elsewhere)).toEqual({ ok: false, error: { code: 'not-found' } });
  });
});
