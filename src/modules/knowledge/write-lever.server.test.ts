import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { renderHtml } from '#kernel/rich-text/to-html.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { addComment, deleteRecord, readComments, restoreRecord } from '#modules/records/index.server.ts';
import { type LeverFormValues, emptyLeverForm, leverFormOf } from './lever-form.ts';
import { findLever } from './lever-store.server.ts';
import { leversOfEntry, listLevers } from './list-levers.server.ts';
import { publishShippedLevers, readShippedLevers } from './publish-shipped-levers.server.ts';
import { editLever, undoLeverChange, writeLever } from './write-lever.server.ts';

const criteria = ['welcome', 'encounters'];
const input: LeverFormValues = {
  ...emptyLeverForm,
  title: 'Prêter la salle du conseil',
  pitch: 'Un soir par mois.',
  how: 'Une clef, **une personne** de confiance.',
  phase: 'trigger',
  posture: 'facilitate',
  competent: ['commune'],
  means: ['t-ideas'],
  brakes: ['fc-habits'],
  callsOn: ['l-visible'],
  criteria: ['welcome'],
  inspirations: [
    {
      place: 'Brest',
      when: 'avril 2016',
      what: 'Un appel à envies de faire.',
      source: { title: 'Un article', publisher: '', date: 'avril 2016', url: 'https://exemple.test/a' },
    },
  ],
  sources: [{ title: 'Un livre', publisher: 'Une maison', date: '', url: '' }],
};
const notAllowed = { ok: false, error: { code: 'not-allowed' } };
const notFound = { ok: false, error: { code: 'not-found' } };

let world: TestWorld;
let facilitator: Context;
let visitor: Context;

beforeAll(async () => {
  world = await openTestWorld();
  facilitator = await world.as('facilitator', 'Dominique');
  visitor = await world.as('visitor');
});
afterAll(() => world.close());

async function written(change: Partial<LeverFormValues> = {}): Promise<Id> {
  const lever = await writeLever(facilitator, { input: { ...input, ...change }, criteria });
  if (!lever.ok) throw new Error(JSON.stringify(lever.error));
  return lever.value.id;
}

async function read(id: Id, context = visitor) {
  const lever = await findLever(context, { id });
  if (!lever) throw new Error('The lever is not there');
  return lever;
}

function history(recordId: Id) {
  return historyOf(world.db, { territoryId: world.territoryId, recordId, limit: 20 });
}

async function countRecords(): Promise<number> {
  return (
    await world.db.selectFrom('record').select('id').where('territory_id', '=', world.territoryId).execute()
  ).length;
}

