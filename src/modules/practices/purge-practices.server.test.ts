import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { deleteRecord, purgeChore } from '#modules/records/index.server.ts';
import { practicePurge } from './imported-record-store.server.ts';
import { undoPracticeChange } from './undo-practice.server.ts';
import { exported, figuresOf, importFile, practicesIn, titlesIn } from './testing/import-scene.server.ts';
import { undoImport } from './undo-import.server.ts';

const file = 'id,nom,commune,courriel\n1,Jardin partagé,Redon,ana@b.test\n2,Repair café,Allaire,eve@b.test\n';
const withoutIds = 'nom,commune\nJardin partagé,Redon\nRepair café,Allaire\n';

let world: TestWorld;
let facilitator: Context;

beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  const { territoryId } = await world.elsewhere();
  facilitator = { ...(await world.as('facilitator')), territoryId };
});

async function purge(): Promise<void> {
  const now = new Date(world.clock.now().getTime() + 31 * 86_400_000);
  const chore = purgeChore({ db: world.db, clock: { now: () => now }, rules: [practicePurge] });
  await chore.run(facilitator.territoryId);
}

async function deletePractice(title: string) {
  const practice = (await practicesIn(facilitator)).find(({ record }) => record.title === title);
  if (!practice) throw new Error(`No practice is called ${title}`);
  expect(await deleteRecord(facilitator, practice.record.id)).toMatchObject({ ok: true });
  return practice.record;
}

async function countIn(table: 'practice' | 'practice_contact' | 'personal_value' | 'imported_record') {
  const { rows } = await sql<{ count: number }>`
    select count(*) from ${sql.table(table)} where territory_id = ${facilitator.territoryId}`.execute(
    world.db,
  );
  return Number(rows[0]?.count);
}

describe('a purged practice', () => {
  it('takes its details, its contact and what imports knew of it', async () => {
    await importFile(facilitator, file);
    const before = await countIn('personal_value');
    await deletePractice('Jardin partagé');
    await purge();
    expect(await countIn('practice')).toBe(1);
    expect(await countIn('practice_contact')).toBe(1);
    expect(await countIn('imported_record')).toBe(1);
    expect(await countIn('personal_value')).toBe(before / 2);
    const { rows } = await sql<{ value: unknown }>`
      select value from personal_value where territory_id = ${facilitator.territoryId}`.execute(world.db);
    expect(JSON.stringify(rows)).not.toContain('ana@b.test');
    expect(JSON.stringify(rows)).toContain('eve@b.test');
  });

  it.each([
    ['its id', file],
    ['what it says', withoutIds],
  ])('is not brought back by an import that knows it by %s', async (_, content) => {
    await importFile(facilitator, content);
    await deletePractice('Jardin partagé');
    await purge();
    const report = await importFile(facilitator, content);
    expect(figuresOf(report)).toMatchObject({ read: 2, created: 0, updated: 0, unchanged: 2 });
    expect(report.counts.warnings).toEqual({ 'kept-purged': 1 });
    expect(await titlesIn(facilitator)).toEqual(['Repair café']);
  });

  it('is not brought back by our own export, made before', async () => {
    await importFile(facilitator, file);
    const ours = await exported(facilitator);
    await deletePractice('Jardin partagé');
    await purge();
    const report = await importFile(facilitator, ours, { fileName: 'pratiques.csv' });
    expect(report.counts.warnings).toMatchObject({ 'kept-purged': 1 });
    expect(await titlesIn(facilitator)).toEqual(['Repair café']);
  });

  it('comes again with its file on another territory, and after its import was undone here', async () => {
    const { importId } = await importFile(facilitator, file);
    expect(await undoImport(facilitator, importId)).toMatchObject({ ok: true, value: { deleted: 2 } });
    await purge();
    expect(figuresOf(await importFile(facilitator, file))).toMatchObject({ created: 2 });
    await deletePractice('Jardin partagé');
    await purge();
    const { territoryId } = await world.elsewhere();
    const elsewhere = { ...(await world.as('facilitator')), territoryId };
    expect(figuresOf(await importFile(elsewhere, file))).toMatchObject({ created: 2 });
  });

  it('is left out when its import is undone, and no older change of it can be undone', async () => {
    const { importId } = await importFile(facilitator, file);
    const record = await deletePractice('Jardin partagé');
    await purge();
    const { territoryId } = facilitator;
    const told = await historyOf(world.db, { territoryId, recordId: record.id, limit: 10 });
    for (const { id: entryId } of told) {
      const undone = await undoPracticeChange(facilitator, { recordId: record.id, entryId });
      expect(undone).toEqual({ ok: false, error: { code: 'not-found' } });
    }
    expect(await undoImport(facilitator, importId)).toMatchObject({
      ok: true,
      value: { deleted: 1, kept: 0 },
    });
  });
});
