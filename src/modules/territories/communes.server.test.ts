import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { sharedFile } from '#kernel/testing/shared-data.server.ts';
import {
  communesOfEpci,
  findCommuneByCode,
  findCommunesByName,
  loadCommunes,
  resolveCommune,
} from './communes.server.ts';
import type { CommuneQuery } from './resolve-commune.ts';

describe('the communes of France', () => {
  it('are found by code, with their department, EPCI, postal codes and centre', async () => {
    expect(await findCommuneByCode('35236')).toEqual({
      code: '35236',
      name: 'Redon',
      department: '35',
      epci: { code: '243500741', name: expect.stringContaining('Redon') },
      postalCodes: ['35600'],
      population: expect.any(Number),
      centre: { latitude: 47.651, longitude: -2.085, withinKm: 15 },
    });
  });

  it('are found by a code that has disappeared', async () => {
    expect((await findCommuneByCode('44160'))?.name).toBe('Ancenis-Saint-Géréon');
    expect(await findCommuneByCode('99999')).toBeUndefined();
  });

  it.each([
    ['SAINT NICOLAS DE REDON', ['44185']],
    ['st-nicolas de redon', ['44185']],
    ["L'ABERGEMENT DE VAREY", ['01002']],
    ['Langon', ['33227', '35145']],
    ['nulle part', []],
  ])('are found by the name %j', async (name, codes) => {
    expect((await findCommunesByName(name)).map(({ code }) => code)).toEqual(codes);
  });

  it('are found by name in a department', async () => {
    expect((await findCommunesByName('langon', { department: '35' })).map(({ code }) => code)).toEqual([
      '35145',
    ]);
  });

  it('are listed by EPCI', async () => {
    const directory = await loadCommunes();
    const redon = directory.listCommunesOfEpci('243500741');
    expect(redon.map(({ name }) => name)).toContain('Sainte-Marie');
    expect(new Set(redon.map(({ department }) => department))).toEqual(new Set(['35', '44', '56']));
    expect(directory.findEpci('243500741')?.name).toContain('Redon');
    expect(await communesOfEpci('243500741')).toEqual(redon.map(({ code }) => code));
    expect(await communesOfEpci('000000000')).toEqual([]);
  });
});

describe('resolveCommune is certain', () => {
  it.each<[CommuneQuery, string, string]>([
    [{ code: '35236', name: 'REDON' }, 'code', '35236'],
    [{ code: '35236' }, 'code', '35236'],
    [{ code: '1004' }, 'code', '01004'],
    [{ code: '2a004', name: 'Ajaccio' }, 'code', '2A004'],
    [{ code: '22093', name: 'LAMBALLE' }, 'code', '22093'],
    [{ code: '35168', name: 'Maure-de-Bretagne' }, 'code', '35168'],
    [{ code: '35293', name: 'ST MARC SUR COUESNON' }, 'former-code', '35282'],
    [{ code: '75110' }, 'former-code', '75056'],
    [{ name: 'Redon' }, 'name', '35236'],
    [{ name: 'Allaire (56)' }, 'name', '56001'],
    [{ name: 'RENNES CEDEX 7', postalCode: '35042' }, 'name', '35238'],
    [{ name: 'Marseille 13e arrondissement' }, 'former-name', '13055'],
    [{ name: 'Paris 10' }, 'name', '75056'],
    [{ name: '35600 Redon' }, 'name-and-postal-code', '35236'],
    [{ name: 'Saint-Denis', postalCode: '93200' }, 'name-and-postal-code', '93066'],
    [{ name: 'Saint-Denis', postalCode: '97400' }, 'name-and-postal-code', '97411'],
    [{ name: 'Bourg en Bresse', postalCode: '1000' }, 'name-and-postal-code', '01053'],
    [{ name: 'Cesson', postalCode: '35510' }, 'similar-name-and-postal-code', '35051'],
    [{ name: 'Sain-Malo', postalCode: '35400' }, 'similar-name-and-postal-code', '35288'],
    [{ name: 'St-Malo', postalCode: '35288' }, 'code-as-postal-code', '35288'],
    [{ postalCode: '35200' }, 'only-commune-of-postal-code', '35238'],
    [{ name: 'Langon', preferred: ['35236', '35145'] }, 'preferred', '35145'],
  ])('%o', async (query, reason, code) => {
    expect(await resolveCommune(query)).toMatchObject({ certainty: 'certain', reason, code });
  });

  it('and tells which communes have merged', async () => {
    expect(await resolveCommune({ code: '44160', name: 'ST GEREON' })).toMatchObject({
      name: 'Ancenis-Saint-Géréon',
      isFormer: true,
    });
    expect(await resolveCommune({ name: 'Maure-de-Bretagne' })).toMatchObject({
      reason: 'former-name',
      name: "Val d'Anast",
      isFormer: true,
    });
  });
});

