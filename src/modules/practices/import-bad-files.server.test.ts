import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { emptyRichText } from '#kernel/rich-text/rich-text.ts';
import { renderHtml } from '#kernel/rich-text/to-html.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import {
  exported,
  figuresOf,
  importFile,
  practicesIn,
  titlesIn,
  tryImport,
} from './testing/import-scene.server.ts';

let world: TestWorld;
let facilitator: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  facilitator = { ...(await world.elsewhere()), actor: (await world.as('facilitator')).actor };
});

const deep = (open: string, close: string) => `${open.repeat(10_000)}1${close.repeat(10_000)}`;
const megabyte = 1024 * 1024;
const protectedMark = Buffer.from('EncryptedPackage', 'utf16le');

describe('a file that cannot be read is refused whole, with a reason', () => {
  it.each<[string, string | Buffer, string]>([
    ['empty', '', 'empty'],
    ['only blank lines', '\n\n ;;\n', 'empty'],
    ['binary', Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * 7) % 256)), 'not-text'],
    ['a spreadsheet of old', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'other-spreadsheet'],
    ['a protected one', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), protectedMark]), 'encrypted'],
    ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), 'not-a-table'],
    ['a compressed folder', Buffer.from('504b0304140006000800', 'hex'), 'compressed'],
    ['a web page', '<!doctype html><html><body>404</body></html>', 'web-page'],
    ['GeoJSON without places', '{"type":"FeatureCollection","features":[]}', 'no-records'],
    ['an empty list', '[]', 'no-records'],
    ['a list of words', '["Jardin", "Four"]', 'no-records'],
    ['JSON that breaks off', '{"data":[{"nom":"Jardin"},\n{"nom":"Fo', 'json-cut'],
    ['JSON with a sign too many', '[{"nom":"Jardin"}\n{"nom":"Four"}]', 'json-damaged'],
    ['a JSON ten thousand deep', `{"a":${deep('[', ']')}}`, 'record-too-deep'],
    ['places ten thousand deep', `{"type":"FeatureCollection","a":${deep('{"b":', '}')}}`, 'json-too-deep'],
    ['XML of another kind', '<?xml version="1.0"?><rss/>', 'format-not-read'],
    ['no column for the name', 'latitude,longitude\n47.6,-2\n', 'no-title-column'],
    ['too many columns', `nom${',x'.repeat(600)}\nJardin\n`, 'too-many-columns'],
  ])('%s', async (_, content, code) => {
    const refused = await tryImport(facilitator, content);
    expect(refused).toMatchObject({ ok: false, error: { code } });
    expect(await titlesIn(facilitator)).toEqual([]);
  });

  it('too large, wherever that shows', async () => {
    const line = `Jardin,Redon,${'x'.repeat(1000)}\n`;
    const content = `nom,commune,description\n${line.repeat(2000)}`;
    expect(await tryImport(facilitator, content, { maxBytes: megabyte })).toMatchObject({
      ok: false,
      error: { code: 'file-too-large', params: { limit: megabyte } },
    });
    expect(await titlesIn(facilitator)).toEqual([]);
  });

  it('of more records than a territory has', async () => {
    const content = `nom,commune\n${'Jardin,Redon\n'.repeat(2000)}`;
    expect(await tryImport(facilitator, content, { maxRecords: 1999 })).toMatchObject({
      ok: false,
      error: { code: 'too-many-records', params: { limit: 1999 } },
    });
    expect(await titlesIn(facilitator)).toEqual([]);
  });

  it('with a mapping of columns that it does not have', async () => {
    const refused = await tryImport(facilitator, 'nom\nJardin\n', { mapping: { Titre: 'title' } });
    expect(refused).toMatchObject({ error: { code: 'mapping-unknown-column', params: { column: 'Titre' } } });
  });
});

describe('rows that cannot be read are told with their line, and the others are taken', () => {
  it('broken quotes', async () => {
    const content = 'nom,commune\nJardin,Redon\n"Four à pain,Redon,x\nRepair café,Allaire\n';
    const report = await importFile(facilitator, content);
    expect(figuresOf(report)).toEqual({ read: 3, created: 2, updated: 0, unchanged: 0, rejected: 1 });
    expect(report.errors).toEqual([{ record: 2, line: 3, code: 'broken-quotes', params: {} }]);
    expect(await titlesIn(facilitator)).toEqual(['Jardin', 'Repair café']);
  });

  it('no name, too many cells, a cell beyond measure', async () => {
    const long = 'x'.repeat(100_001);
    const content = `nom,commune\n,Redon\nJardin,Redon,de,trop\nFour,${long}\nRepair café,Allaire\n`;
    const report = await importFile(facilitator, content);
    expect(report.errors.map(({ line, code }) => [line, code])).toEqual([
      [2, 'missing-title'],
      [3, 'too-many-cells'],
      [4, 'cell-too-long'],
    ]);
    expect(await titlesIn(facilitator)).toEqual(['Repair café']);
  });

  it('a line of many megabytes, in bounded memory and time', async () => {
    for (const long of ['x'.repeat(6 * megabyte), `"${'x,'.repeat(3 * megabyte)}`]) {
      const report = await importFile(facilitator, `nom,commune\nJardin,Redon\n${long}\nFour,Redon\n`);
      expect(report.errors).toMatchObject([{ line: 3, code: 'line-too-long' }]);
    }
    expect(await titlesIn(facilitator)).toEqual(['Four', 'Jardin']);
    const alone = await tryImport(facilitator, `nom,commune\n"${'x,'.repeat(3 * megabyte)}`);
    expect(alone).toMatchObject({ ok: false, error: { code: 'too-many-columns' } });
  });
});