describe('writing a lever', () => {
  test('shows it to everyone at once, with all that was said of it', async () => {
    const { record, details } = await read(await written());
    expect(record).toMatchObject({
      title: input.title,
      pitch: input.pitch,
      language: 'fr',
      visibility: 'public',
      licence: 'CC-BY-SA-4.0',
      sourceName: '',
      createdBy: facilitator.actor.personId,
    });
    expect(renderHtml(record.body)).toBe('<p>Une clef, <strong>une personne</strong> de confiance.</p>');
    expect(details).toEqual({
      shippedId: null,
      phase: 'trigger',
      posture: 'facilitate',
      competent: ['commune'],
      means: ['t-ideas'],
      brakes: ['fc-habits'],
      callsOn: ['l-visible'],
      criteria: ['welcome'],
      inspirations: [
        { ...input.inspirations[0], source: { ...input.inspirations[0]?.source, date: '2016-04' } },
      ],
      sources: input.sources,
    });
  });

  test('puts it in the list and on the pages it points to', async () => {
    const id = await written({ title: 'Ouvrir la cour de l’école' });
    const { levers } = await listLevers(visitor, { text: 'cour', filters: { brake: 'fc-habits' } });
    expect(levers.map(({ record }) => record.id)).toEqual([id]);
    const ofMeans = await leversOfEntry(visitor, { family: 'means', id: 't-ideas' });
    expect(ofMeans.map(({ record }) => record.id)).toContain(id);
  });

  test.each(['visitor', 'contributor'] as const)('is not for a %s', async (role) => {
    const before = await countRecords();
    expect(await writeLever(await world.as(role), { input, criteria })).toEqual(notAllowed);
    expect(await countRecords()).toBe(before);
  });

  test('names what is missing or not understood, by the control it stands in, and writes nothing', async () => {
    const before = await countRecords();
    const source = { title: '', publisher: 'x'.repeat(201), date: 'un jour', url: 'javascript:alert(1)' };
    const blank = { title: ' ', publisher: '', date: '', url: '' };
    const refused = await writeLever(facilitator, {
      criteria,
      input: {
        ...emptyLeverForm,
        title: 'x'.repeat(203),
        how: ' \n ',
        language: 'xx',
        phase: 'later',
        competent: ['king'],
        sources: [blank, source],
        inspirations: [{ place: 'Brest', when: '', what: '', source: blank }],
      },
    });
    const fields = refused.ok || refused.error.code !== 'invalid' ? [] : refused.error.problems;
    expect(fields).toEqual([
      { field: 'title', tooLong: { excess: 3, max: 200 } },
      { field: 'how' },
      { field: 'language' },
      { field: 'phase' },
      { field: 'posture' },
      { field: 'inspirations-1-what' },
      { field: 'inspirations-1-source-title' },
      { field: 'sources-2-title' },
      { field: 'sources-2-publisher', tooLong: { excess: 1, max: 200 } },
      { field: 'sources-2-date' },
      { field: 'sources-2-url' },
      { field: 'competent' },
    ]);
    expect(await countRecords()).toBe(before);
  });

  test('leaves aside rows left blank, and boxes that were not offered', async () => {
    const blank = { title: '', publisher: '', date: '', url: '' };
    const id = await written({
      means: ['t-ideas', 'fc-habits', 'nonsense'],
      criteria: ['welcome', 'of-elsewhere'],
      sources: [blank, ...input.sources, blank],
      inspirations: [{ place: '', when: '', what: '', source: blank }],
    });
    expect((await read(id)).details).toMatchObject({
      means: ['t-ideas'],
      criteria: ['welcome'],
      sources: input.sources,
      inspirations: [],
    });
  });
});

