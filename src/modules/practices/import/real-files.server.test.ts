import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { sharedFile } from '#kernel/testing/shared-data.server.ts';
import { loadCommunes } from '#modules/territories/index.server.ts';
import type { CommuneDirectory } from '#modules/territories/index.ts';
import { findContacts } from './contacts.ts';
import type { PracticeDraft } from './practice-draft.ts';
import { openSource } from './formats/open-source.server.ts';
import { readInventory } from './read-inventory.ts';

let communes: CommuneDirectory;
beforeAll(async () => {
  communes = await loadCommunes();
});

interface Figures {
  drafts: PracticeDraft[];
  refused: number;
  /** How often each code was given. */
  flagged: Record<string, number>;
}

async function read(name: string, test: TestContext): Promise<Figures> {
  const path = sharedFile(`data/${name}`, test);
  const file = { open: () => createReadStream(path), fileName: basename(path), companions: [] };
  const table = await openSource(file, { maxBytes: 10_000_000, isPreview: false });
  if (!table.ok) throw new Error(table.error.code);
  const opened = readInventory(table.value, { surroundings: { communes } });
  if (!opened.ok) throw new Error(opened.error.code);
  const figures: Figures = { drafts: [], refused: 0, flagged: {} };
  const flag = (code: string) => void (figures.flagged[code] = (figures.flagged[code] ?? 0) + 1);
  for await (const { outcome } of opened.value.records) {
    if (!outcome.ok) {
      figures.refused += 1;
      continue;
    }
    const { draft, warnings } = outcome.value;
    figures.drafts.push(draft);
    for (const { code } of warnings) flag(code);
  }
  return figures;
}

describe('inventories of real places', () => {
  it('car-sharing places: merged communes, points far away', async (test) => {
    const { drafts, refused, flagged } = await read('lieux/bnlc-covoiturage-bretagne-44-2024-06.csv', test);
    expect([drafts.length, refused]).toEqual([983, 0]);
    expect(flagged).toEqual({
      'commune-merged': 13,
      'commune-name-differs': 3,
      'point-far-from-commune': 3,
    });
    expect(drafts.filter(({ communeCode }) => communeCode === null)).toEqual([]);
    expect(drafts.filter(({ pointIsDoubtful }) => pointIsDoubtful)).toHaveLength(3);
    expect(drafts[1]).toMatchObject({
      title: 'Aire de covoiturage - Butte des Saulniers',
      externalId: '35294-C-001',
      communeName: 'Sainte-Marie',
      point: { latitude: 47.6984916, longitude: -2.0207192 },
      updatedOn: '2019-08-29',
      status: 'active',
      themes: ['Aire de covoiturage'],
    });
  });

  it('AMAP: themes between slashes, decimal commas, another encoding', async (test) => {
    const { drafts, refused, flagged } = await read('lieux/amap-loire-atlantique-2016-cp1252.csv', test);
    expect([drafts.length, refused]).toEqual([109, 0]);
    expect(flagged).toEqual({});
    expect(drafts[1]).toMatchObject({
      title: 'AMAP du Plessis - la chapelle',
      themes: ['Autres', 'Légumes', 'Miel', 'Produits Laitiers', 'Viande'],
      extra: { Quartier: 'Doulon Bottière', 'Nombre de producteurs': '6' },
    });
  });
});

describe('samples of formats', () => {
  it('Lambert-93 from Excel lands where the same places are in degrees', async (test) => {
    const lambert = await read('formats/csv-excel-fr-bom-lambert93.csv', test);
    const degrees = await read('formats/texte-unicode-excel-utf16-tab.txt', test);
    expect([lambert.drafts.length, degrees.drafts.length]).toEqual([121, 60]);
    const known = new Map(
      degrees.drafts.map(({ title, communeCode, point }) => [`${title} ${communeCode}`, point]),
    );
    const both = lambert.drafts.flatMap(({ title, communeCode, point }) => {
      const other = known.get(`${title} ${communeCode}`);
      return point && other ? [{ point, other }] : [];
    });
    expect(both.length).toBeGreaterThan(50);
    for (const { point, other } of both) {
      expect(point.latitude).toBeCloseTo(other.latitude, 5);
      expect(point.longitude).toBeCloseTo(other.longitude, 5);
    }
    expect(lambert.flagged).toEqual({ 'postal-code-differs': 4, 'commune-merged': 1 });
    expect(degrees.flagged).toEqual({ 'postal-code-differs': 2 });
    expect(lambert.drafts[2]).toMatchObject({
      place: "Espace associatif d'Arvor, Place d'Armorique",
      updatedOn: '2020-05-26',
      extra: { 'N°': '3' },
    });
  });

  it('a YesWiki export: broken lists, HTML, people', async (test) => {
    const { drafts, refused, flagged } = await read('formats/yeswiki-bazar-export-hinaura-ain.csv', test);
    expect([drafts.length, refused]).toEqual([61, 0]);
    // The anonymised source wrote a telephone number over parts of five dates.
    expect(flagged).toEqual({
      'date-not-understood': 5,
      'contact-made-private': 5,
      'postal-code-differs': 2,
    });
    expect(drafts[0]).toMatchObject({
      title: "Centre social l'Escale",
      themes: ['Cyberbase / Cybercentre', 'CCAS', 'Centre socio-culturel'],
      licence: 'ODbL-1.0',
      communeCode: '01034',
      contacts: { names: ['Prénom NOM'], phones: ['04 79 81 26 56', expect.stringMatching(/^06 39 98 /)] },
    });
    expect(drafts[1]?.openingHours.split('\n')).toHaveLength(5);
    const shown = drafts.map(({ contacts: _, ...rest }) => rest);
    expect(findContacts(JSON.stringify(shown))).toEqual({ emails: [], phones: [] });
    expect(JSON.stringify(shown)).not.toMatch(/<\w|&\w+;/);
  });
});
