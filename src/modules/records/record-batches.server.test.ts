import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { emptyRichText } from '#kernel/rich-text/rich-text.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { changeRecords, createRecords, deleteRecords } from './record-batches.server.ts';
import { findByOrigin, lockRecords, updateRecords } from './record-batch-store.server.ts';
import { findRecord } from './record-store.server.ts';
import type { RecordFields } from './record.ts';

let world: TestWorld;
let context: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  context = { ...(await world.elsewhere()), actor: (await world.as('facilitator')).actor };
});

function fields(changes: Partial<RecordFields>): RecordFields {
  return {
    title: 'Jardin',
    pitch: '',
    body: emptyRichText(),
    language: 'fr',
    visibility: 'public',
    licence: 'CC0-1.0',
    tags: ['été', 'a, b'],
    topicIds: [],
    chatUrl: '',
    coAuthors: [],
    sourceName: 'Annuaire',
    sourceUrl: '',
    sourceRecordId: '',
    confirmedOn: '2026-11-01',
    ...changes,
  };
}

function make(
  ...records: { changes: Partial<RecordFields>; fingerprint?: string }[]
): Promise<readonly Id[]> {
  return createRecords(context, {
    kind: 'practice',
    action: 'practice.imported',
    records: records.map(({ changes, fingerprint = '' }) => ({
      fields: fields(changes),
      fingerprint,
      details: { place: 'ici', count: null },
    })),
  });
}

async function record(id: Id) {
  const found = (await lockRecords(context, [id], false)).get(id);
  if (!found) throw new Error(`No record ${id}`);
  return found;
}

describe('many records at once', () => {
  it('are made as single ones are, without an author, and told in the journal', async () => {
    const [first = '', second = ''] = await make(
      { changes: { title: 'Four à pain' } },
      { changes: { title: 'Café' } },
    );
    expect(await findRecord(context, { id: first })).toMatchObject({
      ...fields({ title: 'Four à pain' }),
      slug: 'four-a-pain',
      authorIds: [],
      version: 1,
    });
    const { db, territoryId } = context;
    const [entry] = await historyOf(db, { territoryId, recordId: second, limit: 5 });
    expect(entry).toMatchObject({
      action: 'practice.imported',
      changes: { title: { before: null, after: 'Café' }, place: { before: null, after: 'ici' } },
    });
    for (const empty of ['count', 'pitch', 'coAuthors']) expect(entry?.changes).not.toHaveProperty(empty);
  });

  it('are changed, each in its next version', async () => {
    const [id = ''] = await make({ changes: {} });
    const current = await record(id);
    await changeRecords(context, [
      {
        current,
        fields: { ...current, title: 'Le jardin' },
        details: { before: { place: 'ici' }, after: { place: 'là' } },
      },
    ]);
    expect(await record(id)).toMatchObject({ title: 'Le jardin', slug: 'le-jardin', version: 2 });
    const { db, territoryId } = context;
    const [entry] = await historyOf(db, { territoryId, recordId: id, limit: 5 });
    expect(entry).toMatchObject({
      action: 'practice.changed',
      changes: {
        title: { before: 'Jardin', after: 'Le jardin' },
        place: { before: 'ici', after: 'là' },
      },
    });
  });

  it('are never written over a version that was not read', async () => {
    const [id = ''] = await make({ changes: {} });
    const stale = updateRecords(context, [{ id, version: 7, fields: fields({ title: 'Autre' }) }]);
    await expect(stale).rejects.toThrow('under its lock');
    expect((await record(id)).title).toBe('Jardin');
  });

  it('are taken away together', async () => {
    const ids = await make({ changes: {} }, { changes: {} });
    await deleteRecords(context, { kind: 'practice', ids });
    for (const id of ids) expect(await findRecord(context, { id })).toBeUndefined();
  });

  it('belong to one territory', async () => {
    const [id = ''] = await make({ changes: {} });
    const elsewhere: Context = { ...(await world.elsewhere()), actor: context.actor };
    expect(await lockRecords(elsewhere, [id], false)).toEqual(new Map());
    await deleteRecords(elsewhere, { kind: 'practice', ids: [id] });
    expect((await record(id)).deletedAt).toBeNull();
  });
});

describe('records met again by their origin', () => {
  const origin = (sourceRecordId: string, fingerprint = '') => ({
    sourceName: 'Annuaire',
    sourceRecordId,
    fingerprint,
  });

  it('by id, else by fingerprint, deleted ones included', async () => {
    const [one = '', two = '', three = ''] = await make(
      { changes: { sourceRecordId: '1' } },
      { changes: {}, fingerprint: 'jardin|35236' },
      { changes: { sourceRecordId: '3' } },
    );
    await deleteRecords(context, { kind: 'practice', ids: [three] });
    const origins = [origin('1'), origin('', 'jardin|35236'), origin('3'), origin('4'), origin('', 'autre')];
    const met = await findByOrigin(context, 'practice', origins);
    expect(met.toSorted((first, other) => first.index - other.index)).toEqual([
      { index: 0, id: one, deleted: false },
      { index: 1, id: two, deleted: false },
      { index: 2, id: three, deleted: true },
    ]);
  });

  it('not by an empty id or fingerprint, nor from another source, kind or territory', async () => {
    await make({ changes: { sourceRecordId: '1' } }, { changes: {} });
    expect(await findByOrigin(context, 'practice', [origin('')])).toEqual([]);
    expect(await findByOrigin(context, 'lever', [origin('1')])).toEqual([]);
    expect(await findByOrigin(context, 'practice', [{ ...origin('1'), sourceName: 'Autre' }])).toEqual([]);
    expect(await findByOrigin(await world.elsewhere(), 'practice', [origin('1')])).toEqual([]);
  });
});
