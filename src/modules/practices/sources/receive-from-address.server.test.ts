import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import { PretendSource, openHere } from '#kernel/testing/pretend-source.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { listImports, readImport } from '../manage-imports.server.ts';
import { readCompanions } from '../import-file-store.server.ts';
import { companionAddress } from './fetch-companions.server.ts';
import { fetchInventory } from './fetch-inventory.server.ts';
import { receiveFromAddress } from './receive-from-address.server.ts';

let world: TestWorld;
let source: PretendSource;
let facilitator: Context;
beforeAll(async () => {
  [world, source] = await Promise.all([openTestWorld(), new PretendSource().listen()]);
  facilitator = await world.as('facilitator');
});
afterAll(async () => {
  source.close();
  await world.close();
});
beforeEach(() => sql`delete from limited_use where territory_id = ${world.territoryId}`.execute(world.db));

const csv = 'Nom du lieu,Ville\nJardin,Redon\nFour,Allaire\n';

async function receive(address: string, context = facilitator): Promise<string> {
  const received = await receiveFromAddress(context, openHere, {
    address,
    sourceName: 'Annuaire',
    licence: '',
  });
  return received.ok ? `received ${received.value}` : received.error.code;
}

describe('an inventory at an address', () => {
  it('is received as a file that someone sends, with its address', async () => {
    source.give('/vieux.csv', { status: 301, headers: { location: '/lieux.csv' } });
    source.give('/lieux.csv', csv);
    const address = `${source.origin}/vieux.csv`;
    const id = (await receive(` ${address} `)).replace('received ', '');
    const found = await readImport(facilitator, id);
    expect(found.ok && found.value.run).toMatchObject({
      state: 'checked',
      address,
      fileName: 'lieux.csv',
      sourceName: 'Annuaire',
      fileSize: csv.length,
      report: { created: 2 },
    });
  });

  it('is named as its site says, else by the end of the address, else by the site', async () => {
    const named = { body: csv, headers: { 'content-disposition': 'attachment; filename="tiers-lieux.csv"' } };
    for (const [path, answer, name] of [
      ['/export', named, 'tiers-lieux.csv'],
      ['/a/b.geojson', csv, 'b.geojson'],
      ['/?api/forms/1/entries', csv, '127.0.0.1'],
    ] as const) {
      const fetched = await fetchInventory(openHere, source.give(path, answer));
      expect(fetched.ok && fetched.value?.fileName).toBe(name);
    }
  });

  it('of a wiki that gives its pages a part at a time is asked for all of them', async () => {
    const page = (name: string) => ({ [name]: { fulltext: name, printouts: {} } });
    const query = { printrequests: [{ label: '', mode: 2 }] };
    const first = { 'query-continue-offset': 1, query: { ...query, results: [page('Four')] } };
    const url = new URL('/api.php?action=ask&query=[[Category:Lieu]]|limit=1', source.origin);
    const later = new URL(url);
    later.searchParams.set('query', `${url.searchParams.get('query')}|offset=1`);
    source.give(url.pathname + url.search, JSON.stringify(first));
    source.give(
      later.pathname + later.search,
      JSON.stringify({ query: { ...query, results: [page('Lavoir')] } }),
    );
    const id = (await receive(url.href)).replace('received ', '');
    const found = await readImport(facilitator, id);
    expect(found.ok && found.value.run.report).toMatchObject({ format: 'smw', created: 2 });
    expect(found.ok && found.value.run.report?.counts.warnings).not.toHaveProperty('more-pages-at-source');
  });

  it('of a tool that keeps a form or a taxonomy beside it is read with that; one that does not answer stops it', async () => {
    const path = '/?api/forms/5/entries';
    const entry = {
      id_fiche: 'Four',
      id_typeannonce: '5',
      bf_titre: 'Four',
      bf_ville: 'Redon',
      bf_suivi: 'canari',
    };
    const template = [
      'texte***bf_titre***Nom***60***255*** *** *** ***1***0*** *** * *** * *** *** *** ***',
      'texte***bf_suivi***Suivi interne***60***255*** *** *** ***0***0*** ***@admins***@admins*** *** *** ***',
    ].join('\n');
    const form = { bn_id_nature: '5', bn_label_nature: 'Lieux', bn_template: template };
    source.give(path, JSON.stringify({ Four: entry }));
    const companionsOf = async (id: string) =>
      (await readCompanions(facilitator, id.replace('received ', ''))).map(({ bytes }) => bytes.length);
    expect(await companionsOf(await receive(source.origin + path))).toEqual([]);
    source.give('/?api/forms/5', { status: 503 });
    expect(await receive(source.origin + path)).toBe('trouble-there');
    source.give('/?api/forms/5', JSON.stringify(form));
    expect(await companionsOf(await receive(source.origin + path))).toEqual([JSON.stringify(form).length]);
    expect(companionAddress('https://carte.test/api/elements.json?ontology=gogofull')).toBe(
      'https://carte.test/api/taxonomy.json',
    );
    expect(companionAddress('https://carte.test/lieux.csv')).toBeNull();
  });

  it('is for facilitators, thirty times an hour', async () => {
    const address = source.give('/lieux.csv', csv);
    expect(await receive(address, await world.as('contributor'))).toBe('not-allowed');
    expect(await receive(address, await world.as('visitor'))).toBe('sign-in-first');
    const other = await world.as('facilitator');
    for (let times = 0; times < 30; times += 1) await receive('inconnu', other);
    expect(await receive(address, other)).toBe('too-many-fetches');
    expect(await receive(address)).toContain('received');
  });
});

