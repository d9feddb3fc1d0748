import { createReadStream } from 'node:fs';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { sharedFile } from '#kernel/testing/shared-data.server.ts';
import type { CsvRow, CsvRowError } from './csv-rows.server.ts';
import { type CsvOptions, type CsvTable, readCsv } from './read-csv.server.ts';
import { writeCsv } from './write-csv.server.ts';

async function* inPieces(text: string | Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function readAll(table: CsvTable): Promise<{ rows: CsvRow[]; errors: CsvRowError[] }> {
  const rows: CsvRow[] = [];
  const errors: CsvRowError[] = [];
  for await (const item of table.rows) {
    if (item.ok) rows.push(item.value);
    else errors.push(item.error);
  }
  return { rows, errors };
}

async function read(text: string | Uint8Array, options: CsvOptions & { size?: number } = {}) {
  const opened = await readCsv(inPieces(text, options.size), options);
  if (!opened.ok) throw new Error(opened.error.code);
  return { ...(await readAll(opened.value)), table: opened.value };
}

function cellsOf(rows: CsvRow[]): string[][] {
  return rows.map(({ cells }) => Object.values(cells));
}

describe('readCsv recognises', () => {
  it.each([
    [',', 'nom,ville,cp\nA,Redon,35600\nB,Bain,35470\n'],
    [';', 'nom;lat;lon\nA;47,65;-2,08\nB;47,66;-2,09\n'],
    ['\t', 'nom\tadresse\tcp\nA\t2, rue X; bât. 3\t35600\nB\tà côté\t35470\n'],
    ['|', 'nom|adresse|cp\nA|2, rue X|35600\nB|3, rue Y|35600\n'],
  ])('the separator %j', async (delimiter, text) => {
    const { table, rows } = await read(text);
    expect(table.delimiter).toBe(delimiter);
    expect(rows.map(({ missing }) => missing)).toEqual([0, 0]);
  });

  it('the separator that Excel declares', async () => {
    const { table, rows } = await read('sep=;\r\nnom;idée\r\nA, B;C\r\n');
    expect(table.headers).toEqual(['nom', 'idée']);
    expect(rows).toMatchObject([{ line: 3, cells: { nom: 'A, B', idée: 'C' } }]);
  });

  it.each([
    [
      'the names under headings of groups',
      'Lieu;;Où;\nNom;Type;Ville;Code\nFour;pain;Redon;35600\n',
      ['Nom', 'Type', 'Ville', 'Code'],
    ],
    [
      'names of half the columns',
      'Nom;;Ville;\nFour;pain;Redon;bois\nLavoir;eau;Allaire;\n',
      ['Nom', '#2', 'Ville', '#4'],
    ],
    [
      'such names above figures',
      'Nom;;Code;\nFour;pain;35600;bois\nLavoir;eau;35350;\n',
      ['Nom', '#2', 'Code', '#4'],
    ],
    [
      'names of nearly all columns',
      'Nom;;Ville;Code\nFour;pain;Redon;bois\nLavoir;eau;Allaire;\n',
      ['Nom', '#2', 'Ville', 'Code'],
    ],
  ])('%s', async (_, text, headers) => {
    expect((await read(text)).table.headers).toEqual(headers);
  });

  it('title rows above the names, and blank rows anywhere', async () => {
    const text =
      'Annuaire des jardins;;;\nmis à jour en mars 2016;;;\n\nNom;Ville;CP;Tél\n;;;\nA;Redon;35600;0\n\nB;;;\n';
    const { table, rows } = await read(text);
    expect(table.titleRows).toEqual(['Annuaire des jardins', 'mis à jour en mars 2016']);
    expect(table.headerLine).toBe(4);
    expect(rows.map(({ line, cells }) => [line, cells['Nom']])).toEqual([
      [6, 'A'],
      [8, 'B'],
    ]);
  });

  it('a file that has no names', async () => {
    const { table, rows } = await read('Jardin;47,651;-2,084\nÉpicerie;47,652;-2,085\n');
    expect(table.headerLine).toBeNull();
    expect(table.headers).toEqual(['#1', '#2', '#3']);
    expect(rows.map(({ line }) => line)).toEqual([1, 2]);
  });

  it('a single column whose sentences hold commas', async () => {
    const { rows } = await read('Idées\nUn jardin\nUn four, un verger\nUne fête\nUn garage\nUn vélo\n');
    expect(rows.map(({ cells }) => cells['Idées'])).toContain('Un four, un verger');
  });

  it('names that are repeated, missing, broken in lines or dangerous', async () => {
    const { table, rows } = await read('Nom,Nom,,"Code\n postal",__proto__\na,b,c,d,e\n');
    expect(table.headers).toEqual(['Nom', 'Nom (2)', '#3', 'Code postal', '__proto__']);
    expect(Object.entries(rows[0]?.cells ?? {})).toContainEqual(['__proto__', 'e']);
  });

  it('columns beyond the names when most rows have them', async () => {
    const { table, errors } = await read('Nom,CP\na,1,x\nb,2,y\nc,3\n');
    expect(table.headers).toEqual(['Nom', 'CP', '#3']);
    expect(errors).toEqual([]);
  });

  it.each([['\n'], ['\r\n'], ['\r']])('line ends %j', async (end) => {
    const { rows } = await read(['nom,ville', 'A,Redon', '"B ""bis""",Bain', ''].join(end));
    expect(cellsOf(rows)).toEqual([
      ['A', 'Redon'],
      ['B "bis"', 'Bain'],
    ]);
  });

  it('line ends inside quoted cells, and still the right line numbers', async () => {
    const { rows } = await read('nom;texte\r\nA;"un\r\ndeux\r\n\r\ntrois"\r\nB;quatre\r\n', { size: 5 });
    expect(rows).toMatchObject([
      { line: 2, cells: { texte: 'un\r\ndeux\r\n\r\ntrois' } },
      { line: 6, cells: { nom: 'B' } },
    ]);
  });

  it('the encoding', async () => {
    const { table, rows } = await read(iconv.encode('nom;ville\nForêt;Guémené\n', 'windows-1252'));
    expect(table.encoding().encoding).toBe('windows-1252');
    expect(rows[0]?.cells).toEqual({ nom: 'Forêt', ville: 'Guémené' });
  });
});

describe('readCsv with broken quotes', () => {
  const names = 'nom;ville;texte\n';

  it('reads stray quotes as text', async () => {
    const { rows, errors } = await read(
      `${names}Tuyau 5";Redon;x\n"Les "Amis" de X";Bain;y\n"Lieu" dit;Guer;z\n`,
    );
    expect(errors).toEqual([]);
    expect(rows.map(({ cells, repaired }) => [cells['nom'], repaired])).toEqual([
      ['Tuyau 5"', true],
      ['Les "Amis" de X', true],
      ['"Lieu" dit', true],
    ]);
  });

  it('reads a long text with quotes inside over several lines', async () => {
    const { rows, errors } = await read(`${names}A;Redon;"un mot "cité" ici\net la suite"\nB;Bain;x\n`);
    expect(errors).toEqual([]);
    expect(cellsOf(rows)).toEqual([
      ['A', 'Redon', 'un mot "cité" ici\net la suite'],
      ['B', 'Bain', 'x'],
    ]);
  });

  it('does not let a quote that never closes swallow the rows after it', async () => {
    const after = Array.from({ length: 50 }, (_, index) => `L${index};Redon;"ok ${index}"`).join('\n');
    const { rows, errors } = await read(`${names}"A;Redon;x\n${after}\n`);
    expect(errors).toEqual([]);
    expect(rows).toHaveLength(51);
    expect(rows[0]).toMatchObject({ line: 2, repaired: true, cells: { nom: '"A', texte: 'x' } });
    expect(rows[50]?.cells['texte']).toBe('ok 49');
  });

  it('reports a row that has no sure reading, with its line, and reads on', async () => {
    const { rows, errors } = await read(`${names}A;Redon;x\nB;"Bain\nC;Guer;y\n`);
    expect(errors).toEqual([{ line: 3, code: 'broken-quotes', params: {}, text: 'B;"Bain' }]);
    expect(cellsOf(rows).map(([name]) => name)).toEqual(['A', 'C']);
  });

  it('does not take the remains of a broken row for rows', async () => {
    const { rows, errors } = await read(`${names}A;"Bain\nsuite\nfin;z\nC;Guer;y\n`);
    expect(rows.map(({ cells }) => cells['nom'])).toEqual(['C']);
    expect(errors.map(({ line, code }) => [line, code])).toEqual([
      [2, 'broken-quotes'],
      [3, 'broken-quotes'],
      [4, 'broken-quotes'],
    ]);
  });

  it('gives up on a quote after a million characters, not at the end of the file', async () => {
    const many = 'B;Redon;un texte assez long pour remplir la ligne\n'.repeat(40_000);
    const { rows, errors } = await read(`${names}A;"Redon\n${many}`);
    expect(errors.map(({ line }) => line)).toEqual([2]);
    expect(rows).toHaveLength(40_000);
  });
});

describe('readCsv at its limits', () => {
  it('reports a row with too many cells, not one that only ends with separators', async () => {
    const { rows, errors } = await read('a,b\n1,2\n3,4,,,\n5,6,7\n8\n9,10\n11,12\n');
    expect(cellsOf(rows)).toEqual([
      ['1', '2'],
      ['3', '4'],
      ['8', ''],
      ['9', '10'],
      ['11', '12'],
    ]);
    expect(rows[2]?.missing).toBe(1);
    expect(errors).toEqual([
      { line: 4, code: 'too-many-cells', params: { expected: 2, found: 3 }, text: '5,6,7' },
    ]);
  });

  it('reports a cell that is too long', async () => {
    const { errors } = await read(`a,b\n1,${'x'.repeat(100_001)}\n`);
    expect(errors).toMatchObject([
      { line: 2, code: 'cell-too-long', params: { column: 'b', limit: 100_000 } },
    ]);
  });

  it('refuses too many columns', async () => {
    const opened = await readCsv(inPieces(`${Array.from({ length: 501 }, (_, n) => `c${n}`).join(',')}\n`));
    expect(opened).toEqual({ ok: false, error: { code: 'too-many-columns', found: 501, limit: 500 } });
  });

  it('says that a stream is too large, after the rows it could read', async () => {
    const { errors, rows } = await read('a,b\n'.repeat(50_000), { limits: { bytes: 100_000 }, size: 1000 });
    expect(rows.length).toBeGreaterThan(20_000);
    expect(errors).toMatchObject([{ code: 'file-too-large', params: { limit: 100_000 } }]);
  });

  it.each([
    ['', 'empty'],
    ['\n \n;;\n', 'empty'],
  ])('refuses %j', async (text, code) => {
    expect(await readCsv(inPieces(text))).toEqual({ ok: false, error: { code } });
  });
});

describe('readCsv lets its file go', () => {
  async function* watched(text: string, seen: { closed: boolean }): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield Buffer.from(text);
    } finally {
      seen.closed = true;
    }
  }

  it.each([
    ['when reading stops early', 10],
    ['when the limit is passed', Infinity],
  ])('%s', async (_, rowsAtMost) => {
    const seen = { closed: false };
    const opened = await readCsv(watched('a,b\n1,2\n'.repeat(20_000), seen), {
      limits: { bytes: 1_000_000 },
    });
    if (!opened.ok) throw new Error(opened.error.code);
    let count = 0;
    for await (const row of opened.value.rows) {
      count += row.ok ? 1 : 0;
      if (count === rowsAtMost) break;
    }
    expect(seen.closed).toBe(true);
  });

  it('when it is refused, and when nobody reads its rows', async () => {
    const refused = { closed: false };
    await readCsv(watched(`${'c,'.repeat(501)}\n`, refused));
    expect(refused.closed).toBe(true);
    const unread = { closed: false };
    const opened = await readCsv(watched('a,b\n1,2\n', unread));
    expect(unread.closed).toBe(false);
    if (opened.ok) await opened.value.close();
    expect(unread.closed).toBe(true);
  });
});

