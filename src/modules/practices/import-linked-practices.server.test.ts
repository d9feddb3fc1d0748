import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { ensureOwnForm } from './fields/describe-form.server.ts';
import { namedPractices } from './fields/named-practice-store.server.ts';
import { proposePractice } from './save-practice.server.ts';
import {
  exported,
  figuresOf,
  importFile,
  inNewTerritory,
  practicesIn,
} from './testing/import-scene.server.ts';
import { undoImport } from './undo-import.server.ts';

let world: TestWorld;
let facilitator: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  facilitator = await inNewTerritory(world);
  await askedWith(facilitator);
});

async function askedWith(context: Context): Promise<void> {
  await ensureOwnForm(context, { lists: [], fields: [{ key: 'avec', label: 'Avec', kind: 'practices' }] });
}

/** The titles that each practice names, by its own. */
async function linksIn(context: Context): Promise<Record<string, string[]>> {
  const practices = await practicesIn(context);
  const ids = practices.flatMap(({ details }) => details.fields['avec'] ?? []).map(String);
  const named = await namedPractices(context, ids);
  const titles = (value: unknown) => [value].flat().flatMap((id) => named.get(String(id))?.title ?? '?');
  return Object.fromEntries(
    practices.flatMap(({ record, details }) =>
      details.fields['avec'] === undefined ? [] : [[record.title, titles(details.fields['avec'])]],
    ),
  );
}

const options = { fileName: 'liens.csv', mapping: { Avec: 'field.avec' } } as const;
const untouched = (read: number) => ({ read, created: 0, updated: 0, unchanged: read, rejected: 0 });
/** Named before it comes, after it came, by itself, among others, by what its source calls it. */
const rows = [
  'Nom;Commune;Identifiant;Avec',
  'Atelier;Redon;a-1;Cantine',
  'Cantine;Redon;a-2;Atelier | Jardin',
  'Jardin;Allaire;a-3;"a-1; Jardin"',
  'Verger;Allaire;a-4;',
].join('\n');
const links = { Atelier: ['Cantine'], Cantine: ['Atelier', 'Jardin'], Jardin: ['Atelier', 'Jardin'] };

describe('practices that a file names and brings itself', () => {
  it('are linked in whatever order they come; a second run changes nothing; undoing leaves nothing', async () => {
    const dry = await importFile(facilitator, rows, { ...options, dryRun: true });
    expect([dry.created, dry.warnings]).toEqual([4, []]);
    const first = await importFile(facilitator, rows, options);
    expect([first.created, first.warnings]).toEqual([4, []]);
    expect(await linksIn(facilitator)).toEqual(links);
    expect(figuresOf(await importFile(facilitator, rows, options))).toEqual(untouched(4));
    expect((await undoImport(facilitator, first.importId)).ok).toBe(true);
    expect(await practicesIn(facilitator)).toEqual([]);
    await importFile(facilitator, rows, options);
    expect(await linksIn(facilitator)).toEqual(links);
  });

  it('are linked in the copy of an inventory, which may have to make the question', async () => {
    await importFile(facilitator, rows, options);
    const csv = await exported(facilitator);
    const copy = await inNewTerritory(world);
    await importFile(copy, csv, { mapping: { 'field.avec': 'new.practices' } });
    expect(await linksIn(copy)).toEqual(links);
    expect(figuresOf(await importFile(copy, csv))).toEqual(untouched(4));
    expect(figuresOf(await importFile(facilitator, csv))).toEqual(untouched(4));
  });

  it('are those of the file rather than others of that name, and those here where the file has none', async () => {
    for (const title of ['Cantine', 'Four'])
      await proposePractice(facilitator, { title, commune: 'Peillac' });
    await importFile(facilitator, rows.replace('a-4;', 'a-4;Four'), options);
    expect(await linksIn(facilitator)).toEqual({ ...links, Verger: ['Four'] });
    const cantines = (await practicesIn(facilitator)).filter(({ record }) => record.title === 'Cantine');
    const [atelier] = (await practicesIn(facilitator)).filter(({ record }) => record.title === 'Atelier');
    const ofFile = cantines.find(({ record }) => record.sourceRecordId === 'a-2');
    expect(atelier?.details.fields['avec']).toEqual([ofFile?.record.id]);
  });

  it('that nothing is called, or several are, are told by their name and kept aside; the others are linked', async () => {
    const twice = `${rows.replace('a-4;', 'a-4;Jardin | Nulle part')}\nJardin;Peillac;a-5;Nulle part`;
    const report = await importFile(facilitator, twice, options);
    const told = report.warnings.filter(({ code }) => code === 'own-practices-unknown');
    expect(told.map(({ record, params }) => [record, params['value']])).toEqual([
      [2, 'Jardin'],
      [3, 'Jardin'],
      [4, 'Jardin ; Nulle part'],
      [5, 'Nulle part'],
    ]);
    expect(await linksIn(facilitator)).toEqual({
      Atelier: ['Cantine'],
      Cantine: ['Atelier'],
      Jardin: ['Atelier'],
    });
    const verger = (await practicesIn(facilitator)).find(({ record }) => record.title === 'Verger');
    expect(verger?.details.extra).toEqual({ Avec: 'Jardin ; Nulle part' });
    expect(figuresOf(await importFile(facilitator, twice, options))).toEqual(untouched(5));
  });
});