describe('what is no inventory', () => {
  it.each([
    ['', 'address-not-understood'],
    ['lieux.csv', 'address-not-understood'],
    ['file:///etc/passwd', 'address-not-understood'],
    ['https://camille:secret@annuaire.test/', 'address-not-understood'],
    [`https://annuaire.test/${'x'.repeat(2000)}`, 'address-not-understood'],
    ['http://169.254.169.254/latest/meta-data', 'address-inside'],
    ['http://localhost/', 'address-inside'],
    ['http://2130706434/', 'address-inside'],
    ['http://0177.0.0.2/', 'address-inside'],
    ['http://[::ffff:10.0.0.1]/', 'address-inside'],
    ['http://93.184.216.34:25/', 'address-inside'],
    ['http://127.0.0.1:1/', 'no-answer'],
  ])('the address %s is told as %s', async (address, code) => {
    expect(await receive(address)).toBe(code);
  });

  it.each([
    [{ status: 302, headers: { location: 'http://192.168.1.1/lieux.csv' } }, 'address-inside'],
    [{ status: 307, headers: { location: 'http://localhost/lieux.csv' } }, 'address-inside'],
    [{ status: 302, headers: { location: 'file:///etc/passwd' } }, 'address-not-understood'],
    [{ status: 302, headers: { location: '/a' } }, 'too-many-redirects'],
    [{ status: 302 }, 'answer-not-understood'],
    [{ status: 404 }, 'not-there'],
    [{ status: 403 }, 'closed-there'],
    [{ status: 429 }, 'busy-there'],
    [{ status: 500 }, 'trouble-there'],
    [{ status: 204 }, 'answer-not-understood'],
    [{ body: csv, ending: 'endless' }, 'too-large'],
    [{ body: csv, ending: 'silence' }, 'too-slow'],
    [{ body: csv, ending: 'cut' }, 'no-answer'],
    [{ body: '' }, 'empty'],
    [{ body: '<!DOCTYPE html><title>Accueil</title>' }, 'page'],
    [{ body: '<p>Bonjour', headers: { 'content-type': 'text/html; charset=utf-8' } }, 'page'],
    [{ body: '<html><meta name="generator" content="YesWiki">', ending: 'silence' }, 'page-yeswiki'],
  ] as const)('the answer %o is told as %s, and nothing is kept', async (answer, code) => {
    const runs = async () => {
      const listed = await listImports(facilitator);
      return listed.ok && listed.value.map(({ id }) => id);
    };
    const before = await runs();
    expect(await receive(source.give('/a', answer))).toBe(code);
    expect(await runs()).toEqual(before);
  });

  it('is received and refused in words when only its content shows it: a picture, a broken list', async () => {
    for (const [body, code] of [
      [Buffer.from('89504e470d0a1a0a0000000d4948', 'hex'), 'not-a-table'],
      ['[{"nom": "Jardin"', 'json-cut'],
    ] as const) {
      const id = (await receive(source.give('/a', { body }))).replace('received ', '');
      const found = await readImport(facilitator, id);
      expect(found.ok && found.value.run).toMatchObject({ state: 'refused', refusal: { code } });
    }
  });

  it('has the address of its data proposed, and not followed', async () => {
    const address = source.give('/wiki/?BazaR&id=7', '<html><meta name="generator" content="YesWiki">');
    source.asked.length = 0;
    const fetched = await fetchInventory(openHere, address);
    const proposals = [`${source.origin}/wiki/?api/forms/7/entries`];
    expect(fetched).toMatchObject({ ok: false, error: { code: 'page-yeswiki', proposals } });
    expect(source.asked).toHaveLength(1);
  });
});