describe('laws of readCsv', () => {
  it('any bytes are read or refused, never thrown', async () => {
    const noise = fc.array(fc.constantFrom('"', ';', ',', '\n', '\r', 'a', 'é', '\t', '1', '=', "'"), {
      maxLength: 80,
    });
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      noise.map((signs) => Buffer.from(signs.join(''))),
    );
    await fc.assert(
      fc.asyncProperty(bytes, fc.integer({ min: 1, max: 64 }), async (data, size) => {
        const opened = await readCsv(inPieces(data, size));
        if (opened.ok) await readAll(opened.value);
      }),
      { numRuns: 500 },
    );
  });

  it('what is written is read back, cell by cell', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({
        unit: fc.constantFrom('"', ',', ';', '\n', '\r', "'", '=', '-', '+', '1', ' ', '\t', 'é'),
      }),
    );
    const rows = fc.array(fc.record({ Nom: cell, Ville: cell, Texte: cell }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 64 }), async (given, size) => {
        const named = given.map((row, index) => ({ Numéro: `n${index}`, ...row }));
        let written = '\uFEFF';
        for await (const piece of writeCsv(['Numéro', 'Nom', 'Ville', 'Texte'], named)) written += piece;
        const back = await read(written, { size, delimiter: ',' });
        expect(back.errors).toEqual([]);
        expect(back.rows.map(({ cells }) => cells)).toEqual(named);
      }),
    );
  });
});

