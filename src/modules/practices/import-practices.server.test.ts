import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context, Role } from '#kernel/context.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { topicsOf } from '#modules/records/index.server.ts';
import { deleteRecord, findByOrigin } from '#modules/records/index.server.ts';
import { findPractice } from './practice-store.server.ts';
import { formOf } from './practice-form.ts';
import { editPractice, proposePractice } from './save-practice.server.ts';
import { figuresOf, importFile, titlesIn, tryImport } from './testing/import-scene.server.ts';

let world: TestWorld;
let facilitator: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  const elsewhere = await world.elsewhere();
  const { actor } = await world.as('facilitator');
  facilitator = { ...elsewhere, actor };
});

const two = 'id,nom,commune\n1,Jardin partagé,Redon\n2,Repair café,Allaire\n';

async function practiceWithId(sourceRecordId: string, sourceName = 'inventaire.csv') {
  const origin = { sourceName, sourceRecordId, fingerprint: '' };
  const [met] = await findByOrigin(facilitator, 'practice', [origin]);
  const practice = met && (await findPractice(facilitator, { id: met.id }));
  if (!practice) throw new Error(`No practice with id ${sourceRecordId}`);
  return practice;
}

async function edit(sourceRecordId: string, changes: Record<string, string>): Promise<void> {
  const practice = await practiceWithId(sourceRecordId);
  const saved = await editPractice(facilitator, {
    recordId: practice.record.id,
    version: practice.record.version,
    input: { ...formOf(practice), ...changes },
  });
  if (!saved.ok) throw new Error(saved.error.code);
}

describe('who may import', () => {
  it.each<[Role, boolean]>([
    ['visitor', false],
    ['contributor', false],
    ['facilitator', true],
    ['owner', true],
  ])('%s: %s', async (role, may) => {
    const context = await world.as(role);
    const imported = await tryImport(context, two, { dryRun: true });
    expect(imported.ok).toBe(may);
    if (!imported.ok) expect(imported.error.code).toBe('not-allowed');
  });
});

describe('a first import', () => {
  it('is in the language of the territory, where the file does not say', async () => {
    await sql`update territory set language = 'br' where id = ${facilitator.territoryId}`.execute(world.db);
    await importFile(facilitator, two);
    expect((await practiceWithId('1')).record.language).toBe('br');
    expect(figuresOf(await importFile(facilitator, two))).toMatchObject({ created: 0, updated: 0 });
  });

  it('makes a public practice of each record, with its place, its source and no author', async () => {
    const file =
      'id,nom,commune,thème,courriel\n7,Jardin partagé,Redon,Alimentation,ana@b.test\n8,Four à pain,Allaire,,\n';
    const report = await importFile(facilitator, file, { licence: 'ODbL-1.0' });
    expect(figuresOf(report)).toEqual({ read: 2, created: 2, updated: 0, unchanged: 0, rejected: 0 });
    expect(report).toMatchObject({ format: 'csv', encoding: 'utf-8', source: 'inventaire.csv' });
    const { record, details } = await practiceWithId('7');
    expect(record).toMatchObject({
      title: 'Jardin partagé',
      licence: 'ODbL-1.0',
      sourceName: 'inventaire.csv',
      tags: [],
      authorIds: [],
      visibility: 'public',
    });
    expect((await topicsOf(facilitator, record.topicIds)).map(({ name }) => name)).toEqual(['Alimentation']);
    expect(details).toMatchObject({ communeCode: '35236', communeName: 'Redon', status: 'active' });
  });

  it('keeps contacts where only the database sees them: not in the journal, not in the record', async () => {
    await importFile(facilitator, 'nom,courriel,téléphone\nJardin,ana@b.test,02 99 12 34 56\n');
    const { rows } = await sql<{ email: string; phone: string; journal: string; record: string }>`
      select contact.email, contact.phone, entry.changes::text as journal, to_jsonb(record.*)::text as record
      from practice_contact as contact
      join record on record.territory_id = contact.territory_id and record.id = contact.record_id
      join journal_entry as entry on entry.territory_id = contact.territory_id
        and entry.record_id = contact.record_id
      where contact.territory_id = ${facilitator.territoryId}`.execute(world.db);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ email: 'ana@b.test', phone: '02 99 12 34 56' });
    expect(`${rows[0]?.journal} ${rows[0]?.record}`).not.toMatch(/ana@b|12 34 56/);
    expect(rows[0]?.journal).toContain('commitment');
  });

  it('writes one entry in the journal for each record, and one for the import', async () => {
    await importFile(facilitator, two);
    const { rows } = await sql<{ action: string; count: number }>`
      select action, count(*) as count from journal_entry where territory_id = ${facilitator.territoryId}
      group by action order by action`.execute(world.db);
    expect(rows).toEqual([
      { action: 'import.done', count: 1 },
      { action: 'practice.imported', count: 2 },
    ]);
  });

  it('takes the source someone gives, else the one each row names, else the name of the file', async () => {
    const file = 'id,nom,source\n1,A du port,Le Réseau\n2,B du port,\n3,C du port,223500018\n';
    const asked = await importFile(facilitator, file, { sourceName: 'Mon annuaire', dryRun: true });
    expect(asked.source).toBe('Mon annuaire');
    await importFile(facilitator, file);
    expect((await practiceWithId('1', 'Le Réseau')).record.title).toBe('A du port');
    expect((await practiceWithId('2')).record.title).toBe('B du port');
    expect((await practiceWithId('3')).details.extra).toEqual({ source: '223500018' });
  });
});

