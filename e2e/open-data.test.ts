import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { test } from './support/journey.ts';
import { type Site, commandFile, environmentOf } from './support/site.ts';

interface Item {
  id: string;
  title: string;
  status: string;
  updated_at: string;
}

interface List {
  items: Item[];
  total: number;
  page: number;
  pages: number;
}

const api = '/api/v1/practices';

function ask(site: Site, path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(site.origin + path, { headers });
}

async function listAt(site: Site, query: string): Promise<List> {
  const answer = await ask(site, `${api}${query}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as List;
}

test('lists are read a page at a time, and each page leads to the next', async ({ site }) => {
  const all = await listAt(site, '?per_page=500');
  expect(all).toMatchObject({ total: all.items.length, page: 1, pages: 1 });
  const met: string[] = [];
  let next: string | undefined = `${api}?per_page=7&sort=title`;
  while (next) {
    const answer = await ask(site, next);
    met.push(...((await answer.json()) as List).items.map(({ id }) => id));
    next = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
  }
  expect(met.toSorted()).toEqual(all.items.map(({ id }) => id).toSorted());
});

test('each filter of the contract keeps some and leaves others out', async ({ site }) => {
  const { total } = await listAt(site, '');
  const filters = [
    'q=jardn',
    'theme=alimentation-et-jardins',
    'purpose=sharing',
    'status=active',
    'state=potential',
    'legal_status=association',
    'commune=35236',
    'epci=243500741',
    'bbox=-2.2,47.6,-2,47.7',
    'updated_since=2100-01-01',
    'source=Annuaire',
  ];
  for (const filter of filters) {
    const kept = await listAt(site, `?${filter}`);
    expect([filter, kept.total < total]).toEqual([filter, true]);
  }
  const ideas = await listAt(site, '?state=potential');
  expect(new Set(ideas.items.map(({ status }) => status))).toEqual(new Set(['idea']));
});

test('what is wrong is named, in words, and read by pages of other sites', async ({ site }) => {
  const wrong = [
    ['?colour=red', 'unknown-parameter', 'colour'],
    ['?status=rouge', 'invalid-parameter', 'status'],
    ['?bbox=1,2', 'invalid-parameter', 'bbox'],
    ['?per_page=501', 'invalid-parameter', 'per_page'],
    ['?updated_since=hier', 'invalid-parameter', 'updated_since'],
    ['/deleted?since=hier', 'invalid-parameter', 'since'],
    ['/deleted?status=idea', 'unknown-parameter', 'status'],
    ['.jsonld?epci=1', 'invalid-parameter', 'epci'],
    ['.csv?x=1', 'unknown-parameter', 'x'],
  ] as const;
  for (const [path, code, field] of wrong) {
    const answer = await ask(site, api + path);
    expect([path, answer.status]).toEqual([path, 400]);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(await answer.json()).toEqual({ error: { code, field, message: expect.stringContaining(field) } });
  }
});

test('whoever holds an answer already is told so, in every form', async ({ site }) => {
  const [item] = (await listAt(site, '?per_page=1')).items;
  const forms = ['', '.csv', '.geojson', '.jsonld', `/${item?.id}`, `/${item?.id}.jsonld`, '/deleted'];
  for (const form of forms) {
    const first = await ask(site, api + form);
    await first.text();
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\/"/);
    const again = await ask(site, api + form, { 'if-none-match': etag });
    expect([form, again.status, await again.text()]).toEqual([form, 304, '']);
    expect(again.headers.get('access-control-allow-origin')).toBe('*');
    const other = await ask(site, api + form, { 'if-none-match': 'W/"another"' });
    await other.text();
    expect(other.status).toBe(200);
  }
  const asked = await fetch(site.origin + api, { method: 'OPTIONS' });
  expect(asked.headers.get('access-control-allow-headers')).toContain('If-None-Match');
});

test('one practice is read alone in each form, and tells when it was changed', async ({ site }) => {
  const [item] = (await listAt(site, '?per_page=1')).items;
  const answer = await ask(site, `${api}/${item?.id}`);
  expect(await answer.json()).toEqual(item);
  expect(Date.parse(answer.headers.get('last-modified') ?? '')).toBe(
    Math.floor(Date.parse(item?.updated_at ?? '') / 1000) * 1000,
  );
  const csv = await (await ask(site, `${api}/${item?.id}.csv`)).text();
  expect(csv.trim().split('\r\n').length).toBeGreaterThan(1);
  expect(csv).toContain(item?.id);
  const geojson = await (await ask(site, `${api}/${item?.id}.geojson`)).json();
  expect(geojson).toMatchObject({ features: [{ id: item?.id }] });
  const jsonld = await (await ask(site, `${api}/${item?.id}.jsonld`)).json();
  expect(jsonld).toMatchObject({ '@graph': [{ identifier: item?.id, name: item?.title }, {}] });
  expect((await ask(site, `${api}/019a7c3e-0000-7000-8000-000000000001.jsonld`)).status).toBe(404);
});

test('the command line writes what the site sends', async ({ site }) => {
  for (const format of ['csv', 'geojson', 'jsonld']) {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [commandFile, 'export', '--format', format, '--data', site.dataFolder],
      { env: environmentOf(site), maxBuffer: 50_000_000 },
    );
    expect(stdout).toBe(await (await ask(site, `${api}.${format}`)).text());
  }
});