describe('resolveCommune doubts', () => {
  it.each<[CommuneQuery, string, string]>([
    [{ code: '35126', name: 'Goven' }, 'name-differs-from-code', '35126'],
    [{ name: 'Redon', postalCode: '35470' }, 'postal-code-differs', '35236'],
    [{ name: 'Redon', postalCode: '13001' }, 'postal-code-differs', '35236'],
    [{ name: 'La Maison Rouge', postalCode: '35200' }, 'name-not-found', '35238'],
  ])('%o', async (query, reason, code) => {
    expect(await resolveCommune(query)).toMatchObject({ certainty: 'doubtful', reason, code });
  });

  it.each<[CommuneQuery, string]>([
    [{}, 'nothing-given'],
    [{ name: '  ', code: '?' }, 'nothing-given'],
    [{ name: 'Langon' }, 'several-communes'],
    [{ postalCode: '35600' }, 'several-communes'],
    [{ name: 'Nulle-Part' }, 'not-found'],
    [{ code: '99999' }, 'not-found'],
  ])('cannot name %o', async (query, reason) => {
    expect(await resolveCommune(query)).toEqual({
      certainty: 'unknown',
      reason,
      code: null,
      name: null,
      isFormer: false,
    });
  });

  it('never throws, and only names communes that exist', async () => {
    const directory = await loadCommunes();
    const text = fc.option(fc.oneof(fc.string(), fc.stringMatching(/^\d{3,6}$/)), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(fc.record({ code: text, name: text, postalCode: text }), async (query) => {
        const { code } = await resolveCommune(query);
        if (code !== null) expect(directory.findByCode(code)?.code).toBe(code);
      }),
    );
  });
});

describe('on real files', () => {
  it('each commune of the car-sharing inventory is found, 13 rows by a code that has disappeared', async (test) => {
    const path = sharedFile('data/lieux/bnlc-covoiturage-bretagne-44-2024-06.csv', test);
    const rows: Record<string, string>[] = parse(await readFile(path, 'utf8'), { columns: true });
    const found = await Promise.all(
      rows.map((row) => resolveCommune({ code: row['insee'], name: row['com_lieu'] })),
    );
    const count = (kept: (one: (typeof found)[number]) => boolean) => found.filter(kept).length;
    expect(count(({ certainty }) => certainty === 'certain')).toBe(980);
    expect(count(({ isFormer }) => isFormer)).toBe(13);
    // “LA trueE CROIX” (the source replaced “vrai”), “LES MOULINS” (renamed Plémet), “Goven” with the code of Guichen.
    expect(count(({ certainty }) => certainty === 'doubtful')).toBe(3);
  });

  it('centres are where the communes are', async (test) => {
    const path = sharedFile('data/geo/communes-france.csv', test);
    const rows: Record<string, string>[] = parse(await readFile(path, 'utf8'), {
      columns: true,
      delimiter: ';',
    });
    const directory = await loadCommunes();
    const far = rows.filter((row) => {
      const centre = directory.findByCode(row['code'] ?? '')?.centre;
      if (!centre || !row['lat']) return false;
      const north = (centre.latitude - Number(row['lat'])) * 111.2;
      const east =
        (centre.longitude - Number(row['lng'])) * 111.2 * Math.cos((centre.latitude * Math.PI) / 180);
      return Math.hypot(north, east) > centre.withinKm;
    });
    expect(rows).toHaveLength(34_969);
    expect(far.length).toBeLessThan(35);
  });
});
