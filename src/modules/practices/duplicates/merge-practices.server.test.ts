import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import type { RecordCore } from '#modules/records/index.ts';
import {
  addComment,
  insertFollow,
  relateRecords,
  relatedRecords,
  readComments,
} from '#modules/records/index.server.ts';
import { formOf } from '../practice-form.ts';
import type { Practice, PracticeInput } from '../practice.ts';
import { findPractice } from '../practice-store.server.ts';
import { listPractices, pageOfPractices, readPracticeList } from '../list-practices.server.ts';
import { editPractice, proposePractice } from '../save-practice.server.ts';
import { undoPracticeChange } from '../undo-practice.server.ts';
import { saveContact } from '../manage-contact.server.ts';
import { findContact } from '../contact-store.server.ts';
import { addField } from '../fields/shape-form.server.ts';
import { describeDifferences } from '../fields/tell-own-fields.server.ts';
import {
  type MergeInput,
  mergePractices,
  mergedSources,
  unmergePractices,
} from './merge-practices.server.ts';

let world: TestWorld;
let facilitator: Context;
let member: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  const { territoryId } = await world.elsewhere();
  facilitator = { ...(await world.as('facilitator')), territoryId };
  member = { ...(await world.as('contributor', 'Dominique')), territoryId };
});

async function proposed(input: PracticeInput, by = facilitator): Promise<RecordCore> {
  const made = await proposePractice(by, { commune: 'Redon', ...input });
  if (!made.ok) throw new Error(made.error.code);
  return made.value;
}

/** The garden as two people wrote it down. */
async function twice() {
  const kept = await proposed({ title: 'Jardin des Cordiers', description: 'Un jardin.', tags: 'jardin' });
  const input = {
    title: 'Le jardin des cordiers',
    description: 'Du compost.',
    tags: 'compost',
    since: '2014',
  };
  return { kept, merged: await proposed(input, member) };
}

function asking(kept: RecordCore, merged: RecordCore, more: Partial<MergeInput> = {}): MergeInput {
  const versions = {
    keptId: kept.id,
    keptVersion: kept.version,
    mergedId: merged.id,
    mergedVersion: merged.version,
  };
  return { ...versions, choices: {}, licencesAgreed: false, ...more };
}

async function reread({ id }: { id: string }): Promise<Practice> {
  const found = await findPractice(facilitator, { id });
  if (!found) throw new Error('Not found');
  return found;
}

async function mergeEntry({ id }: { id: string }): Promise<string> {
  const { db, territoryId } = facilitator;
  const history = await historyOf(db, { territoryId, recordId: id, limit: 20 });
  return history.find(({ action }) => action === 'practice.merged')?.id ?? '';
}

/** What a practice says and who wrote it; how often and when it was written is history's. */
function contentOf({ record, details }: Practice) {
  const { version: _version, updatedAt: _updatedAt, ...core } = record;
  return { ...core, details };
}

const listed = async (context: Context) => {
  const query = { filters: {}, sort: 'title', page: 1, perPage: 20 } as const;
  return (await listPractices(context, query)).items.map(({ title }) => title);
};