it('a file full of quotes that never close takes the time of its size, and every row is found', async () => {
  const count = 20_000;
  const begun = performance.now();
  const { rows, errors } = await read(`nom;commune\n${'"abc;def\nx;y\n'.repeat(count)}`);
  // Followed to its end from each row, an open quote would take forty seconds here.
  expect(performance.now() - begun).toBeLessThan(10_000);
  expect([rows.length, errors.length]).toEqual([2 * count, 0]);
  expect(cellsOf(rows.slice(-2))).toEqual([
    ['"abc', 'def'],
    ['x', 'y'],
  ]);
});

describe('readCsv on real files', () => {
  it.for<[string, { encoding: string; delimiter: string; columns: number; rows: number }]>([
    [
      'lieux/bnlc-covoiturage-bretagne-44-2024-06.csv',
      { encoding: 'utf-8', delimiter: ',', columns: 19, rows: 983 },
    ],
    [
      'lieux/amap-loire-atlantique-2016-cp1252.csv',
      { encoding: 'windows-1252', delimiter: ';', columns: 6, rows: 109 },
    ],
    ['formats/csv-excel-fr-bom-lambert93.csv', { encoding: 'utf-8', delimiter: ';', columns: 9, rows: 121 }],
    [
      'formats/texte-unicode-excel-utf16-tab.txt',
      { encoding: 'utf-16le', delimiter: '\t', columns: 5, rows: 60 },
    ],
    [
      'formats/yeswiki-bazar-export-hinaura-ain.csv',
      { encoding: 'utf-8', delimiter: ',', columns: 37, rows: 61 },
    ],
  ])('%s', async ([name, expected], test) => {
    const opened = await readCsv(createReadStream(sharedFile(`data/${name}`, test)));
    if (!opened.ok) throw new Error(opened.error.code);
    const { rows, errors } = await readAll(opened.value);
    expect(errors).toEqual([]);
    const { encoding } = opened.value.encoding();
    const { delimiter, headers } = opened.value;
    expect({ encoding, delimiter, columns: headers.length, rows: rows.length }).toEqual(expected);
  });
});