describe('what is odd in a file is told with its line, and the rest is taken', () => {
  it('two columns of the same name', async () => {
    const report = await importFile(facilitator, 'Annuaire;;\nnom;surnom;surnom\nFour;beau;vieux\n');
    expect(report.warnings.filter(({ code }) => code === 'repeated-column')).toEqual([
      {
        record: 0,
        line: 2,
        field: null,
        code: 'repeated-column',
        params: { column: 'surnom', name: 'surnom (2)' },
      },
    ]);
    const [practice] = await practicesIn(facilitator);
    expect(practice?.details.extra).toEqual({ surnom: 'beau', 'surnom (2)': 'vieux' });
  });

  it('a column of names that is called otherwise', async () => {
    const report = await importFile(facilitator, 'Repair Café;Ville\nLe lavoir;Redon\n');
    expect(report.warnings).toMatchObject([
      { record: 0, line: 1, code: 'title-guessed', params: { column: 'Repair Café' } },
    ]);
    expect(await titlesIn(facilitator)).toEqual(['Le lavoir']);
  });

  it('signs that mean nothing', async () => {
    const report = await importFile(
      facilitator,
      'nom,commune\nJar\0din,Redon\nFo\uFFFDur,Redon\nCafé,Redon\n',
    );
    expect(report.warnings.map(({ line, code }) => [line, code])).toEqual([
      [2, 'signs-not-understood'],
      [3, 'signs-not-understood'],
    ]);
  });

  it('a title of ten thousand letters', async () => {
    const report = await importFile(facilitator, `nom,commune\n${'Jardin '.repeat(1500)},Redon\n`);
    expect(report.warnings).toMatchObject([{ line: 2, field: 'title', code: 'text-shortened' }]);
    const [practice] = await practicesIn(facilitator);
    expect(practice?.record.title).toMatch(/^(Jardin )+Jardin…$/);
    expect(practice?.details.extra['nom']).toHaveLength(10_499);
  });

  it('a file of one column', async () => {
    const report = await importFile(facilitator, 'nom\nJardin, le grand\nFour\n');
    expect(report.warnings.map(({ code }) => code)).toEqual(['no-place', 'no-place']);
    expect(await titlesIn(facilitator)).toEqual(['Four', 'Jardin, le grand']);
  });

  it('nothing in UTF-16, with or without its mark', async () => {
    const utf16 = Buffer.from('nom\tcommune\r\nCafé\tRedon\r\n', 'utf16le');
    for (const content of [Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), utf16.swap16()]) {
      const report = await importFile(facilitator, content);
      expect(report.warnings).toEqual([]);
      expect(report.encoding).toMatch(/^utf-16/);
    }
    expect(await titlesIn(facilitator)).toEqual(['Café']);
  });
});

describe('texts are only ever text', () => {
  it('in the encoding of another time', async () => {
    const content = Buffer.from('nom;commune\nCafé des fêtes;Béganne\n', 'latin1');
    expect((await importFile(facilitator, content)).encoding).toBe('windows-1252');
    expect(await titlesIn(facilitator)).toEqual(['Café des fêtes']);
  });

  it('formulas come out harmless, and come back the same', async () => {
    const content = 'nom,commune,description\n=A1+cmd,Redon,@SUM(A1)\nJardin,Redon,\n';
    await importFile(facilitator, content);
    expect(await titlesIn(facilitator)).toEqual(['=A1+cmd', 'Jardin']);
    expect(await exported(facilitator)).toContain("'=A1+cmd,,'@SUM(A1)");
  });

  it('scripts stay words, and no address of another kind becomes a link', async () => {
    const content = [
      'nom,commune,description,site,permalien',
      '"<script>alert(1)</script>Jardin",Redon,"<img src=x onerror=alert(1)>Venez [ici](javascript:alert(1))",javascript:alert(1),javascript:alert(2)',
    ].join('\n');
    await importFile(facilitator, content);
    expect(await exported(facilitator)).not.toMatch(/onerror|<script|,javascript:/);
    const [practice] = await practicesIn(facilitator);
    expect(practice?.record).toMatchObject({ title: 'Jardin', sourceUrl: '' });
    expect(practice?.details.website).toBe('');
    expect(renderHtml(practice?.record.body ?? emptyRichText())).not.toMatch(/<(a|img|script)\b/);
  });

  it('signs that no database keeps are dropped, never the record', async () => {
    await importFile(facilitator, 'nom,commune,\u0000x\nJar\u0000din\uD800,Redon,a\u0000b\n');
    expect(await titlesIn(facilitator)).toHaveLength(1);
  });

  it('the names of the file and of the source are cut to one line of bounded length', async () => {
    const report = await importFile(facilitator, 'nom\nJardin\n', {
      fileName: `a\nb\u0000${'x'.repeat(1000)}.csv`,
    });
    expect(report.source).toMatch(/^a b ?x*$/);
    expect(report.source.length).toBeLessThanOrEqual(200);
  });
});
