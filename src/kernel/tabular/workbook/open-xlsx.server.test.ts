import { describe, expect, it } from 'vitest';
import { makeWorkbook, makeZip, xmlOf } from '#kernel/testing/make-workbook.server.ts';
import { openXlsx } from './open-xlsx.server.ts';
import { numberText, styleOf } from './workbook-styles.ts';

async function rowsOf(bytes: Buffer) {
  const opened = await openXlsx(bytes);
  if (!opened.ok) throw new Error(opened.error.code);
  const [sheet] = opened.value.sheets;
  return sheet ? Array.fromAsync(sheet.rows()) : [];
}

describe('a workbook', () => {
  it('gives its cells as people see them', async () => {
    const rows = [
      ['Nom', 'CP', 'Le', 'Ouvert', 'Prix'],
      [
        'Été & cie',
        { number: 1300, style: 2 },
        { number: 43_977, style: 1 },
        { xml: '<c t="b"><v>1</v></c>' },
        1.5,
      ],
      [],
      [
        { xml: '<c t="inlineStr"><is><r><t>En </t></r><r><t>deux</t></r></is></c>' },
        null,
        { number: 43_977.5, style: 3 },
        { xml: '<c t="str"><f>HYPERLINK("https://exemple.org","calculé")</f><v>calculé</v></c>' },
        { xml: '<c t="e"><v>#N/A</v></c>' },
      ],
    ];
    expect(await rowsOf(await makeWorkbook([{ name: 'Lieux', rows }]))).toEqual([
      { row: 1, cells: ['Nom', 'CP', 'Le', 'Ouvert', 'Prix'] },
      { row: 2, cells: ['Été & cie', '01300', '2020-05-26', 'true', '1.5'] },
      {
        row: 4,
        cells: ['En deux', '', '2020-05-26T12:00', 'calculé', '#N/A'],
        links: new Map([[3, 'https://exemple.org']]),
      },
    ]);
  });

  it('counts days as it says, and passes over reading aids', async () => {
    const rows = [['x', { number: 42_515, style: 1 }]];
    const made = await makeWorkbook([{ name: 'L', rows }], {
      'xl/workbook.xml': xmlOf(
        'workbook',
        '<workbookPr date1904="1"/><sheets><sheet name="L" r:id="rId1"/></sheets>',
        ' xmlns:r="r"',
      ),
      'xl/sharedStrings.xml': '<sst><si><t>東京</t><rPh><t>トウキョウ</t></rPh></si></sst>',
    });
    expect(await rowsOf(made)).toEqual([{ row: 1, cells: ['東京', '2020-05-26'] }]);
  });

  it.each<[string, Record<string, string>, string]>([
    ['of another program', { 'word/document.xml': '<w/>' }, 'docx'],
    ['in binary', { 'xl/workbook.bin': 'x' }, 'xlsb'],
    ['that is any archive', { 'a.txt': 'x' }, 'zip'],
  ])('%s is none', async (_, files, found) => {
    expect(await openXlsx(await makeZip(files))).toEqual({
      ok: false,
      error: { code: 'not-a-workbook', found },
    });
  });

  it('cut anywhere, or with parts that are no XML, is damaged: nothing throws', async () => {
    const whole = await makeWorkbook([{ name: 'L', rows: [['Nom'], ['Jardin']] }]);
    for (let length = 0; length < whole.length; length += 97) {
      expect(await openXlsx(whole.subarray(0, length))).toEqual({
        ok: false,
        error: { code: 'damaged' },
      });
    }
    const broken = await makeWorkbook([], { 'xl/workbook.xml': '<workbook><sheets' });
    expect(await openXlsx(broken)).toEqual({ ok: false, error: { code: 'damaged' } });
  });

  it('that would fill the memory is not inflated', async () => {
    const refused = { ok: false, error: { code: 'inflates-too-much' } };
    const bomb = await makeWorkbook([{ name: 'L', rows: [] }], {
      'xl/worksheets/sheet1.xml': xmlOf('worksheet', ' '.repeat(30_000_000)),
    });
    expect(bomb.length).toBeLessThan(100_000);
    expect(await openXlsx(bomb)).toEqual(refused);
    const many = await makeZip(
      Object.fromEntries(Array.from({ length: 2100 }, (_, index) => [`${index}`, ''])),
    );
    expect(await openXlsx(many)).toEqual(refused);
  });

  it('declares no entity and fetches none', async () => {
    const xxe =
      '<!DOCTYPE sst [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "bb">]><sst><si><t>&a;&b;</t></si></sst>';
    const made = await makeWorkbook([{ name: 'L', rows: [['x']] }], { 'xl/sharedStrings.xml': xxe });
    expect(await openXlsx(made)).toEqual({ ok: false, error: { code: 'damaged' } });
  });
});

describe('numbers', () => {
  it.each([
    ['43977', 14, undefined, '2020-05-26'],
    ['43977', 165, 'dd/mm/yyyy', '2020-05-26'],
    ['43977', 166, '"j"0.00', '43977'],
    ['43977', 0, 'General', '43977'],
    ['0.5', 20, undefined, '0.5'],
    ['299123456', 166, '0#" "##" "##" "##" "##', '299123456'],
    ['7', 167, '00', '07'],
    ['5.6E4', 0, undefined, '56000'],
    ['1.2E-2', 0, undefined, '0.012'],
    ['47.62876324543288', 0, undefined, '47.62876324543288'],
    ['abc', 14, undefined, 'abc'],
  ])('%s in format %i (%s) is %s', (value, id, code, text) => {
    expect(numberText(value, styleOf(id, code), false)).toBe(text);
  });
});
