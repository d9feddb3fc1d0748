import { beforeAll, describe, expect, it } from 'vitest';
import { loadCommunes } from '#modules/territories/index.server.ts';
import type { CommuneDirectory } from '#modules/territories/index.ts';
import { type ExplicitMapping, readMapping } from './explicit-mapping.ts';
import { openSource } from './formats/open-source.server.ts';
import { type InventoryRecord, readInventory } from './read-inventory.ts';

let communes: CommuneDirectory;
beforeAll(async () => {
  communes = await loadCommunes();
});

interface Opening {
  mapping?: ExplicitMapping;
  maxBytes?: number;
}

async function open(content: string | Buffer, { mapping = {}, maxBytes = 1_000_000 }: Opening = {}) {
  async function* bytes() {
    yield Buffer.from(content);
  }
  const file = { open: bytes, fileName: 'lieux.csv', companions: [] };
  const table = await openSource(file, { maxBytes, isPreview: false });
  return table.ok ? readInventory(table.value, { surroundings: { communes }, mapping }) : table;
}

async function outcomes(text: string, options?: Opening) {
  const opened = await open(text, options);
  if (!opened.ok) throw new Error(opened.error.code);
  const records: InventoryRecord[] = [];
  for await (const one of opened.value.records) records.push(one);
  return records.map(({ record, line, outcome }) => ({
    record,
    line,
    said: outcome.ok ? outcome.value.draft.title : outcome.error.code,
    flagged: outcome.ok ? outcome.value.warnings.map(({ code }) => code) : [],
  }));
}

describe('readInventory', () => {
  it('gives what is good, and why the rest is refused, in the order of the file', async () => {
    const text = [
      'Annuaire;;;',
      'ID;Nom;Ville;GPS',
      'a;Jardin;Redon;47,651 | -2,085',
      'b;;Redon;',
      'c;Troc;Redon;;;x',
      'd;"Repair café;Redon',
      'a;Jardin encore;Redon;',
      'e;jardin;Nulle part;',
    ].join('\n');
    const given = { flagged: [] };
    expect(await outcomes(text)).toEqual([
      { ...given, record: 1, line: 3, said: 'Jardin' },
      { ...given, record: 2, line: 4, said: 'missing-title' },
      { ...given, record: 3, line: 5, said: 'too-many-cells' },
      { ...given, record: 4, line: 6, said: 'broken-quotes' },
      { ...given, record: 5, line: 7, said: 'Jardin encore' },
      { record: 6, line: 8, said: 'jardin', flagged: ['commune-not-found'] },
    ]);
  });

  it('follows an explicit mapping', async () => {
    const mapping = readMapping('{"Quoi": "title", "Nom": null}');
    if (!mapping.ok) throw new Error(mapping.error.code);
    const read = await outcomes('Quoi,Nom,Ville\nJardin,secret,Redon\n', { mapping: mapping.value });
    expect(read).toMatchObject([{ said: 'Jardin' }]);
  });

  it.each([
    ['', 'empty'],
    ['\u0089PNG', 'not-a-table'],
    ['PK\u0003\u0004', 'compressed'],
    ['lat,lon\n1,2\n', 'no-title-column'],
  ])('refuses %j', async (text, code) => {
    const opened = await open(Buffer.from(text, 'latin1'));
    expect(opened).toMatchObject({ ok: false, error: { code } });
  });

  it('ends with a refusal when a stream is too long', async () => {
    const read = await outcomes(`Nom,Ville\n${'Jardin,Redon\n'.repeat(9000)}`, { maxBytes: 100_000 });
    expect(read.at(-1)).toMatchObject({ said: 'file-too-large' });
  });
});
