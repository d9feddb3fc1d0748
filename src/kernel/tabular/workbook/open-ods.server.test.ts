import { describe, expect, it } from 'vitest';
import { makeOds, odsTable } from '#kernel/testing/make-ods.server.ts';
import { makeZip } from '#kernel/testing/make-workbook.server.ts';
import { openOds } from './open-ods.server.ts';

const number = (text: string, value: number) => ({
  text,
  attributes: `office:value-type="float" office:value="${value}"`,
});

async function sheetsOf(bytes: Buffer) {
  const opened = await openOds(bytes);
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value.sheets;
}

async function rowsOf(tables: string) {
  const [sheet] = await sheetsOf(await makeOds(tables));
  return sheet ? Array.fromAsync(sheet.rows()) : [];
}

describe('a spreadsheet of LibreOffice', () => {
  it('gives its cells as people see them, numbers whole, codes with their zero', async () => {
    const date = { text: '26/05/20', attributes: 'office:value-type="date" office:date-value="2020-05-26"' };
    const noon = {
      text: 'x',
      attributes: 'office:value-type="date" office:date-value="2020-05-26T12:00:00"',
    };
    const lines = {
      xml: '<table:table-cell><text:p>Un<text:s text:c="2"/>deux</text:p><text:p>trois</text:p></table:table-cell>',
    };
    const yes = { text: 'VRAI', attributes: 'office:value-type="boolean" office:boolean-value="true"' };
    const remark = {
      xml: '<table:table-cell><office:annotation><text:p>caché</text:p></office:annotation><text:p>vu</text:p></table:table-cell>',
    };
    const cells = [
      number('47,65', 47.6517),
      number('01300', 1300),
      number('02 99 12 34 56', 299123456),
      date,
      noon,
      lines,
      yes,
      remark,
    ];
    expect(await rowsOf(odsTable('L', [cells]))).toEqual([
      {
        row: 1,
        cells: [
          '47.6517',
          '01300',
          '02 99 12 34 56',
          '2020-05-26',
          '2020-05-26T12:00',
          'Un  deux\ntrois',
          'true',
          'vu',
        ],
      },
    ]);
  });

  it('has rows and cells written once for many, and a million empty ones at its end', async () => {
    const empty = '<table:table-cell table:number-columns-repeated="16384"/>';
    const rows = `<table:table-row table:number-rows-repeated="3">${empty}</table:table-row>
      <table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2"><text:p>x</text:p></table:table-cell>${empty}</table:table-row>
      <table:table-row table:number-rows-repeated="1048000">${empty}</table:table-row>`;
    expect(await rowsOf(`<table:table table:name="L">${rows}</table:table>`)).toEqual([
      { row: 4, cells: ['x', 'x'] },
      { row: 5, cells: ['x', 'x'] },
    ]);
  });

  it('says in each row what was merged over several, and where cells lead to', async () => {
    const merged = { text: 'Redon', attributes: 'table:number-rows-spanned="2"' };
    const link = {
      xml: '<table:table-cell><text:p><text:a xlink:href="https://exemple.org/">Site</text:a></text:p></table:table-cell>',
    };
    const mail = {
      xml: '<table:table-cell><text:p><text:a xlink:href="mailto:a@exemple.org">Mail</text:a></text:p></table:table-cell>',
    };
    const formula = {
      text: 'z',
      attributes: 'table:formula="of:=HYPERLINK(&quot;https://exemple.org/&quot;;&quot;z&quot;)"',
    };
    const covered = { xml: '<table:covered-table-cell/>' };
    expect(
      await rowsOf(
        odsTable('L', [
          [merged, link],
          [covered, mail],
          ['', formula],
        ]),
      ),
    ).toEqual([
      { row: 1, cells: ['Redon', 'Site'], links: new Map([[1, 'https://exemple.org/']]) },
      { row: 2, cells: ['Redon', 'Mail'] },
      { row: 3, cells: ['', 'z'], links: new Map([[1, 'https://exemple.org/']]) },
    ]);
  });

  it('names its sheets, hidden ones too, and reads each to its end', async () => {
    const long = odsTable(
      'Longue',
      Array.from({ length: 500 }, (_, index) => [`${index}`]),
    );
    const sheets = await sheetsOf(
      await makeOds(odsTable('Cachée', [['a']], 'hidden') + long + odsTable('Fin', [['z']])),
    );
    expect(sheets.map(({ name, isHidden }) => [name, isHidden])).toEqual([
      ['Cachée', true],
      ['Longue', false],
      ['Fin', false],
    ]);
    const read = await Promise.all(sheets.map((sheet) => Array.fromAsync(sheet.rows())));
    expect(read.map(({ length }) => length)).toEqual([1, 500, 1]);
    expect(read[1]?.at(-1)).toEqual({ row: 500, cells: ['499'] });
  });

  it.each<[string, () => Promise<Buffer>, string]>([
    [
      'protected',
      () => makeOds('', { 'META-INF/manifest.xml': '<m:manifest><m:encryption-data/></m:manifest>' }),
      'encrypted',
    ],
    ['protected as a whole', () => makeOds('', { 'encrypted-package': 'x' }), 'encrypted'],
    ['no XML', () => makeOds('', { 'content.xml': '<a><b>' }), 'damaged'],
    ['cut', async () => (await makeOds('')).subarray(0, 100), 'damaged'],
    ['without its content', () => makeZip({ mimetype: 'x' }), 'not-a-workbook'],
    ['a bomb', () => makeOds('', { 'content.xml': ' '.repeat(30_000_000) }), 'inflates-too-much'],
    [
      'full of entities',
      () => makeOds('', { 'content.xml': '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' }),
      'damaged',
    ],
  ])('%s is refused', async (_, make, code) => {
    expect(await openOds(await make())).toMatchObject({ ok: false, error: { code } });
  });
});