describe('the same file again', () => {
  it('changes nothing, by id or without one', async () => {
    const without = 'nom,commune\nJardin partagé,Redon\nJardin partagé,Redon\nFour à pain,Allaire\n';
    for (const file of [two, without]) {
      const { created } = await importFile(facilitator, file);
      expect(figuresOf(await importFile(facilitator, file))).toMatchObject({
        created: 0,
        updated: 0,
        unchanged: created,
      });
    }
    expect(await titlesIn(facilitator)).toHaveLength(5);
  });

  it('changes nothing when its rows and columns come in another order', async () => {
    await importFile(facilitator, two);
    const shuffled = 'commune;nom;id\nAllaire;Repair café;2\nRedon;Jardin partagé;1\n';
    expect(figuresOf(await importFile(facilitator, shuffled))).toMatchObject({ created: 0, updated: 0 });
  });

  it('meets practices that came by other means with the same source and id', async () => {
    await importFile(facilitator, two);
    await sql`delete from imported_record where territory_id = ${facilitator.territoryId}`.execute(world.db);
    const changed = two.replace('Jardin partagé', 'Jardin des Cordiers');
    expect(figuresOf(await importFile(facilitator, changed))).toMatchObject({ created: 0, updated: 1 });
  });

  it('is another matter in another territory, or from another source', async () => {
    await importFile(facilitator, two);
    expect((await importFile(facilitator, two, { sourceName: 'Ailleurs' })).created).toBe(2);
    const other = { ...(await world.elsewhere()), actor: facilitator.actor };
    expect((await importFile(other, two)).created).toBe(2);
    expect(await titlesIn(other)).toEqual(['Jardin partagé', 'Repair café']);
  });
});

describe('a file that changed', () => {
  it('updates what changed in it, and tells it in the history', async () => {
    await importFile(facilitator, two);
    const report = await importFile(facilitator, two.replace('Repair café,Allaire', 'Repair café,Béganne'));
    expect(figuresOf(report)).toMatchObject({ created: 0, updated: 1, unchanged: 1 });
    const { record, details } = await practiceWithId('2');
    expect(details.communeName).toBe('Béganne');
    expect(record.version).toBe(2);
  });

  it('does not touch what a person wrote since, and flags it when both changed', async () => {
    await importFile(facilitator, two);
    await edit('1', { title: 'Jardin des Cordiers', pitch: 'Ouvert à tout le monde' });
    expect(figuresOf(await importFile(facilitator, two))).toMatchObject({ updated: 0, unchanged: 2 });
    const report = await importFile(facilitator, two.replace('Jardin partagé,Redon', 'Le jardin,Allaire'));
    expect(figuresOf(report)).toMatchObject({ updated: 1, unchanged: 1 });
    expect(report.warnings).toEqual([
      { record: 1, line: 2, field: 'title', code: 'kept-local-edit', params: {} },
    ]);
    const { record, details } = await practiceWithId('1');
    expect([record.title, record.pitch, details.communeName]).toEqual([
      'Jardin des Cordiers',
      'Ouvert à tout le monde',
      'Allaire',
    ]);
  });

  it('leaves alone what it has no column for', async () => {
    await importFile(facilitator, 'id,nom,site,courriel\n1,Jardin,https://a.test,ana@b.test\n');
    const report = await importFile(facilitator, 'id,nom\n1,Jardin des Cordiers\n');
    expect(report.updated).toBe(1);
    expect((await practiceWithId('1')).details.website).toBe('https://a.test');
    expect(await contacts()).toEqual(['ana@b.test']);
  });

  it('empties a field that it has emptied', async () => {
    await importFile(facilitator, 'id,nom,site\n1,Jardin,https://a.test\n2,Four,https://b.test\n');
    await importFile(facilitator, 'id,nom,site\n1,Jardin,\n2,Four,https://b.test\n');
    expect((await practiceWithId('1')).details.website).toBe('');
  });

  it('leaves a practice deleted that someone deleted here', async () => {
    await importFile(facilitator, two);
    await deleteRecord(facilitator, (await practiceWithId('1')).record.id);
    const report = await importFile(facilitator, two.replace('Jardin partagé', 'Jardin'));
    expect(figuresOf(report)).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    expect(report.counts.warnings).toEqual({ 'kept-deleted': 1 });
    expect(await titlesIn(facilitator)).toEqual(['Repair café']);
  });
});

