import { format, resolveConfig } from 'prettier';
import { beforeAll, expect, test } from 'vitest';
import { routes } from '#app/route-manifest.ts';
import { type Expectation, nameOf } from '../../e2e/rights/expectation.ts';
import { expectations } from '../../e2e/rights/expectations.ts';
import { tableOf } from '../../e2e/rights/table.ts';
import { textOf } from '../support/project-files.ts';

type Asked = Pick<Expectation, 'method' | 'path' | 'action'>;

const pages = import.meta.glob<{ actions?: object }>('/src/routes/**/+page.server.ts');
const endpoints = import.meta.glob<object>('/src/routes/**/+server.ts');

let askable: Asked[];

/** Everything that the site answers to: what its files export says it, so that nothing is forgotten. */
beforeAll(async () => {
  const forms = Object.entries(pages).map(async ([file, load]) => {
    const { actions = {} } = await load();
    return Object.keys(actions).map((action): Asked => ({ method: 'POST', path: pathOf(file), action }));
  });
  const answers = Object.entries(endpoints).map(async ([file, load]) =>
    Object.keys(await load()).map((method) => ({ method, path: pathOf(file), action: '' }) as Asked),
  );
  const readings = routes
    .filter(({ kind }) => kind === 'page')
    .map(({ path }): Asked => ({ method: 'GET', path, action: '' }));
  askable = [...readings, ...(await Promise.all([...forms, ...answers])).flat()];
});

function pathOf(file: string): string {
  const parts = file.split('/').slice(3, -1);
  return `/${parts.filter((part) => !/^\(.*\)$/.test(part)).join('/')}`;
}

test('everything that can be asked of the site says who may, and nothing else does', () => {
  const known = expectations.map(nameOf);
  const named = askable.map(nameOf);
  const missing = named.filter((name) => !known.includes(name));
  const stale = known.filter((name) => !named.includes(name));
  // Each missing one is a line to add to e2e/rights/expectations.ts.
  expect({ missing, stale }).toEqual({ missing: [], stale: [] });
});

test('nothing is said twice', () => {
  const known = expectations.map(nameOf);
  expect(known.filter((name, place) => known.indexOf(name) !== place)).toEqual([]);
});

test('docs/rights.md tells it: npx node e2e/rights/write-table.ts writes it', async () => {
  const options = await resolveConfig('docs/rights.md');
  const written = await format(tableOf(expectations), { ...options, parser: 'markdown' });
  expect(textOf('docs/rights.md')).toBe(written);
});
