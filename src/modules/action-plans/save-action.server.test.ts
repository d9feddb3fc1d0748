import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { renderHtml } from '#kernel/rich-text/to-html.ts';
import { emptyRichText } from '#kernel/rich-text/rich-text.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import type { Kind } from '#modules/records/index.ts';
import { createRecord, deleteRecord, findRecord, relatedRecords } from '#modules/records/index.server.ts';
import type { ActionInput } from './action.ts';
import { actionFormOf } from './action-form.ts';
import { findAction } from './action-store.server.ts';
import { listActions } from './list-actions.server.ts';
import { changeStatus, editAction, openAction, undoActionChange } from './save-action.server.ts';

const input: ActionInput = {
  title: 'Essayer le prix choisi',
  who: 'Équipe de la ressourcerie',
  due: '2027-01',
  what: 'Trois samedis d’**essai**.',
};

let world: TestWorld;
let contributor: Context;
let visitor: Context;

beforeAll(async () => {
  world = await openTestWorld();
  contributor = await world.as('contributor');
  visitor = await world.as('visitor');
});
afterAll(() => world.close());

async function opened(change: Partial<ActionInput> = {}, context = contributor): Promise<Id> {
  const action = await openAction(context, { input: { ...input, ...change } });
  if (!action.ok) throw new Error(action.error.code);
  return action.value.id;
}

async function read(id: Id) {
  const action = await findAction(visitor, { id });
  if (!action) throw new Error('The action is not there');
  return action;
}

async function history(recordId: Id) {
  return historyOf(world.db, { territoryId: world.territoryId, recordId, limit: 20 });
}

async function makeRecord(kind: Kind, visibility: 'public' | 'draft' = 'public'): Promise<Id> {
  const fields = {
    title: 'Fiche',
    pitch: '',
    body: emptyRichText(),
    language: 'fr' as const,
    visibility,
    licence: 'CC-BY-SA-4.0',
    tags: [],
    topicIds: [],
    chatUrl: '',
    coAuthors: [],
    sourceName: '',
    sourceUrl: '',
    sourceRecordId: '',
    confirmedOn: null,
  };
  return (await createRecord(await world.as('owner'), { kind, fields, details: {} })).id;
}

async function countEverything(): Promise<number> {
  const { count } = await world.db
    .selectFrom('journal_entry')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('territory_id', '=', world.territoryId)
    .executeTakeFirstOrThrow();
  return count;
}