describe('editing a lever', () => {
  test('changes what was changed, and the history says what', async () => {
    const recordId = await written();
    const form = { ...leverFormOf(await read(recordId)), phase: 'sustain', language: 'en' };
    const edited = await editLever(facilitator, { recordId, version: 1, input: form, criteria });
    expect(edited).toMatchObject({ ok: true, value: { version: 2, language: 'en' } });
    const [entry] = await history(recordId);
    expect(entry).toMatchObject({
      action: 'lever.changed',
      changes: {
        phase: { before: 'trigger', after: 'sustain' },
        language: { before: 'fr', after: 'en' },
      },
    });
    expect(Object.keys(entry?.changes ?? {}).toSorted()).toEqual(['language', 'phase']);
  });

  test('a form nobody touched changes nothing, for any lever we ship', async () => {
    const file = readShippedLevers();
    const published = await publishShippedLevers(await world.as('owner'), file);
    const all = file.levers.flatMap((lever) => lever.criteria);
    for (const recordId of published.ok ? published.value.values() : []) {
      const lever = await read(recordId);
      const form = { recordId, version: 1, input: leverFormOf(lever), criteria: all };
      expect(await editLever(facilitator, form)).toMatchObject({ ok: true, value: { version: 1 } });
      expect(await history(recordId)).toHaveLength(1);
    }
    expect(published.ok && published.value.size).toBe(file.levers.length);
  });

  test('keeps criteria that the form could not offer', async () => {
    const recordId = await written({ criteria: ['welcome', 'encounters'] });
    const form = { ...input, criteria: [] };
    await editLever(facilitator, { recordId, version: 1, input: form, criteria: ['welcome'] });
    expect((await read(recordId)).details.criteria).toEqual(['encounters']);
  });

  test.each(['visitor', 'contributor'] as const)('is not for a %s, nor is undoing', async (role) => {
    const recordId = await written();
    await editLever(facilitator, { recordId, version: 1, input: { ...input, title: 'Prêter' }, criteria });
    const [entry] = await history(recordId);
    const someone = await world.as(role);
    const edit = { recordId, version: 2, input: { ...input, title: 'Pris' }, criteria };
    expect(await editLever(someone, edit)).toEqual(notAllowed);
    expect(await undoLeverChange(someone, { recordId, entryId: entry?.id ?? '' })).toEqual(notAllowed);
    expect((await read(recordId)).record.title).toBe('Prêter');
  });

  test('by two people loses neither text: the second is shown what the first saved', async () => {
    const recordId = await written();
    const other = await world.as('facilitator', 'Sacha');
    await editLever(other, { recordId, version: 1, input: { ...input, phase: 'accompany' }, criteria });
    const mine = { ...input, posture: 'frame' };
    expect(await editLever(facilitator, { recordId, version: 1, input: mine, criteria })).toMatchObject({
      ok: false,
      error: {
        code: 'changed-meanwhile',
        current: { record: { version: 2 }, details: { phase: 'accompany' } },
      },
    });
    expect(await editLever(facilitator, { recordId, version: 2, input: mine, criteria })).toMatchObject({
      ok: true,
    });
  });

  test('of what is no lever here finds nothing', async () => {
    const elsewhere: Context = { ...(await world.elsewhere()), actor: facilitator.actor };
    const edit = { recordId: await written(), version: 1, input, criteria };
    expect(await editLever(elsewhere, edit)).toEqual(notFound);
    expect(await editLever(facilitator, { ...edit, recordId: newId() })).toEqual(notFound);
    expect(await editLever(facilitator, { ...edit, recordId: 'nonsense' })).toEqual(notFound);
  });
});

test('undoing gives back what was there, lists included, and is told', async () => {
  const recordId = await written();
  const before = await read(recordId);
  const changed = { ...input, title: 'Autre', means: [], sources: [], how: 'Autrement.' };
  await editLever(facilitator, { recordId, version: 1, input: changed, criteria });
  const [entry] = await history(recordId);
  const undone = await undoLeverChange(facilitator, { recordId, entryId: entry?.id ?? '' });
  expect(undone).toMatchObject({ ok: true, value: { version: 3 } });
  const after = await read(recordId);
  expect(after.details).toEqual(before.details);
  expect(after.record.body).toEqual(before.record.body);
  expect((await history(recordId))[0]).toMatchObject({ action: 'lever.change-undone', undoes: entry?.id });
});

test('whoever is signed in comments a lever; taking it away and bringing it back is for facilitators', async () => {
  const recordId = await written();
  const contributor = await world.as('contributor', 'Bérengère');
  const comment = { recordId, markdown: 'Chez nous, **oui**.' };
  expect(await addComment(visitor, comment)).toEqual(notAllowed);
  expect(await addComment(contributor, comment)).toMatchObject({ ok: true });
  expect(await readComments(visitor, recordId)).toMatchObject([
    { author: 'Bérengère', html: '<p>Chez nous, <strong>oui</strong>.</p>', mayDelete: false },
  ]);
  const { shortId } = (await read(recordId)).record;
  expect(await deleteRecord(contributor, recordId)).toEqual(notAllowed);
  expect(await deleteRecord(facilitator, recordId)).toMatchObject({ ok: true });
  expect(await restoreRecord(contributor, { kind: 'lever', shortId })).toEqual(notAllowed);
  expect(await restoreRecord(facilitator, { kind: 'lever', shortId })).toMatchObject({ ok: true });
  expect((await read(recordId)).details.sources).toEqual(input.sources);
});
