import { describe, expect, it } from 'vitest';
import { sortUpload } from './sort-upload.server.ts';

function file(name: string, content: unknown) {
  return new File([typeof content === 'string' ? content : JSON.stringify(content)], name);
}
const entries = file('fiches.json', { a: { id_fiche: 'a', bf_titre: 'A' } });
const form = file('formulaire.json', { 5: { bn_id_nature: '5', bn_template: 'texte***bf_titre***Nom***' } });
const list = file('ListeType.json', { titre_liste: 'Type', label: { 1: 'Fablab' } });
const taxonomy = file('taxonomy.json', { name: 'Catégories', options: [{ id: 1, name: 'Marché' }] });

describe('the files that someone chose', () => {
  it.for([
    [
      'a wiki with its form and list',
      [form, entries, list],
      'fiches.json',
      ['formulaire.json', 'ListeType.json'],
    ],
    ['a table with a form', [file('fiches.csv', 'Nom;Commune'), form], 'fiches.csv', ['formulaire.json']],
    ['a map with its taxonomy', [taxonomy, file('e.json', { data: [] })], 'e.json', ['taxonomy.json']],
    ['one file, whatever it is', [form], 'formulaire.json', []],
    ['a file beside an empty one', [file('vide.json', ''), entries], 'fiches.json', []],
  ] as const)('are %s', async ([, files, inventory, along]) => {
    const sorted = await sortUpload(files);
    expect(sorted.ok && sorted.value.inventory.name).toBe(inventory);
    expect(sorted.ok && sorted.value.companions.map(({ fileName }) => fileName)).toEqual(along);
  });

  it.for([
    ['empty', []],
    ['empty', [file('vide.csv', '')]],
    ['several-inventories', [entries, file('autre.csv', 'Nom')]],
    ['no-inventory', [form, list]],
  ] as const)('are refused: %s', async ([error, files]) => {
    expect(await sortUpload(files)).toEqual({ ok: false, error });
  });
});