describe('merging two practices', () => {
  it('makes one of them, which says what was chosen of both and is counted once', async () => {
    const { kept, merged } = await twice();
    const done = await mergePractices(facilitator, asking(kept, merged, { choices: { title: 'merged' } }));
    expect(done.ok).toBe(true);
    const { record, details } = await reread(kept);
    expect(record).toMatchObject({ title: 'Le jardin des cordiers', tags: ['jardin', 'compost'] });
    expect(record.authorIds).toEqual([facilitator.actor.personId, member.actor.personId]);
    expect(details.since).toBe('2014');
    expect(JSON.stringify(record.body)).toMatch(/Un jardin.*Du compost/);
    expect(await listed(member)).toEqual(['Le jardin des cordiers']);
    expect(await findPractice(facilitator, { id: merged.id })).toBeUndefined();
  });

  it('is found by the sources of all it stands for', async () => {
    const { kept, merged } = await twice();
    const first = await proposed({ title: 'Jardin cordiers' });
    await sql`update record set source_name = case id when ${first.id} then 'Ville' when ${merged.id} then 'Pays' else '' end
      where territory_id = ${facilitator.territoryId}`.execute(world.db);
    const from = async (source: string) => {
      const query = { filters: { source: [source] }, sort: 'title' as const, page: 1, perPage: 20 };
      const { items } = await pageOfPractices(member, query);
      const { list } = await readPracticeList(member, query);
      expect(items.map(({ id }) => id)).toEqual(list.items.map(({ id }) => id));
      return list.items.map(({ id }) => id);
    };
    await mergePractices(facilitator, asking(await fresh(merged), await fresh(first)));
    expect([await from('Ville'), await from('Pays')]).toEqual([[merged.id], [merged.id]]);
    await mergePractices(facilitator, asking(kept, await fresh(merged), { licencesAgreed: true }));
    expect([await from('Ville'), await from('Pays')]).toEqual([[kept.id], [kept.id]]);
    await unmergePractices(facilitator, { recordId: kept.id, entryId: await mergeEntry(kept) });
    expect([await from('Ville'), await from('Pays')]).toEqual([[merged.id], [merged.id]]);
  });

  it('tells what they answer to the questions of the territory by their names, to those who see them', async () => {
    await addField(facilitator, { label: 'Saison', kind: 'choices', options: 'Hiver\nÉté' });
    await addField(facilitator, { label: 'Suivi', kind: 'text', visibility: 'facilitators' });
    const kept = await proposed({ title: 'Jardin', own: { 'field.saison': ['hiver'] } });
    const own = { 'field.saison': ['ete'], 'field.suivi': ['à rappeler'] };
    const merged = await proposed({ title: 'Jardin', own });
    const changes = {
      'field.saison': { before: ['hiver'], after: ['ete'] },
      'field.suivi': { before: null, after: 'à rappeler' },
      title: { before: 'Jardin', after: 'Le jardin' },
    };
    const told = await describeDifferences(facilitator, changes);
    expect(told.map(({ label, before, after }) => [label, before, after])).toEqual([
      [undefined, ['Jardin'], ['Le jardin']],
      ['Saison', ['Hiver'], ['Été']],
      ['Suivi', [], ['à rappeler']],
    ]);
    expect(await describeDifferences(member, changes)).toHaveLength(2);
    const choices = { 'field.saison': 'both' };
    expect((await mergePractices(facilitator, asking(kept, merged, { choices }))).ok).toBe(true);
    expect((await reread(kept)).details.fields).toEqual({ saison: ['hiver', 'ete'], suivi: 'à rappeler' });
    const named = async (context: Context) =>
      (await mergedSources(context, kept.id)).map(({ fields, ownFields }) => [fields, ownFields]);
    expect(await named(facilitator)).toEqual([[[], ['Saison', 'Suivi']]]);
    expect(await named(member)).toEqual([[[], ['Saison']]]);
  });

  it('brings along comments, follows and ties', async () => {
    const { kept, merged } = await twice();
    const other = await proposed({ title: 'Compost du bourg' });
    await addComment(member, { recordId: merged.id, markdown: 'On y était hier.' });
    await relateRecords(member, { recordId: merged.id, otherId: other.id });
    await insertFollow(member, member.actor.personId ?? '', { recordId: merged.id });
    await mergePractices(facilitator, asking(kept, await fresh(merged)));
    expect((await readComments(member, kept.id)).length).toBe(1);
    expect((await relatedRecords(member, kept.id)).map(({ id }) => id)).toEqual([other.id]);
    expect(await followersOf(kept)).toContain(member.actor.personId);
  });

  it('is for facilitators, of one territory, on what is seen by the same people', async () => {
    const { kept, merged } = await twice();
    expect(await mergePractices(member, asking(kept, merged))).toMatchObject({
      error: { code: 'not-allowed' },
    });
    const elsewhere = { ...facilitator, territoryId: (await world.elsewhere()).territoryId };
    expect(await mergePractices(elsewhere, asking(kept, merged))).toMatchObject({
      error: { code: 'not-found' },
    });
    expect(await mergePractices(facilitator, asking(kept, kept))).toMatchObject({
      error: { code: 'not-found' },
    });
    await sql`update record set visibility = 'members' where territory_id = ${facilitator.territoryId}
      and id = ${merged.id}`.execute(world.db);
    expect(await mergePractices(facilitator, asking(kept, merged))).toMatchObject({
      error: { code: 'seen-by-others' },
    });
  });

  it('is refused when one of them changed since they were compared', async () => {
    const { kept, merged } = await twice();
    const input = { ...formOf(await reread(merged)), title: 'Autre nom' };
    await editPractice(member, { recordId: merged.id, version: merged.version, input });
    expect(await mergePractices(facilitator, asking(kept, merged))).toMatchObject({
      error: { code: 'changed-meanwhile' },
    });
    expect(await listed(member)).toEqual(['Autre nom', 'Jardin des Cordiers']);
  });

  it('succeeds for one of two people who do it at the same time, whichever record each of them keeps', async () => {
    const { kept, merged } = await twice();
    const results = await Promise.all([
      mergePractices(facilitator, asking(kept, merged)),
      mergePractices(facilitator, asking(merged, kept)),
      mergePractices(facilitator, asking(kept, merged)),
    ]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await listed(member)).toHaveLength(1);
  });

  it('asks before it puts texts of licences that do not go together into one', async () => {
    const { kept, merged } = await twice();
    await sql`update record set licence = case id when ${kept.id} then 'ODbL-1.0' else 'CC-BY-SA-4.0' end
      where territory_id = ${facilitator.territoryId}`.execute(world.db);
    expect(await mergePractices(facilitator, asking(kept, merged))).toMatchObject({
      error: { code: 'licences' },
    });
    const nothingTaken = Object.fromEntries(
      ['title', 'body', 'tags', 'since', 'licence'].map((name) => [name, 'kept']),
    );
    expect((await mergePractices(facilitator, asking(kept, merged, { choices: nothingTaken }))).ok).toBe(
      true,
    );
  });

  it('gives the kept one the contact of the other, with what that person chose', async () => {
    const { kept, merged } = await twice();
    const input = { name: 'Ana', email: 'ana@exemple.test', phone: '' };
    await saveContact(facilitator, { recordId: merged.id, input });
    await sql`update practice_contact set choice = 'public', answered_at = now()
      where territory_id = ${facilitator.territoryId}`.execute(world.db);
    await mergePractices(facilitator, asking(kept, merged));
    expect(await findContact(facilitator, kept.id)).toMatchObject({ name: 'Ana', choice: 'public' });
    await unmergePractices(facilitator, { recordId: kept.id, entryId: await mergeEntry(kept) });
    expect(await findContact(facilitator, merged.id)).toMatchObject({ name: 'Ana', choice: 'public' });
    expect(await findContact(facilitator, kept.id)).toBeUndefined();
  });
});

