import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { sharedFile } from '#kernel/testing/shared-data.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { exported, figuresOf, importFile, practicesIn, tryImport } from './testing/import-scene.server.ts';

let world: TestWorld;
let facilitator: Context;
beforeAll(async () => {
  world = await openTestWorld();
  facilitator = await world.as('facilitator');
});
afterAll(() => world.close());

type Skipping = Parameters<typeof sharedFile>[1];

function content(name: string, test: Skipping): Buffer {
  return readFileSync(sharedFile(`data/formats/${name}`, test));
}

const form = 'yeswiki-api-forms-5.json';
const lists = 'yeswiki-listes.json';

/** For each file: its format, how many records, and how often each remark is made. */
const files = [
  {
    name: 'yeswiki-api-forms-5-entries.json',
    along: [form, lists],
    format: 'yeswiki-json',
    source: 'exemple.org',
    count: 40,
    flagged: { 'kept-unpublished': 3, 'file-not-taken': 14, 'postal-code-differs': 2 },
  },
  {
    name: 'yeswiki-bazar-export-hinaura-ain.csv',
    along: [],
    format: 'yeswiki-csv',
    source: 'yeswiki-bazar-export-hinaura-ain.csv',
    count: 61,
    flagged: { 'date-not-understood': 5, 'contact-made-private': 5, 'postal-code-differs': 2, lookalike: 2 },
  },
  {
    name: 'smw-ask-v3.json',
    along: [],
    format: 'smw',
    source: 'wiki.exemple.org',
    count: 40,
    flagged: { 'more-pages-at-source': 1 },
  },
];

describe('inventories of wikis', () => {
  it.for(files)('$name: every record once, however often it is imported', async (file, test) => {
    const options = {
      fileName: file.name,
      companions: file.along.map((name) => ({ fileName: name, bytes: content(name, test) })),
    };
    const first = await importFile(facilitator, content(file.name, test), options);
    expect(first).toMatchObject({ format: file.format, encoding: 'utf-8', source: file.source });
    const figures = { read: file.count, updated: 0, rejected: 0 };
    expect(figuresOf(first)).toEqual({ ...figures, created: file.count, unchanged: 0 });
    const { 'lookalike-here': _, 'shared-point': __, ...flagged } = first.counts.warnings;
    expect(flagged).toEqual(file.flagged);
    const second = await importFile(facilitator, content(file.name, test), options);
    expect(figuresOf(second)).toEqual({ ...figures, created: 0, unchanged: file.count });
  });

  it('are the same pages whichever way the wiki gives them', async (test) => {
    const other = { ...(await world.elsewhere()), actor: facilitator.actor };
    const first = await importFile(other, content('smw-ask-v2.json', test), { fileName: 'v2.json' });
    expect(figuresOf(first)).toMatchObject({ read: 12, created: 12 });
    const again = await importFile(other, content('smw-ask-v3.json', test), { fileName: 'v3.json' });
    expect(figuresOf(again)).toMatchObject({ read: 40, created: 28, unchanged: 12 });
    const rdf = await importFile(other, content('smw-export.rdf', test), { fileName: 'export.rdf' });
    expect(rdf).toMatchObject({ format: 'rdf', source: 'wiki.exemple.org', read: 20, created: 0 });
    const practices = await practicesIn(other, {});
    expect(practices).toHaveLength(40);
    expect(practices.every(({ details }) => details.communeCode !== null && !details.pointIsDoubtful)).toBe(
      true,
    );
  });
});

const entries = (state: string) =>
  JSON.stringify({
    Atelier: {
      id_fiche: 'Atelier',
      id_typeannonce: '1',
      bf_titre: 'Atelier en préparation',
      bf_secret: 'Le prix du loyer',
      bf_mail: 'camille@exemple.org',
      statut_fiche: state,
    },
  });
const secretForm = {
  fileName: 'form.json',
  bytes: Buffer.from(
    JSON.stringify({
      bn_id_nature: '1',
      bn_template:
        'texte***bf_titre***Nom*** *** *** *** *** *** *** *** *** * ***\ntexte***bf_secret***Présentation*** *** *** *** *** *** *** *** ***@admins***',
    }),
  ),
};

describe('what a wiki does not show to everyone', () => {
  it('is seen by facilitators only, until the wiki publishes it', async () => {
    const visitor = await world.elsewhere();
    const here = { ...visitor, actor: facilitator.actor };
    const options = { fileName: 'fiches.json', sourceName: 'Un wiki', companions: [secretForm] };
    const report = await importFile(here, entries('0'), options);
    expect(report.counts.warnings).toMatchObject({ 'kept-unpublished': 1 });
    expect(await practicesIn(visitor)).toEqual([]);
    expect(await practicesIn(here)).toMatchObject([{ record: { visibility: 'facilitators' } }]);
    await importFile(here, entries('1'), options);
    const [seen] = await practicesIn(visitor);
    expect(seen?.record).toMatchObject({ title: 'Atelier en préparation', visibility: 'public' });
    const open = await exported(visitor);
    expect(open).toContain('Atelier en préparation');
    expect(open).not.toMatch(/loyer|camille/);
    expect(JSON.stringify([seen?.record.body, seen?.record.pitch])).not.toContain('loyer');
  });

  it('is for facilitators to import', async () => {
    for (const role of ['visitor', 'contributor'] as const) {
      const someone = await world.as(role);
      expect(await tryImport(someone, entries('1'), { fileName: 'fiches.json' })).toMatchObject({
        ok: false,
        error: { code: 'not-allowed' },
      });
    }
  });
});

describe('a file of another tool, or a broken one', () => {
  it.for([
    ['{"a": {"id_fiche": "x"', 'json-cut'],
    ['{"query": {"printrequests": [], "results": []}}', 'no-records'],
    ['@prefix a: <https://exemple.org/> .', 'no-records'],
    [
      '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "/etc/passwd">]><rdf:RDF/>',
      'xml-entities-refused',
    ],
  ] as const)('is refused whole, with its reason (%#)', async ([text, code]) => {
    expect(await tryImport(facilitator, text, { fileName: 'fichier' })).toMatchObject({
      ok: false,
      error: { code },
    });
  });
});