async function contacts(): Promise<string[]> {
  const { rows } = await sql<{ email: string }>`
    select email from practice_contact where territory_id = ${facilitator.territoryId}`.execute(world.db);
  return rows.map(({ email }) => email);
}

describe('contacts', () => {
  const file = (email: string) => `id,nom,commune,courriel\n1,Jardin,Redon,${email}\n`;

  it('follow the file', async () => {
    await importFile(facilitator, file('ana@b.test'));
    expect((await importFile(facilitator, file('eve@b.test'))).updated).toBe(1);
    expect(await contacts()).toEqual(['eve@b.test']);
    await importFile(facilitator, file(''));
    expect(await contacts()).toEqual([]);
  });

  it('do not come back once they were erased here, as long as the file says the same', async () => {
    await importFile(facilitator, file('ana@b.test'));
    await sql`delete from practice_contact where territory_id = ${facilitator.territoryId}`.execute(world.db);
    await importFile(facilitator, 'id,nom,commune,courriel\n1,Jardin des Cordiers,Redon,ana@b.test\n');
    expect(await contacts()).toEqual([]);
  });

  it('that a person corrected stay, and the file’s other one is flagged', async () => {
    await importFile(facilitator, file('ana@b.test'));
    await sql`update practice_contact set email = 'ici@b.test'
      where territory_id = ${facilitator.territoryId}`.execute(world.db);
    const report = await importFile(facilitator, file('eve@b.test'));
    expect(report.warnings).toMatchObject([{ field: 'contact', code: 'kept-local-edit' }]);
    expect(await contacts()).toEqual(['ici@b.test']);
  });
});

describe('records that look the same', () => {
  it('an id met twice counts once, and the second row is flagged', async () => {
    const report = await importFile(
      facilitator,
      'id,nom,commune\n1,Jardin,Redon\n1,Autre jardin,Redon\n2,Four,Redon\n',
    );
    expect(figuresOf(report)).toEqual({ read: 3, created: 2, updated: 0, unchanged: 1, rejected: 0 });
    expect(report.warnings).toEqual([
      { record: 2, line: 3, field: 'externalId', code: 'repeated-id', params: { id: '1', record: 1 } },
    ]);
    expect(await titlesIn(facilitator)).toEqual(['Four', 'Jardin']);
  });

  it('the same id at two sources is two practices', async () => {
    const report = await importFile(
      facilitator,
      'id,nom,commune,source\n1,Jardin,Redon,Réseau A\n1,Four,Redon,Réseau B\n',
    );
    expect(figuresOf(report)).toMatchObject({ created: 2, unchanged: 0 });
    expect(report.warnings).toEqual([]);
  });

  it('lookalikes without an id are all made, and flagged', async () => {
    const report = await importFile(facilitator, 'nom,commune\nJardin,Redon\nJardin,Redon\n');
    expect(report.created).toBe(2);
    expect(report.counts.warnings).toEqual({ lookalike: 1 });
  });

  it('one that resembles a practice that is already here is made, and flagged', async () => {
    await proposePractice(facilitator, { title: 'Repair café', commune: 'Allaire' });
    const report = await importFile(facilitator, two);
    expect(report.created).toBe(2);
    expect(report.warnings).toEqual([
      { record: 2, line: 3, field: null, code: 'lookalike-here', params: { title: 'Repair café' } },
    ]);
  });
});

describe('a trial', () => {
  it('says what the import would do, and does nothing', async () => {
    await importFile(facilitator, two);
    const changed = two.replace('Jardin partagé', 'Jardin').concat('3,Four à pain,Redon\n');
    const would = await importFile(facilitator, changed, { dryRun: true });
    expect(figuresOf(would)).toEqual({ read: 3, created: 1, updated: 1, unchanged: 1, rejected: 0 });
    expect(await titlesIn(facilitator)).toEqual(['Jardin partagé', 'Repair café']);
    expect(figuresOf(await importFile(facilitator, changed))).toEqual(figuresOf(would));
  });
});
