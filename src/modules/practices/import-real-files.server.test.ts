import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { sharedFile } from '#kernel/testing/shared-data.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { figuresOf, importFile, practicesIn } from './testing/import-scene.server.ts';

let world: TestWorld;
let facilitator: Context;
beforeAll(async () => {
  world = await openTestWorld();
  facilitator = await world.as('facilitator');
});
afterAll(() => world.close());

interface RealFile {
  name: string;
  format: string;
  count: number;
  encoding?: string;
  source?: string;
  companions?: string[];
  /** `--source` */
  named?: string;
  flagged: Record<string, number>;
}

const osm =
  '© les contributeurs OpenStreetMap (ODbL 1.0), extraction overpass du 1er semestre 2020 par l’association Mieux Trier à Nantes / Vivre à Nantes';

/** For each file: how many records, in which encoding, and how often each remark is made. */
const files: RealFile[] = [
  {
    name: 'lieux/bnlc-covoiturage-bretagne-44-2024-06.csv',
    format: 'csv',
    count: 983,
    encoding: 'utf-8',
    flagged: {
      lookalike: 264,
      'commune-merged': 13,
      'commune-name-differs': 3,
      'point-far-from-commune': 3,
    },
  },
  {
    name: 'lieux/amap-loire-atlantique-2016-cp1252.csv',
    format: 'csv',
    count: 109,
    encoding: 'windows-1252',
    flagged: { 'shared-point': 40 },
  },
  {
    name: 'formats/yeswiki-bazar-export-hinaura-ain.csv',
    format: 'yeswiki-csv',
    count: 61,
    encoding: 'utf-8',
    flagged: {
      'date-not-understood': 5,
      'contact-made-private': 5,
      'postal-code-differs': 2,
      lookalike: 2,
    },
  },
  {
    name: 'formats/csv-excel-fr-bom-lambert93.csv',
    format: 'csv',
    count: 121,
    encoding: 'utf-8',
    flagged: { 'postal-code-differs': 4, 'commune-merged': 1, 'shared-point': 2 },
  },
  {
    name: 'formats/texte-unicode-excel-utf16-tab.txt',
    format: 'csv',
    count: 60,
    encoding: 'utf-16le',
    flagged: { 'postal-code-differs': 2 },
  },
  {
    name: 'formats/fablabs-bretagne.xlsx',
    format: 'xlsx',
    count: 60,
    flagged: { 'postal-code-differs': 2 },
  },
  {
    name: 'lieux/maplabbzh-fablabs-tiers-lieux.geojson',
    format: 'geojson',
    count: 121,
    source: 'MapLabBZH',
    flagged: { 'postal-code-differs': 4, 'commune-merged': 1, 'shared-point': 2 },
  },
  {
    name: 'lieux/osm-reemploi-coreparation-vrac-2020.geojson',
    format: 'geojson',
    count: 158,
    source: osm,
    flagged: {
      'commune-merged': 8,
      'postal-code-differs': 9,
      'contact-made-private': 3,
      'point-far-from-commune': 1,
      'phone-not-understood': 1,
      'too-many-values': 1,
      'commune-not-found': 1,
      'title-made-up': 1,
      lookalike: 1,
    },
  },
  {
    name: 'formats/geojson-lambert93-multipoint.geojson',
    format: 'geojson',
    count: 30,
    source: 'fablabs_l93',
    flagged: { 'postal-code-differs': 1 },
  },
  {
    name: 'formats/piege-longitude-signe-perdu.geojson',
    format: 'geojson',
    count: 35,
    // The file above has the same records, put right.
    named: 'Piège',
    source: 'Piège',
    flagged: {
      'longitude-sign-restored': 29,
      'longitude-sign-doubtful': 6,
      'commune-merged': 4,
      'postal-code-differs': 3,
    },
  },
  {
    name: 'formats/fablabs-bretagne.umap',
    format: 'umap',
    count: 121,
    source: 'FabLabs de Bretagne',
    flagged: { 'shared-point': 2 },
  },
  {
    name: 'formats/gogocarto-elements-gogofull.json',
    format: 'gogocarto',
    count: 23,
    companions: ['formats/gogocarto-taxonomy.json'],
    flagged: {
      'postal-code-differs': 1,
      'point-far-from-commune': 1,
      'contact-made-private': 1,
      'shared-point': 3,
    },
  },
];

describe('inventories of real places', () => {
  it.for(files)('$name: every record once, however often it is imported', async (file, test) => {
    const content = readFileSync(sharedFile(`data/${file.name}`, test));
    const fileName = file.name.replace(/^.*\//, '');
    const { count, encoding = 'utf-8', source = fileName, format } = file;
    const companions = (file.companions ?? []).map((name) => ({
      fileName: name,
      bytes: readFileSync(sharedFile(`data/${name}`, test)),
    }));
    const first = await importFile(facilitator, content, {
      fileName,
      companions,
      sourceName: file.named ?? '',
    });
    expect(first).toMatchObject({ format, encoding, source });
    expect(figuresOf(first)).toEqual({ read: count, created: count, updated: 0, unchanged: 0, rejected: 0 });
    const { 'lookalike-here': _, ...flagged } = first.counts.warnings;
    expect(flagged).toEqual(file.flagged);
    const second = await importFile(facilitator, content, {
      fileName,
      companions,
      sourceName: file.named ?? '',
    });
    expect(figuresOf(second)).toEqual({ read: count, created: 0, updated: 0, unchanged: count, rejected: 0 });
  });

  it('keep every e-mail address and telephone number out of what people see', async (test) => {
    const fileName = 'yeswiki-bazar-export-hinaura-ain.csv';
    const content = readFileSync(sharedFile(`data/formats/${fileName}`, test));
    await importFile(facilitator, content, { fileName });
    const practices = await practicesIn(facilitator, { source: [fileName] });
    expect(practices).toHaveLength(61);
    const shown = JSON.stringify(
      practices.map(({ record, details: { extra: _, ...details } }) => [
        record.title,
        record.pitch,
        record.body,
        record.tags,
        details,
      ]),
    );
    expect(shown).not.toMatch(/[\w.+-]+@[\w-]+\.[a-z]{2,}/i);
    expect(shown).not.toMatch(/\b0[1-9]([ .-]\d{2}){4}\b/);
  });
});
