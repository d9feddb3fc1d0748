import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { deleteRecord, purgeChore } from '#modules/records/index.server.ts';
import { answerConsent } from '../answer-consent.server.ts';
import { makeConsentLink } from '../consent-link.server.ts';
import { practicePurge } from '../imported-record-store.server.ts';
import { exported, figuresOf, importFile, practicesIn, titlesIn } from '../testing/import-scene.server.ts';
import { undoImport } from '../undo-import.server.ts';
import { mergePractices, unmergePractices } from './merge-practices.server.ts';

const garden = 'id,nom,commune,site,courriel\nA1,Jardin des Cordiers,Redon,https://jardin.test,ana@b.test\n';
const sameGarden = 'id,nom,commune,depuis,courriel\nB7,JARDIN DES CORDIERS,Redon,2014,ana@b.test\n';
const [here, there] = [{ sourceName: 'Ville' }, { sourceName: 'Pays' }];

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

/** Both files imported, and what they say of the garden made one. */
async function mergedGarden() {
  const { importId: first } = await importFile(facilitator, garden, here);
  const { importId: second } = await importFile(facilitator, sameGarden, there);
  const practices = await practicesIn(facilitator);
  const [kept] = practices.filter(({ record }) => record.sourceName === 'Ville');
  const [merged] = practices.filter(({ record }) => record.sourceName === 'Pays');
  if (!kept || !merged) throw new Error('Not imported');
  const done = await mergePractices(facilitator, {
    keptId: kept.record.id,
    keptVersion: 1,
    mergedId: merged.record.id,
    mergedVersion: 1,
    choices: { title: 'kept' },
    licencesAgreed: true,
  });
  if (!done.ok) throw new Error(done.error.code);
  return { id: kept.record.id, mergedId: merged.record.id, first, second };
}

async function onlyOne() {
  const [practice, ...others] = await practicesIn(facilitator);
  expect(others).toEqual([]);
  return practice?.details;
}

describe('importing again what was merged', () => {
  it('makes no new practice, from either source', async () => {
    await mergedGarden();
    const unchanged = { read: 1, created: 0, updated: 0, unchanged: 1, rejected: 0 };
    expect(figuresOf(await importFile(facilitator, garden, here))).toEqual(unchanged);
    expect(figuresOf(await importFile(facilitator, sameGarden, there))).toEqual(unchanged);
    expect(await onlyOne()).toMatchObject({ website: 'https://jardin.test', since: '2014' });
  });

  it('follows each source in what came from it, and undoing the import follows back', async () => {
    await mergedGarden();
    await importFile(facilitator, garden.replace('jardin.test', 'cordiers.test'), here);
    const { importId } = await importFile(facilitator, sameGarden.replace('2014', '2013'), there);
    expect(await onlyOne()).toMatchObject({ website: 'https://cordiers.test', since: '2013' });
    await undoImport(facilitator, importId);
    expect(await onlyOne()).toMatchObject({ website: 'https://cordiers.test', since: '2014' });
  });

  it('leaves what was chosen from the other source', async () => {
    await mergedGarden();
    await importFile(facilitator, sameGarden.replace('JARDIN DES', 'GRAND JARDIN DES'), there);
    expect(await titlesIn(facilitator)).toEqual(['Jardin des Cordiers']);
  });

  it('takes nothing away when the first import is undone', async () => {
    const { second } = await mergedGarden();
    expect(await undoImport(facilitator, second)).toMatchObject({ value: { deleted: 0, kept: 1 } });
    expect(await titlesIn(facilitator)).toEqual(['Jardin des Cordiers']);
  });

  it('gives back, once un-merged, what its source says today', async () => {
    const { id } = await mergedGarden();
    await importFile(facilitator, sameGarden.replace('2014', '2013'), there);
    const { db, territoryId } = facilitator;
    const history = await historyOf(db, { territoryId, recordId: id, limit: 9 });
    const entryId = history.find(({ action }) => action === 'practice.merged')?.id ?? '';
    const undone = await unmergePractices(facilitator, {
      recordId: id,
      entryId,
      decided: { since: 'give-back' },
    });
    expect(undone.ok).toBe(true);
    const since = (await practicesIn(facilitator)).map(({ details }) => details.since);
    expect(since.toSorted()).toEqual(['', '2013']);
  });

  it('is told in the open data, under the one address, with both sources', async () => {
    await mergedGarden();
    const [head, row, ...rest] = (await exported(facilitator)).trim().split('\r\n');
    expect(head).toContain('source_id,source_credit,source_site,source_seen_on,merged');
    expect(row).toContain('Ville,,A1,,,,"Pays, B7"');
    expect(rest).toEqual([]);
  });
});

describe('what was merged', () => {
  it('goes for good with the practice that stands for it, and no import brings it back', async () => {
    const { id, mergedId } = await mergedGarden();
    await deleteRecord(facilitator, id);
    const deleted = await importFile(facilitator, sameGarden, there);
    expect(deleted.warnings.map(({ code }) => code)).toEqual(['kept-deleted']);
    const now = new Date(world.clock.now().getTime() + 31 * 86_400_000);
    await purgeChore({ db: world.db, clock: { now: () => now }, rules: [practicePurge] }).run(
      facilitator.territoryId,
    );
    const { rows } = await sql`select id from record where territory_id = ${facilitator.territoryId}`.execute(
      world.db,
    );
    expect(rows).toEqual([]);
    const { db, territoryId } = facilitator;
    expect(JSON.stringify(await historyOf(db, { territoryId, recordId: mergedId, limit: 9 }))).not.toContain(
      '2014',
    );
    const again = await importFile(facilitator, sameGarden, there);
    expect(again.warnings.map(({ code }) => code)).toEqual(['kept-purged']);
  });

  it('forgets the person to reach with the practice that stands for it', async () => {
    const { mergedId } = await mergedGarden();
    const link = await makeConsentLink(facilitator, mergedId, 'ana@b.test');
    const token = link.split('/').at(-1) ?? '';
    expect(await answerConsent(facilitator, { token, choice: 'delete', words: '' })).toMatchObject({
      ok: true,
    });
    const { territoryId } = facilitator;
    const { rows } = await sql`
      select email from practice_contact where territory_id = ${territoryId}
      union all select value::text from personal_value where territory_id = ${territoryId}`.execute(world.db);
    expect(JSON.stringify(rows)).not.toContain('ana@b.test');
  });
});