describe('opening an action', () => {
  test('a newcomer adds two links to other sites at most, then and when it is edited', async () => {
    const newcomer = await world.as('contributor');
    const links = (count: number) =>
      Array.from({ length: count }, (_, place) => `[site](https://site-${place}.example/)`).join(' ');
    const tooMany = {
      ok: false,
      error: { code: 'invalid', problems: [{ field: 'what', tooManyLinks: true }] },
    };
    expect(await openAction(newcomer, { input: { ...input, what: links(3) } })).toEqual(tooMany);
    const recordId = await opened({ what: links(2) }, newcomer);
    const edit = { recordId, version: 1, input: { ...input, what: links(5) } };
    expect(await editAction(newcomer, edit)).toEqual(tooMany);
    expect((await editAction(await world.as('facilitator'), edit)).ok).toBe(true);
  });

  test.each(['contributor', 'facilitator', 'owner'] as const)(
    'is for a %s, and everyone sees it at once',
    async (role) => {
      const { record, details } = await read(await opened({}, await world.as(role)));
      expect(record).toMatchObject({ kind: 'action', title: input.title, visibility: 'public', version: 1 });
      expect(details).toEqual({ who: input.who, due: '2027-01', status: 'planned', progress: '' });
      expect(renderHtml(record.body)).toBe('<p>Trois samedis d’<strong>essai</strong>.</p>');
    },
  );

  test('is not for a visitor', async () => {
    const before = await countEverything();
    expect(await openAction(visitor, { input })).toEqual({ ok: false, error: { code: 'not-allowed' } });
    expect(await countEverything()).toBe(before);
  });

  test('links it to its lever and its evaluation, and these lead back', async () => {
    const [leverId, evaluationId] = [await makeRecord('lever'), await makeRecord('evaluation')];
    const action = await openAction(contributor, { input, leverId, evaluationId });
    const id = action.ok ? action.value.id : '';
    expect(await relatedRecords(visitor, id)).toMatchObject([
      { type: 'carries-out', direction: 'out', id: leverId, kind: 'lever' },
      { type: 'follows-from', direction: 'out', id: evaluationId, kind: 'evaluation' },
    ]);
    expect(await relatedRecords(visitor, leverId)).toMatchObject([
      { type: 'carries-out', direction: 'in', id },
    ]);
    expect(await relatedRecords(visitor, evaluationId)).toMatchObject([
      { type: 'follows-from', direction: 'in', id },
    ]);
    expect((await history(id)).map((entry) => entry.action)).toEqual([
      'action.linked',
      'action.linked',
      'action.created',
    ]);
  });

  test('writes nothing when the lever or the evaluation is not there, or is something else', async () => {
    const [leverId, evaluationId] = [await makeRecord('lever'), await makeRecord('evaluation')];
    const deleted = await makeRecord('lever');
    await deleteRecord(await world.as('facilitator'), deleted);
    const wrong = [
      { leverId: newId(), evaluationId },
      { leverId: deleted, evaluationId },
      { leverId: evaluationId, evaluationId },
      { leverId, evaluationId: await makeRecord('evaluation', 'draft') },
    ];
    const before = await countEverything();
    for (const origins of wrong) {
      expect(await openAction(contributor, { input, ...origins })).toEqual({
        ok: false,
        error: { code: 'not-found' },
      });
    }
    expect(await countEverything()).toBe(before);
  });

  test('names the fields that were not understood and writes nothing', async () => {
    const before = await countEverything();
    const refused = await openAction(contributor, {
      input: {
        title: 'x'.repeat(10_000),
        who: 'qui@exemple.test',
        due: 'un jour',
        what: 'x'.repeat(200_000),
      },
    });
    expect(refused).toEqual({
      ok: false,
      error: {
        code: 'invalid',
        problems: [
          { field: 'title', tooLong: { excess: 9_800, max: 200 } },
          { field: 'who' },
          { field: 'due' },
          { field: 'what', tooLong: { excess: 100_000, max: 100_000 } },
        ],
      },
    });
    expect(await countEverything()).toBe(before);
  });

  test('is in French unless another language is said, and says so', async () => {
    expect((await read(await opened())).record.language).toBe('fr');
    const id = await opened({ language: 'en' });
    expect((await read(id)).record.language).toBe('en');
    const edit = { recordId: id, version: 1, input: { ...input, who: 'The parish' } };
    expect(await editAction(contributor, edit)).toMatchObject({ ok: true, value: { language: 'en' } });
    expect(await openAction(contributor, { input: { ...input, language: 'xx' } })).toEqual({
      ok: false,
      error: { code: 'invalid', problems: [{ field: 'language' }] },
    });
  });

  test('keeps a script in every field as the text it is', async () => {
    const script = '<script>alert(1)</script>';
    const { record, details } = await read(
      await opened({ title: script, who: script, what: script, progress: script }),
    );
    expect([record.title, details.who, details.progress]).toEqual([script, script, script]);
    expect(renderHtml(record.body)).toBe('<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>');
    expect(record.slug).toMatch(/^[a-z0-9-]+$/);
  });
});

describe('editing an action', () => {
  test('changes what was changed, and the history says what', async () => {
    const id = await opened();
    const form = actionFormOf(await read(id));
    const edited = await editAction(contributor, {
      recordId: id,
      version: 1,
      input: { ...form, due: '2027-03-31' },
    });
    expect(edited).toMatchObject({ ok: true, value: { version: 2 } });
    const [entry] = await history(id);
    expect(entry).toMatchObject({
      action: 'action.changed',
      actorId: contributor.actor.personId,
      changes: { due: { before: '2027-01', after: '2027-03-31' } },
    });
    expect(Object.keys(entry?.changes ?? {})).toEqual(['due']);
  });

  test('is not for a visitor', async () => {
    const recordId = await opened();
    const edited = await editAction(visitor, { recordId, version: 1, input: { ...input, title: 'Pris' } });
    expect(edited).toEqual({ ok: false, error: { code: 'not-allowed' } });
    expect((await read(recordId)).record.title).toBe(input.title);
  });

  test('by two people loses neither text: the second is shown what the first saved', async () => {
    const recordId = await opened();
    const other = await world.as('contributor', 'Sacha');
    expect(
      await editAction(other, { recordId, version: 1, input: { ...input, who: 'La mairie' } }),
    ).toMatchObject({ ok: true });
    const mine = { ...input, who: 'Le conseil' };
    const refused = await editAction(contributor, { recordId, version: 1, input: mine });
    expect(refused).toMatchObject({
      ok: false,
      error: {
        code: 'changed-meanwhile',
        current: { record: { version: 2 }, details: { who: 'La mairie' } },
      },
    });
    expect(await editAction(contributor, { recordId, version: 2, input: mine })).toMatchObject({ ok: true });
    expect((await read(recordId)).details.who).toBe('Le conseil');
  });

  test('by two people at the same instant lets one through and shows the other what it saved', async () => {
    const recordId = await opened();
    const saves = await Promise.all(
      ['A', 'B'].map((who) => editAction(contributor, { recordId, version: 1, input: { ...input, who } })),
    );
    expect(saves.filter((save) => save.ok)).toHaveLength(1);
    const { details } = await read(recordId);
    expect(saves).toContainEqual({
      ok: false,
      error: expect.objectContaining({
        code: 'changed-meanwhile',
        current: expect.objectContaining({ details }),
      }),
    });
  });

  test('on another territory finds nothing', async () => {
    const elsewhere: Context = { ...(await world.elsewhere()), actor: contributor.actor };
    const edited = await editAction(elsewhere, { recordId: await opened(), version: 1, input });
    expect(edited).toEqual({ ok: false, error: { code: 'not-found' } });
  });
});

