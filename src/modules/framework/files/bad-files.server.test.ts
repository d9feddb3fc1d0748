import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { readShippedFramework } from '../publish-framework.server.ts';
import type { FileDefaults } from './framework-file.ts';
import { writeFrameworkJson } from './framework-json.ts';
import { readFrameworkFile } from './read-framework-file.server.ts';

const defaults: FileDefaults = {
  title: 'Sans titre',
  author: 'Nous',
  licence: 'CC BY-SA 4.0',
  today: '2026-11-23',
  language: 'fr',
  scale: [{ fr: 'Non' }, { fr: 'Oui' }],
};

function read(file: string | Uint8Array) {
  return readFrameworkFile(typeof file === 'string' ? new TextEncoder().encode(file) : file, defaults);
}

/** Where and what is wrong, as short as can be compared. */
async function problemsOf(file: string | Uint8Array) {
  const result = await read(file);
  if (result.ok) throw new Error('It was read');
  return result.error.map(({ line, place, code }) => [line, place, code]);
}

async function contentOf(file: string | Uint8Array) {
  const result = await read(file);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const head = 'type,id,parent,level,title_fr,question_fr\n';
const sound = `${head}dimension,liens,,,Liens,\ncriterion,accueil,liens,,Accueil,Qui accueille ?\n`;

describe('a CSV that cannot be a framework says on which line, where and why', () => {
  test.each<[string, string, unknown[][]]>([
    [
      'parents in a circle',
      `${head}dimension,a,b,,A,\ndimension,b,c,,B,\ndimension,c,a,,C,\n`,
      [
        [2, 'a → b → c → a', 'cycle'],
        [3, 'b → c → a → b', 'cycle'],
        [4, 'c → a → b → c', 'cycle'],
      ],
    ],
    [
      'a criterion that is its own parent',
      `${head}dimension,liens,,,Liens,\ncriterion,a,a,,A,A ?\n`,
      [[3, 'a → a', 'cycle']],
    ],
    [
      'a parent that is nowhere',
      `${sound}criterion,prix,argent,,Prix,Combien ?\n`,
      [[4, 'argent', 'parent-unknown']],
    ],
    [
      'a criterion under another one',
      `${sound}criterion,prix,accueil,,Prix,Combien ?\n`,
      [[4, 'accueil', 'parent-wrong']],
    ],
    [
      'a criterion above every dimension',
      `${head}criterion,prix,,,Prix,Combien ?\n`,
      [[2, 'prix', 'parent-missing']],
    ],
    ['the same id twice', `${sound}criterion,accueil,liens,,Encore,Qui ?\n`, [[4, 'accueil', 'id-twice']]],
    [
      'a scale with a gap',
      `${sound}level,,accueil,1,Non,\nlevel,,accueil,3,Oui,\n`,
      [[5, 'accueil', 'scale-gap']],
    ],
    [
      'a level twice',
      `${sound}level,,accueil,1,Non,\nlevel,,accueil,1,Oui,\n`,
      [[5, 'accueil', 'level-twice']],
    ],
    ['a level that is no number', `${sound}level,,accueil,un,Non,\n`, [[4, 'level', 'wrong-form']]],
    ['one level only', `${sound}level,,accueil,1,Non,\n`, [[3, 'accueil, scale', 'scale-short']]],
    [
      'no question',
      `${head}dimension,liens,,,Liens,\ncriterion,a,liens,,A,\n`,
      [[3, 'a, question', 'missing']],
    ],
    [
      'a level without words',
      `${sound}level,,accueil,1,Non,\nlevel,,accueil,2,,\n`,
      [[5, 'accueil, scale', 'missing']],
    ],
    [
      'a text that is too long',
      `${head}dimension,liens,,,${'a'.repeat(2001)},\n`,
      [[2, 'liens, title_fr', 'too-long']],
    ],
    ['a kind of line nobody knows', `${sound}chapitre,x,,,X,\n`, [[4, 'chapitre', 'type-unknown']]],
    ['no column that says what lines are', 'nom,commune\nAtelier,Redon\n', [[1, 'type', 'no-columns']]],
    [
      'an unknown source',
      'type,id,title,question,sources\ndimension,d,D,,\ncriterion,c,C,C ?,nulle-part\n',
      [[3, 'c, sources', 'source-unknown']],
    ],
  ])('%s', async (_, file, problems) => expect(await problemsOf(file)).toEqual(problems));

  test('ten thousand criteria, at once', async () => {
    const lines = Array.from({ length: 10_000 }, (_, at) => `criterion,c${at},liens,,C,C ?\n`);
    expect(await problemsOf(sound + lines.join(''))).toEqual([[1003, 'criterion', 'too-many']]);
    const levels = Array.from({ length: 10_000 }, (_, at) => `level,,accueil,${at + 1},N,\n`);
    expect((await problemsOf(sound + levels.join(''))).map(([, , code]) => code)).toEqual(['too-many']);
  });
});

describe('a CSV of whatever spreadsheet is read', () => {
  const french =
    'Type;Identifiant;Dans;Niveau;Titre;Question;Effet rebond\n' +
    'dimension;;;;Économie locale;;\n' +
    'critère;prix juste;Économie locale;;Prix juste;Peut-on payer moins ?;=HYPERLINK("x")\n' +
    'niveau;;;1;Non;;\nniveau;;;2;Oui, un peu;;\n';

  test.each([
    ['semicolons, Windows-1252 and names of columns in French', iconv.encode(french, 'windows-1252')],
    ['tabs', french.replaceAll(';', '\t')],
    ['UTF-16, as spreadsheets call Unicode', iconv.encode(french.replaceAll(';', '\t'), 'utf-16')],
    ['lines of old Macintosh', french.replaceAll('\n', '\r\n')],
  ])('%s', async (_, file) => {
    const { content, lineage } = await contentOf(file);
    expect(lineage).toBeUndefined();
    expect(content).toMatchObject({ title: { fr: 'Sans titre' }, authors: ['Nous'] });
    expect(content.dimensions).toMatchObject([
      {
        id: 'economie-locale',
        title: { fr: 'Économie locale' },
        criteria: [
          {
            id: 'prix-juste',
            question: { fr: 'Peut-on payer moins ?' },
            rebound: { fr: '=HYPERLINK("x")' },
            scale: [
              { level: 1, fr: 'Non' },
              { level: 2, fr: 'Oui, un peu' },
            ],
          },
        ],
      },
    ]);
  });

  test('a criterion without a scale gets one to be written again, and that is told', async () => {
    const { content, notes } = await contentOf(sound);
    expect(content.dimensions[0]?.criteria[0]?.scale).toEqual([
      { level: 1, fr: 'Non' },
      { level: 2, fr: 'Oui' },
    ]);
    expect(notes).toEqual([{ code: 'scale-added', place: 'accueil' }]);
  });

  test('a script in a cell stays a text', async () => {
    const script = '<script>alert(1)</script>';
    const { content } = await contentOf(`${head}dimension,liens,,,${script},\n`);
    expect(content.dimensions[0]?.title).toEqual({ fr: script });
  });

  test('a number with a decimal comma is a limit', async () => {
    const { content } = await contentOf(
      'type;id;parent;level;bound;title;question;unit;better\ndimension;d;;;;D;;;\n' +
        'criterion;c;d;;;C;Combien ?;mois;lower\nlevel;;c;1;;Plus;;;\nlevel;;c;2;2,5;Moins;;;\n',
    );
    expect(content.dimensions[0]?.criteria[0]?.measure).toEqual({
      unit: { fr: 'mois' },
      better: 'lower',
      bounds: [2.5],
    });
  });
});

describe('other files', () => {
  const whole = readShippedFramework();
  const json = (content: object) =>
    writeFrameworkJson(content as typeof whole, undefined, 'https://ici.exemple');

  test.each<[string, string | Uint8Array, unknown[][]]>([
    ['nothing', '', [[null, '', 'unreadable']]],
    ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]), [[null, '', 'unreadable']]],
    ['a page', '<!doctype html><p>Bonjour', [[null, '', 'unreadable']]],
    ['broken JSON', '{"framework": {', [[null, '', 'unreadable']]],
    ['a list', '[1, 2]', [[null, '', 'not-a-framework']]],
    ['something else', '{"nom": "Jardin"}', [[null, '', 'not-a-framework']]],
    [
      'broken Turtle',
      '@prefix skos: <http://www.w3.org/2004/02/skos/core#> . skos:',
      [[null, '', 'unreadable']],
    ],
    [
      'linked data of other things',
      '{"@id": "https://x.exemple", "https://schema.org/name": "X"}',
      [[null, '', 'not-a-framework']],
    ],
  ])('%s', async (_, file, problems) => expect(await problemsOf(file)).toEqual(problems));

  test('JSON with what no framework has is refused, by its path', async () => {
    const [first] = whole.dimensions;
    const dimensions = [{ ...first, weight: 3 }];
    expect(await problemsOf(json({ ...whole, dimensions }))).toEqual([
      [null, 'dimensions[1].weight', 'unknown-field'],
    ]);
    expect(await problemsOf(json({ ...whole, version: 'two' }))).toEqual([[null, 'version', 'wrong-form']]);
    expect(await problemsOf(json({ ...whole, title: {} }))).toEqual([[null, 'title', 'missing']]);
  });

  test('a file larger than any framework is not read', async () => {
    expect(await problemsOf(new Uint8Array(5_000_001).fill(65))).toEqual([[null, '', 'file-too-large']]);
  });

  test('concepts in a circle are told by their labels', async () => {
    const concept = (id: string, broader: string) =>
      `<https://x.exemple/${id}> a skos:Concept ; skos:prefLabel "${id}"@fr ; skos:broader <https://x.exemple/${broader}> .\n`;
    const turtle = `@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n${concept('A', 'B')}${concept('B', 'A')}${concept('C', 'C')}`;
    expect(await problemsOf(turtle)).toEqual([
      [null, 'A → B → A', 'cycle'],
      [null, 'C → C', 'cycle'],
    ]);
  });
});