const fresh = async (record: RecordCore) => (await reread(record)).record;

async function followersOf({ id }: { id: string }): Promise<string[]> {
  const { rows } = await sql<{ person: string }>`select person_id as person from follow
    where territory_id = ${facilitator.territoryId} and record_id = ${id}`.execute(world.db);
  return rows.map(({ person }) => person);
}

describe('un-merging', () => {
  it('gives both back as they were, from the history, with what people had added to each', async () => {
    const { kept, merged } = await twice();
    await addComment(member, { recordId: merged.id, markdown: 'On y était hier.' });
    await insertFollow(member, member.actor.personId ?? '', { recordId: kept.id });
    const before = [contentOf(await reread(kept)), contentOf(await reread(merged))];
    await mergePractices(facilitator, asking(await fresh(kept), await fresh(merged)));
    await addComment(member, { recordId: kept.id, markdown: 'Et aujourd’hui aussi.' });
    const undone = await undoPracticeChange(facilitator, {
      recordId: kept.id,
      entryId: await mergeEntry(kept),
    });
    expect(undone.ok).toBe(true);
    expect([contentOf(await reread(kept)), contentOf(await reread(merged))]).toEqual(before);
    expect((await readComments(member, merged.id)).length).toBe(1);
    expect((await readComments(member, kept.id)).length).toBe(1);
    expect(await followersOf(merged)).toEqual([member.actor.personId]);
  });

  it('gives both back to the letter, whatever they said and whatever was chosen', async () => {
    const said = fc.record({
      title: fc.constantFrom('Jardin des Cordiers', 'Le jardin', 'Verger'),
      pitch: fc.constantFrom('', 'On sème'),
      description: fc.constantFrom('', 'Un jardin.', 'Un jardin. Du *compost*.', '- a\n- b'),
      tags: fc.constantFrom('', 'jardin', 'jardin, compost', 'pain'),
      commune: fc.constantFrom('Redon', 'Allaire', 'Pipriac'),
      purpose: fc.constantFrom('', 'sharing', 'organisation'),
      since: fc.constantFrom('', '2014', '2015-03'),
      website: fc.constantFrom('', 'https://a.test', 'https://b.test'),
    });
    const choice = fc.constantFrom('kept', 'merged', 'both', 'nonsense');
    const choices = fc.dictionary(
      fc.constantFrom('title', 'pitch', 'body', 'tags', 'commune', 'point', 'purpose', 'since', 'website'),
      choice,
    );
    await fc.assert(
      fc.asyncProperty(said, said, choices, async (one, other, chosen) => {
        const [kept, merged] = [await proposed(one), await proposed(other, member)];
        const before = [contentOf(await reread(kept)), contentOf(await reread(merged))];
        const done = await mergePractices(
          facilitator,
          asking(kept, merged, { choices: chosen, licencesAgreed: true }),
        );
        expect(done.ok).toBe(true);
        await unmergePractices(facilitator, { recordId: kept.id, entryId: await mergeEntry(kept) });
        expect([contentOf(await reread(kept)), contentOf(await reread(merged))]).toEqual(before);
      }),
      { numRuns: 20 },
    );
  });

  it('asks about what was changed since, and only about that', async () => {
    const { kept, merged } = await twice();
    await mergePractices(facilitator, asking(kept, merged));
    const now = await reread(kept);
    const input = { ...formOf(now), since: '2015' };
    await editPractice(member, { recordId: kept.id, version: now.record.version, input });
    const undo = { recordId: kept.id, entryId: await mergeEntry(kept) };
    expect(await unmergePractices(facilitator, undo)).toMatchObject({
      error: { code: 'changed-since', fields: [{ field: 'since', before: '', now: '2015' }] },
    });
    expect((await unmergePractices(facilitator, { ...undo, decided: { since: 'keep' } })).ok).toBe(true);
    expect((await reread(kept)).details.since).toBe('2015');
    expect((await reread(kept)).record.tags).toEqual(['jardin']);
    expect((await reread(merged)).details.since).toBe('2014');
  });

  it('is for facilitators, and done once', async () => {
    const { kept, merged } = await twice();
    await mergePractices(facilitator, asking(kept, merged));
    const undo = { recordId: kept.id, entryId: await mergeEntry(kept) };
    expect(await undoPracticeChange(member, undo)).toMatchObject({ error: { code: 'not-allowed' } });
    const both = await Promise.all([
      unmergePractices(facilitator, undo),
      unmergePractices(facilitator, undo),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await listed(member)).toHaveLength(2);
  });

  it('takes apart one of several merges, the last one first when one stands within another', async () => {
    const { kept, merged } = await twice();
    const third = await proposed({ title: 'Jardin cordiers' });
    await mergePractices(facilitator, asking(kept, merged));
    const inner = await mergeEntry(kept);
    await mergePractices(facilitator, asking(third, await fresh(kept)));
    expect(await unmergePractices(facilitator, { recordId: kept.id, entryId: inner })).toMatchObject({
      error: { code: 'not-found' },
    });
    await unmergePractices(facilitator, { recordId: third.id, entryId: await mergeEntry(third) });
    expect((await unmergePractices(facilitator, { recordId: kept.id, entryId: inner })).ok).toBe(true);
    expect(await listed(member)).toHaveLength(3);
  });
});
