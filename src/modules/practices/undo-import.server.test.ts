import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context, Role } from '#kernel/context.ts';
import { newId } from '#kernel/ids.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { findPractice } from './practice-store.server.ts';
import { formOf } from './practice-form.ts';
import type { Practice } from './practice.ts';
import { editPractice, proposePractice } from './save-practice.server.ts';
import { figuresOf, importFile, practicesIn, titlesIn } from './testing/import-scene.server.ts';
import { undoImport } from './undo-import.server.ts';

let world: TestWorld;
let facilitator: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  facilitator = { ...(await world.elsewhere()), actor: (await world.as('facilitator')).actor };
});

const first = 'id,nom,commune,courriel\n1,Jardin,Redon,ana@b.test\n2,Four,Allaire,\n';
const second = 'id,nom,commune,courriel\n1,Le jardin,Béganne,eve@b.test\n2,Four,Allaire,\n3,Café,Redon,\n';

async function undone(importId: string) {
  const result = await undoImport(facilitator, importId);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

async function practiceCalled(title: string): Promise<Practice> {
  const found = (await practicesIn(facilitator)).find(({ record }) => record.title === title);
  if (!found) throw new Error(`No practice called ${title}`);
  return found;
}

async function rename(from: string, to: string): Promise<void> {
  const practice = await practiceCalled(from);
  const saved = await editPractice(facilitator, {
    recordId: practice.record.id,
    version: practice.record.version,
    input: { ...formOf(practice), title: to },
  });
  if (!saved.ok) throw new Error(saved.error.code);
}

async function contacts(): Promise<string[]> {
  const { rows } = await sql<{ email: string }>`
    select contact.email from practice_contact as contact
    join record on record.territory_id = contact.territory_id and record.id = contact.record_id
    where contact.territory_id = ${facilitator.territoryId} and record.deleted_at is null`.execute(world.db);
  return rows.map(({ email }) => email);
}

describe('undoing an import', () => {
  it('takes away what it made, and leaves everything else', async () => {
    await proposePractice(facilitator, { title: 'Déjà là', commune: 'Redon' });
    const { importId } = await importFile(facilitator, first);
    expect(await undone(importId)).toEqual({ deleted: 2, restored: 0, kept: 0 });
    expect(await titlesIn(facilitator)).toEqual(['Déjà là']);
  });

  it('gives what it changed its values back, contact included', async () => {
    await importFile(facilitator, first);
    const { importId } = await importFile(facilitator, second);
    expect(await undone(importId)).toEqual({ deleted: 1, restored: 1, kept: 0 });
    expect(await titlesIn(facilitator)).toEqual(['Four', 'Jardin']);
    expect((await practiceCalled('Jardin')).details.communeName).toBe('Redon');
    expect(await contacts()).toEqual(['ana@b.test']);
  });

  it('is told in the history of each record', async () => {
    await importFile(facilitator, first);
    const { importId } = await importFile(facilitator, second);
    await undone(importId);
    const { record } = await practiceCalled('Jardin');
    const { db, territoryId } = facilitator;
    const history = await historyOf(db, { territoryId, recordId: record.id, limit: 10 });
    expect(history.map(({ action }) => action)).toEqual([
      'practice.change-undone',
      'practice.contact-imported',
      'practice.changed',
      'practice.imported',
    ]);
  });

  it('leaves what people changed since, and says how many', async () => {
    const made = await importFile(facilitator, first);
    await rename('Jardin', 'Jardin des Cordiers');
    const changed = await importFile(facilitator, second.replace('Four,Allaire', 'Fournil,Allaire'));
    await rename('Fournil', 'Le fournil');
    expect(await undone(changed.importId)).toEqual({ deleted: 1, restored: 1, kept: 1 });
    expect(await titlesIn(facilitator)).toEqual(['Jardin des Cordiers', 'Le fournil']);
    expect(await undone(made.importId)).toEqual({ deleted: 0, restored: 0, kept: 2 });
    expect(await titlesIn(facilitator)).toEqual(['Jardin des Cordiers', 'Le fournil']);
  });

  it('works backwards through several imports of one source', async () => {
    const one = await importFile(facilitator, first);
    const two = await importFile(facilitator, second);
    await undone(two.importId);
    expect(await undone(one.importId)).toEqual({ deleted: 2, restored: 0, kept: 0 });
    expect(await titlesIn(facilitator)).toEqual([]);
  });

  it('lets the same file be imported again: the records come back at their addresses', async () => {
    const { importId } = await importFile(facilitator, first);
    const address = (await practiceCalled('Jardin')).record.shortId;
    await undone(importId);
    expect(figuresOf(await importFile(facilitator, first))).toMatchObject({ created: 2, updated: 0 });
    expect((await practiceCalled('Jardin')).record.shortId).toBe(address);
    expect(figuresOf(await importFile(facilitator, first))).toMatchObject({ created: 0, unchanged: 2 });
  });

  it('lets an update be imported again', async () => {
    await importFile(facilitator, first);
    const { importId } = await importFile(facilitator, second);
    await undone(importId);
    expect(figuresOf(await importFile(facilitator, second))).toMatchObject({ created: 1, updated: 1 });
    expect(await titlesIn(facilitator)).toEqual(['Café', 'Four', 'Le jardin']);
  });

  it('happens once, and only to what is there', async () => {
    const { importId } = await importFile(facilitator, first);
    await undone(importId);
    expect(await undoImport(facilitator, importId)).toEqual({ ok: false, error: { code: 'not-done' } });
    expect(await undoImport(facilitator, newId())).toEqual({ ok: false, error: { code: 'not-found' } });
    const { importId: other } = await importFile(facilitator, first);
    const elsewhere: Context = { ...(await world.elsewhere()), actor: facilitator.actor };
    expect(await undoImport(elsewhere, other)).toEqual({ ok: false, error: { code: 'not-found' } });
  });

  it.each<Role>(['visitor', 'contributor'])('is not for a %s', async (role) => {
    const { importId } = await importFile(facilitator, first);
    const { actor } = await world.as(role);
    const refused = await undoImport({ ...facilitator, actor }, importId);
    expect(refused).toEqual({ ok: false, error: { code: 'not-allowed' } });
    expect(await titlesIn(facilitator)).toHaveLength(2);
  });

  it('keeps the record that someone deleted deleted', async () => {
    const { importId } = await importFile(facilitator, first);
    const { record } = await practiceCalled('Four');
    await sql`update record set deleted_at = now()
      where territory_id = ${facilitator.territoryId} and id = ${record.id}`.execute(world.db);
    expect(await undone(importId)).toEqual({ deleted: 1, restored: 0, kept: 0 });
    expect(await findPractice(facilitator, { id: record.id })).toBeUndefined();
  });
});
