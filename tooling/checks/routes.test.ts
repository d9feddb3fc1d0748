import { describe, expect, test } from 'vitest';
import { type Route, routes } from '#app/route-manifest.ts';
import { projectFiles, textOf } from '../support/project-files.ts';
import { manifestProblems, routesAmong } from './route-rules.ts';

const folder = 'src/routes/';
const files = projectFiles()
  .filter((file) => file.startsWith(folder))
  .map((file) => file.slice(folder.length));

test('the route manifest lists every page and endpoint, and nothing else', () => {
  const onDisk = routesAmong(files, (file) => textOf(folder + file) ?? '');
  expect(manifestProblems(routes, onDisk)).toEqual([]);
});

const reading: Route = { path: '/pratiques', kind: 'page', csr: false, access: 'visitor' };
const tool: Route = { path: '/carte', kind: 'page', csr: true, access: 'visitor' };
const data: Route = { path: '/pratiques', kind: 'endpoint', csr: false, access: 'visitor' };

/** The problems of a manifest beside files whose texts are given. */
function problemsOf(manifest: Route[], texts: Record<string, string>): string {
  return manifestProblems(
    manifest,
    routesAmong(Object.keys(texts), (file) => texts[file] ?? ''),
  ).join('\n');
}

const noScript = 'export const prerender = false;\nexport const csr = false;\n';

describe('a planted difference is found', () => {
  test.each<[string, Route[], Record<string, string>, RegExp]>([
    [
      'a page missing from the manifest',
      [],
      { 'pratiques/+page.svelte': '', 'pratiques/+page.ts': noScript },
      /page \/pratiques: add it/,
    ],
    [
      'an endpoint missing beside its page',
      [tool],
      { 'carte/+page.svelte': '', 'carte/+server.ts': '' },
      /endpoint \/carte: add it/,
    ],
    ['an entry without its page', [reading], {}, /no such file/],
    ['an entry that stands twice', [tool, tool], { 'carte/+page.svelte': '' }, /twice/],
    [
      'a reading page that sends JavaScript',
      [reading],
      { 'pratiques/+page.svelte': '' },
      /write "export const csr = false;"/,
    ],
    [
      'a commented option',
      [reading],
      { 'pratiques/+page.svelte': '', 'pratiques/+page.ts': `// ${noScript.split('\n')[1]}` },
      /csr = false/,
    ],
    [
      'a tool that lost its JavaScript',
      [tool],
      { 'carte/+page.svelte': '', 'carte/+page.server.ts': noScript },
      /list it with csr: false/,
    ],
    [
      'a sample of another form',
      [{ ...reading, path: '/p/[slug]-[id]', sample: '/p/jardin/x' }],
      { 'p/[slug]-[id]/+page.svelte': '', 'p/+layout.ts': noScript },
      /does not have this form/,
    ],
    [
      'parameters without a sample',
      [{ ...reading, path: '/p/[slug]' }],
      { 'p/[slug]/+page.svelte': '', 'p/+layout.ts': noScript },
      /give it a sample/,
    ],
  ])('%s', (_, manifest, texts, problem) => {
    expect(problemsOf(manifest, texts)).toMatch(problem);
  });
});

describe('what agrees is accepted', () => {
  test.each<[string, Route[], Record<string, string>]>([
    ['a reading page', [reading], { 'pratiques/+page.svelte': '', 'pratiques/+page.server.ts': noScript }],
    [
      'a reading page in a group, by its layout',
      [reading],
      { '(lire)/pratiques/+page.svelte': '', '(lire)/+layout.ts': noScript },
    ],
    [
      'a tool below a layout of reading pages',
      [tool],
      { 'carte/+page.svelte': '', 'carte/+page.ts': 'export const csr = true;', '+layout.ts': noScript },
    ],
    [
      'a page and its endpoint',
      [reading, data],
      { 'pratiques/+page.svelte': '', 'pratiques/+server.ts': '', 'pratiques/+page.ts': noScript },
    ],
    [
      'the name of a sample',
      [{ ...tool, path: '/p/[slug]', sample: 'practice' }],
      { 'p/[slug]/+page.svelte': '' },
    ],
    [
      'a sample',
      [{ ...tool, path: '/p/[slug]-[id=short]/[...rest]', sample: '/p/jardin-1a2b/a/b?c' }],
      { 'p/[slug]-[id=short]/[...rest]/+page.svelte': '' },
    ],
  ])('%s', (_, manifest, texts) => {
    expect(problemsOf(manifest, texts)).toBe('');
  });
});
