import { describe, expect, it } from 'vitest';
import { makeWorkbook, makeZip } from '#kernel/testing/make-workbook.server.ts';
import { readWhole } from '../../testing/read-text.server.ts';

const inventory = [
  ['Annuaire des lieux'],
  [],
  ['Nom du lieu', 'Code postal', 'Commune', 'Latitude', 'Longitude', 'Mise à jour', 'Téléphone'],
  ['Jardin', 35_600, 'Redon', 47.6517, -2.0847, { number: 43_977, style: 1 }, 299_123_456],
  ['Four', '35600', 'Redon', '47,6517', '-2,0847', '26/05/2020', '02 99 12 34 56'],
];
const notes = [['Ce fichier a été fait en mai.'], ['Merci de le compléter.']];
const communes = [
  ['Commune', 'Code INSEE'],
  ['Redon', '35236'],
];

describe('an Excel workbook', () => {
  it('is read from the sheet that looks like an inventory, below its title; the others are named', async () => {
    const sheets = [
      { name: 'Notes', rows: notes },
      { name: 'Communes', rows: communes },
      { name: 'Lieux', rows: inventory },
      { name: 'Vide', rows: [] },
    ];
    const read = await readWhole(await makeWorkbook(sheets));
    expect(read).toMatchObject({ format: 'xlsx', refused: [], remarks: ['other-sheets'] });
    const common = {
      communeName: 'Redon',
      postalCode: '35600',
      point: { latitude: 47.6517, longitude: -2.0847 },
      updatedOn: '2020-05-26',
      contacts: { phones: ['02 99 12 34 56'] },
    };
    expect(read).toMatchObject({
      drafts: [
        { title: 'Jardin', ...common },
        { title: 'Four', ...common },
      ],
    });
  });

  it.each([
    ['without a row', () => makeWorkbook([{ name: 'L', rows: [] }]), 'empty'],
    [
      'whose archive is damaged',
      async () => Buffer.concat([await makeZip({ 'xl/a': 'x' }), Buffer.alloc(99)]),
      'workbook-damaged',
    ],
    [
      'that is a text document',
      () => makeZip({ '[Content_Types].xml': '', 'word/document.xml': '' }),
      'not-a-table',
    ],
    [
      'that inflates beyond measure',
      () => makeWorkbook([{ name: 'L', rows: [] }], { 'xl/worksheets/sheet1.xml': ' '.repeat(30_000_000) }),
      'inflates-too-much',
    ],
  ])('%s is refused', async (_, make, code) => {
    expect(await readWhole(await make())).toBe(code);
  });
});
