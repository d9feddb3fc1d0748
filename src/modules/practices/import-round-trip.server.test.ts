import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { sharedFile } from '#kernel/testing/shared-data.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { addTopic } from '#modules/records/index.server.ts';
import { formOf } from './practice-form.ts';
import { exportGeojson } from './export-practices.server.ts';
import { findPractice } from './practice-store.server.ts';
import { newPractice } from './prepare-practice.server.ts';
import { createPractice, editPractice, proposePractice } from './save-practice.server.ts';
import {
  exported,
  figuresOf,
  importFile,
  practicesIn,
  titlesIn,
  inNewTerritory,
} from './testing/import-scene.server.ts';

let world: TestWorld;
let facilitator: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  facilitator = await inNewTerritory(world);
});

/** What must come back: ids, addresses here and dates are of the place. */
function lasting(csv: string): Record<string, string>[] {
  const rows = parse(csv, { columns: true }) as Record<string, string>[];
  return rows.map(({ id: _id, url: _url, created_at: _made, updated_at: _changed, ...rest }) => rest);
}

const difficult = {
  title: '=Jardin « des » "Cordiers", & <autres>',
  pitch: '@tous ; venez | nombreux',
  description:
    '# Titre\n\nUn **texte** _riche_, <b>pas gras</b> &amp; [lien](https://a.test/?a=1&b=2)\n\n1. un\n2. deux\n\n> cité\n\n```\ncode\n```',
  commune: 'Redon',
  place: "'12, rue du Port",
  tags: 'alimentation, bien-être',
  website: 'https://a.test/',
  since: '2016-03',
  count: '30',
  purpose: 'sharing',
  status: 'idea',
  milieu: 'rural',
  digital: 'mailing-list',
  partners: 'Mairie; "les Amis", & co',
  links: 'Journal ; suite : https://a.test/j\nhttps://b.test/?q=1;2',
};

describe('an export, imported where it was made', () => {
  it('changes nothing, not even the order of topics, nor a keyword that is called as a theme', async () => {
    const ids: string[] = [];
    for (const name of ['Énergie', 'Alimentation']) {
      const topic = await addTopic(facilitator, 'theme', { name });
      if (topic.ok) ids.push(topic.value.id);
    }
    const core = { topics: ids, chat: '', coAuthors: '', licence: 'CC-BY-4.0' };
    const proposed = { title: 'Chaleur des haies', commune: 'Redon', tags: 'énergie, bois' };
    await proposePractice(facilitator, { ...proposed, core });
    const again = await importFile(facilitator, await exported(facilitator));
    expect(figuresOf(again)).toMatchObject({ created: 0, updated: 0, unchanged: 1 });
  });
});

describe('an export, imported into an empty territory', () => {
  it('exports again the same, whatever people wrote', async () => {
    const theme = await addTopic(facilitator, 'theme', { name: 'Alimentation, jardins « à nous »' });
    const community = await addTopic(facilitator, 'community', { name: 'Jardinières' });
    const topics = [theme, community].flatMap((topic) => (topic.ok ? topic.value.id : []));
    const core = { topics, chat: 'https://salon.test/a?b=1', coAuthors: 'Yann, de Redon\nAna', licence: '' };
    await proposePractice(facilitator, { ...difficult, core });
    await proposePractice(facilitator, { title: 'Partout', commune: 'partout' });
    await proposePractice(facilitator, { title: 'Ici et là', commune: 'Redon, Allaire, Nulle Part' });
    const area = JSON.stringify({
      type: 'Polygon',
      coordinates: [
        [
          [-2, 47],
          [-1, 47],
          [-1, 48],
          [-2, 47],
        ],
      ],
    });
    await proposePractice(facilitator, { title: 'Vallée', commune: 'Redon Agglomération', area });
    const before = await exported(facilitator);
    const other = await inNewTerritory(world);
    expect(figuresOf(await importFile(other, before))).toMatchObject({ read: 4, created: 4, rejected: 0 });
    const after = await exported(other);
    expect(after).toContain('Alimentation, jardins « à nous »');
    expect(after).toContain('Yann, de Redon; Ana');
    expect(lasting(after)).toEqual(lasting(before));
    expect(figuresOf(await importFile(other, before))).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: 4,
    });
    const features = await exported(facilitator, exportGeojson);
    const third = await inNewTerritory(world);
    const drawn = await importFile(third, features, { fileName: 'inventaire.geojson' });
    expect([drawn.format, drawn.warnings, drawn.created]).toEqual(['geojson', [], 4]);
    expect(lasting(await exported(third))).toEqual(lasting(before));
    expect(figuresOf(await importFile(facilitator, features))).toMatchObject({ updated: 0, unchanged: 4 });
  });

  it.for([
    'lieux/bnlc-covoiturage-bretagne-44-2024-06.csv',
    'lieux/amap-loire-atlantique-2016-cp1252.csv',
    'formats/yeswiki-bazar-export-hinaura-ain.csv',
    'formats/csv-excel-fr-bom-lambert93.csv',
  ])('also for real places: %s', async (name, test) => {
    const content = readFileSync(sharedFile(`data/${name}`, test));
    const { created } = await importFile(facilitator, content, { fileName: name, licence: 'ODbL-1.0' });
    const before = await exported(facilitator);
    const other = await inNewTerritory(world);
    expect(figuresOf(await importFile(other, before))).toMatchObject({ created, rejected: 0 });
    expect(lasting(await exported(other))).toEqual(lasting(before));
  });
});

