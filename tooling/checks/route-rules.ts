import path from 'node:path';
import type { Route } from '#app/route-manifest.ts';

/** A page or an endpoint as it stands in `src/routes`. */
export interface RouteOnDisk {
  path: string;
  kind: Route['kind'];
  /** Whether Kit sends JavaScript with it. */
  csr: boolean;
}

const optionFiles = ['+page.ts', '+page.server.ts'];
const layoutFiles = ['+layout.ts', '+layout.server.ts'];

/**
 * The pages and endpoints among files of `src/routes`.
 *
 * @param files paths from `src/routes`, with forward slashes
 * @param textOf the text of one of them
 */
export function routesAmong(files: readonly string[], textOf: (file: string) => string): RouteOnDisk[] {
  return files.flatMap((file): RouteOnDisk[] => {
    const folder = path.posix.dirname(file);
    const name = path.posix.basename(file);
    if (/^\+server\.[jt]s$/.test(name)) return [{ path: addressOf(folder), kind: 'endpoint', csr: false }];
    if (!/^\+page(@.*)?\.svelte$/.test(name)) return [];
    return [{ path: addressOf(folder), kind: 'page', csr: csrOf(folder, files, textOf) }];
  });
}

/** Groups, such as `(lire)`, are folders without a place in the address. */
function addressOf(folder: string): string {
  const parts = folder.split('/').filter((part) => part !== '.' && !/^\(.*\)$/.test(part));
  return `/${parts.join('/')}`;
}

/** Kit takes the option of the page, else that of the nearest layout; without any, JavaScript is sent. */
function csrOf(folder: string, files: readonly string[], textOf: (file: string) => string): boolean {
  const places = [
    ...optionFiles.map((name) => path.posix.join(folder, name)),
    ...ancestorsOf(folder).flatMap((ancestor) => layoutFiles.map((name) => path.posix.join(ancestor, name))),
  ];
  const declared = places
    .filter((place) => files.includes(place))
    .map((place) => /^export const csr = (?<value>true|false);/m.exec(textOf(place))?.groups?.['value'])
    .find((value) => value !== undefined);
  return declared !== 'false';
}

function ancestorsOf(folder: string): string[] {
  return folder === '.' ? ['.'] : [folder, ...ancestorsOf(path.posix.dirname(folder))];
}

/** Where the manifest and `src/routes` differ, each with what to do. */
export function manifestProblems(manifest: readonly Route[], onDisk: readonly RouteOnDisk[]): string[] {
  const keyOf = ({ path: address, kind }: RouteOnDisk | Route) => `${kind} ${address}`;
  const listed = new Map(manifest.map((route) => [keyOf(route), route]));
  const present = new Set(onDisk.map(keyOf));
  return [
    ...onDisk
      .filter((route) => !listed.has(keyOf(route)))
      .map((route) => `${keyOf(route)}: add it to src/app/route-manifest.ts`),
    ...manifest
      .filter((route) => !present.has(keyOf(route)))
      .map((route) => `${keyOf(route)}: no such file, remove it`),
    ...(listed.size < manifest.length ? ['an entry stands twice'] : []),
    ...onDisk.flatMap((route) => csrProblem(route, listed.get(keyOf(route)))),
    ...manifest.flatMap(sampleProblem),
  ];
}

function csrProblem(route: RouteOnDisk, listed: Route | undefined): string[] {
  if (listed === undefined || listed.csr === route.csr) return [];
  return route.csr
    ? [
        `page ${route.path}: write "export const csr = false;" in its +page.ts or +page.server.ts, or list it with csr: true`,
      ]
    : [`${route.kind} ${route.path}: it sends no JavaScript, list it with csr: false`];
}

/** A path with parameters can be opened only with a sample; one that is an address has the form of the path. */
function sampleProblem({ path: address, sample }: Route): string[] {
  if (sample === undefined) {
    return address.includes('[') ? [`${address}: give it a sample, so that the journeys can open it`] : [];
  }
  if (!sample.startsWith('/')) return [];
  const pattern = address
    .replaceAll(/[.*+?^${}()|\\]/g, '\\$&')
    .replaceAll(/\[\[[^\]]+\]\]|\[\\\.\\\.\\\.[^\]]+\]/g, '.*')
    .replaceAll(/\[[^\]]+\]/g, '[^/]+');
  const fits = new RegExp(`^${pattern}$`).test(sample.replace(/[?#].*$/, ''));
  return fits ? [] : [`${address}: the sample ${sample} does not have this form`];
}