describe('saying where an action stands', () => {
  const change = { version: 1, status: 'under-way', progress: '' };

  test('takes one click, and the words are optional', async () => {
    const recordId = await opened({ progress: 'On cherche une date.' });
    expect(await changeStatus(contributor, { ...change, recordId })).toMatchObject({ ok: true });
    expect((await read(recordId)).details).toMatchObject({
      status: 'under-way',
      progress: 'On cherche une date.',
    });
    const said = { recordId, version: 2, status: 'done', progress: 'Dix-neuf personnes sont venues.' };
    expect(await changeStatus(contributor, said)).toMatchObject({ ok: true });
    expect((await read(recordId)).details).toMatchObject({ status: 'done', progress: said.progress });
  });

  test('is not for a visitor, nor for a status there is not, nor over someone else’s change', async () => {
    const recordId = await opened();
    expect(await changeStatus(visitor, { ...change, recordId })).toEqual({
      ok: false,
      error: { code: 'not-allowed' },
    });
    expect(await changeStatus(contributor, { ...change, recordId, status: 'late' })).toEqual({
      ok: false,
      error: { code: 'invalid', problems: [{ field: 'status' }] },
    });
    expect(await changeStatus(contributor, { ...change, recordId, version: 7 })).toMatchObject({
      ok: false,
      error: { code: 'changed-meanwhile' },
    });
    expect((await read(recordId)).details.status).toBe('planned');
  });
});

describe('undoing a change of an action', () => {
  async function changed(): Promise<{ recordId: Id; entryId: Id }> {
    const recordId = await opened();
    await changeStatus(contributor, { recordId, version: 1, status: 'dropped', progress: 'Faute de bras.' });
    const [entry] = await history(recordId);
    return { recordId, entryId: entry?.id ?? '' };
  }

  test('gives back what was there, is told in the history, and can be undone in turn', async () => {
    const undo = await changed();
    expect(await undoActionChange(contributor, undo)).toMatchObject({ ok: true });
    expect((await read(undo.recordId)).details).toMatchObject({ status: 'planned', progress: '' });
    const [entry] = await history(undo.recordId);
    expect(entry).toMatchObject({ action: 'action.change-undone', undoes: undo.entryId });
    expect(await undoActionChange(contributor, { ...undo, entryId: entry?.id ?? '' })).toMatchObject({
      ok: true,
    });
    expect((await read(undo.recordId)).details).toMatchObject({
      status: 'dropped',
      progress: 'Faute de bras.',
    });
  });

  test('is refused when the same field changed since', async () => {
    const undo = await changed();
    await changeStatus(contributor, { recordId: undo.recordId, version: 2, status: 'planned', progress: '' });
    expect(await undoActionChange(contributor, undo)).toEqual({
      ok: false,
      error: { code: 'changed-since', fields: ['status'] },
    });
  });

  test('is not for a visitor, nor of the opening, nor of another action’s change, nor of nonsense', async () => {
    const undo = await changed();
    expect(await undoActionChange(visitor, undo)).toEqual({ ok: false, error: { code: 'not-allowed' } });
    const opening = (await history(undo.recordId)).at(-1)?.id ?? '';
    for (const entryId of [opening, (await changed()).entryId, newId(), 'nonsense', '']) {
      expect(await undoActionChange(contributor, { ...undo, entryId })).toEqual({
        ok: false,
        error: { code: 'not-found' },
      });
    }
    expect((await read(undo.recordId)).details.status).toBe('dropped');
  });
});

test('a deleted action leaves the plan and the lever, and its address remembers', async () => {
  const leverId = await makeRecord('lever');
  const action = await openAction(contributor, { input: { ...input, title: 'Provisoire' }, leverId });
  const id = action.ok ? action.value.id : '';
  expect(await deleteRecord(contributor, id)).toMatchObject({ ok: true });
  expect(await findRecord(visitor, { id })).toBeUndefined();
  expect(await relatedRecords(visitor, leverId)).toEqual([]);
  const { total } = await listActions(visitor, { filters: { q: 'Provisoire' }, page: 1 });
  expect(total).toBe(0);
});