describe('an export, edited in a spreadsheet and imported where it comes from', () => {
  it('changes what was edited, and nothing else', async () => {
    await proposePractice(facilitator, difficult);
    await proposePractice(facilitator, { title: 'Four à pain', commune: 'Allaire' });
    const csv = await exported(facilitator);
    expect(figuresOf(await importFile(facilitator, csv))).toMatchObject({ updated: 0, unchanged: 2 });
    const report = await importFile(facilitator, csv.replace('Four à pain', 'Fournil'));
    expect(figuresOf(report)).toMatchObject({ created: 0, updated: 1, unchanged: 1 });
    expect(report.warnings).toEqual([]);
    expect(await titlesIn(facilitator)).toEqual([difficult.title, 'Fournil'].toSorted());
  });

  it('does not undo what a person wrote after the export', async () => {
    await proposePractice(facilitator, { title: 'Four à pain', commune: 'Allaire' });
    const csv = await exported(facilitator);
    world.clock.advance(60_000);
    const [practice] = await practicesIn(facilitator);
    if (!practice) throw new Error('No practice');
    const { id: recordId, version } = practice.record;
    await editPractice(facilitator, { recordId, version, input: { ...formOf(practice), title: 'Fournil' } });
    const report = await importFile(facilitator, csv.replace('Four à pain', 'Four banal'));
    expect(report.warnings).toMatchObject([{ field: 'title', code: 'kept-local-edit' }]);
    expect(await titlesIn(facilitator)).toEqual(['Fournil']);
  });

  it('tells the row whose cells were damaged, and takes the others', async () => {
    await proposePractice(facilitator, { title: 'Four à pain', commune: 'Allaire' });
    await proposePractice(facilitator, { title: 'Jardin', commune: 'Redon' });
    const csv = (await exported(facilitator)).replace(',active,', ',vivante,');
    const report = await importFile(facilitator, csv);
    expect(report.errors).toMatchObject([
      { line: 2, code: 'own-row-not-understood', params: { fields: 'status' } },
    ]);
    expect(figuresOf(report)).toMatchObject({ read: 2, unchanged: 1, rejected: 1 });
  });

  it('does not reach the draft of someone else by its id', async () => {
    const { actor } = await world.as('contributor');
    const { id } = await createPractice(
      { ...facilitator, actor },
      {
        fields: { ...newPractice.fields, title: 'Brouillon', visibility: 'draft' },
        details: newPractice.details,
      },
    );
    await proposePractice(facilitator, { title: 'Four à pain', commune: 'Allaire' });
    const csv = (await exported(facilitator)).replace(/^[0-9a-f-]{36}/m, id);
    expect((await importFile(facilitator, csv)).created).toBe(1);
    const author = await findPractice({ ...facilitator, actor }, { id });
    expect(author?.record).toMatchObject({ title: 'Brouillon', visibility: 'draft', version: 1 });
  });
});
