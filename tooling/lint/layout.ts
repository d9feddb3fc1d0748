import path from 'node:path';

/**
 * The layout of the project as the linter knows it: which part a file belongs to, and what each part may import.
 * Paths are relative to the repository root, with forward slashes.
 */

/** Levels of the modules: a module imports modules of strictly lower levels. A new module is added here. */
export const moduleLevels: Readonly<Record<string, number>> = {
  territories: 1,
  accounts: 2,
  records: 3,
  deliberation: 4,
  moderation: 4,
  practices: 5,
  framework: 5,
  knowledge: 5,
  evaluation: 6,
  stakes: 7,
  diagnosis: 7,
  community: 7,
  'live-notes': 7,
  'action-plans': 8,
  recognition: 9,
  news: 10,
  overview: 10,
  commons: 10,
  federation: 10,
  'trust-log': 10,
};

export type Layer = 'routes' | 'app' | 'modules' | 'mathematics' | 'kernel' | 'messages' | 'data' | 'outside';

export interface Place {
  /** `outside` is everything that is not part of the product: tests in a browser, benchmarks, tools, settings. */
  layer: Layer;
  /** Name of the module; null outside of modules. */
  module: string | null;
  /** Runs on the server only, as its name (or its folder, for migrations) says. */
  server: boolean;
  test: boolean;
  /** A Svelte component or a `.svelte.ts` file. */
  svelte: boolean;
}

const layersOfFolders: Readonly<Record<string, Layer>> = {
  routes: 'routes',
  params: 'routes',
  app: 'app',
  modules: 'modules',
  mathematics: 'mathematics',
  kernel: 'kernel',
  messages: 'messages',
};

/** Kit's files at the root of `src`: they stand where routes stand. */
const kitRootFile = /^src\/(hooks(\.server|\.client)?|service-worker|instrumentation\.server)\.[jt]s$/;

export function placeOf(file: string): Place {
  const [top, folder, name = ''] = file.split('/');
  const test = /\.test\.[jt]s$/.test(file);
  const server = isServerFile(file);
  const svelte = /\.svelte(\.[jt]s)?$/.test(file);
  const at = (layer: Layer, module: string | null = null) => ({ layer, module, server, test, svelte });
  if (top === 'data') return at('data');
  if (top !== 'src' || folder === undefined) return at('outside');
  if (kitRootFile.test(file)) return at('routes');
  const layer = layersOfFolders[folder] ?? 'outside';
  return at(layer, layer === 'modules' ? name : null);
}

function isServerFile(file: string): boolean {
  const base = path.posix.basename(file);
  if (/\.server(\.test)?\.[jt]s$/.test(base) || /^\+server\.[jt]s$/.test(base)) return true;
  return file.startsWith('src/kernel/migrations/');
}

const aliases: Readonly<Record<string, string>> = {
  '#kernel': 'src/kernel',
  '#mathematics': 'src/mathematics',
  '#modules': 'src/modules',
  '#app': 'src/app',
  '#messages': 'src/messages',
  '#data': 'data',
};

/** The file that an import means, from the repository root; null for a package, a builtin or a virtual module of Kit. */
export function targetOf(importer: string, specifier: string): string | null {
  const bare = specifier.replace(/\?.*$/, '');
  if (bare.startsWith('.')) return path.posix.join(path.posix.dirname(importer), bare);
  const [head = '', ...rest] = bare.split('/');
  const folder = aliases[head];
  return folder === undefined ? null : path.posix.join(folder, ...rest);
}

const kebabCase = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const pascalCaseComponent = /^[A-Z][A-Za-z0-9]*\.svelte$/;
const kitFile = /^\+(page|layout|error|server)[a-z.@()-]*$/;
const routeFolder = /^[a-z0-9[\]().=+_-]+$/;
const conventionalFile = /^(README|CONTRIBUTING|CHANGES|LICENSE|FEDERATION)(\.md)?$/;

/** What is wrong with the name or the place of a file; null when nothing is. */
export function fileProblem(file: string): string | null {
  return folderProblem(file) ?? baseProblem(file) ?? placeProblem(file);
}

function folderProblem(file: string): string | null {
  const pattern = file.startsWith('src/routes/') ? routeFolder : kebabCase;
  const wrong = file
    .split('/')
    .slice(0, -1)
    .find((folder) => !pattern.test(folder));
  return wrong === undefined
    ? null
    : `Rename the folder "${wrong}": lower-case ASCII words joined by hyphens.`;
}

function baseProblem(file: string): string | null {
  const base = path.posix.basename(file);
  if (conventionalFile.test(base) || (file.startsWith('src/routes/') && kitFile.test(base))) return null;
  if (base.endsWith('.svelte')) {
    if (pascalCaseComponent.test(base)) return null;
    return `Rename "${base}": a component is named in PascalCase, such as PracticeCard.svelte.`;
  }
  if (kebabCase.test(base)) return null;
  return `Rename "${base}": lower-case ASCII words joined by hyphens, such as list-practices.server.ts.`;
}

function placeProblem(file: string): string | null {
  const [top, folder, name, ...inside] = file.split('/');
  if (top !== 'src' || folder === undefined || name === undefined) return null;
  if (!Object.hasOwn(layersOfFolders, folder)) {
    return `"src/${folder}" is no part of the layout: put the file in kernel, mathematics, modules, app, messages or routes.`;
  }
  const isModule = folder === 'modules' && inside.length > 0;
  if (isModule && !Object.hasOwn(moduleLevels, name)) {
    return `The module "${name}" has no level: add it to tooling/lint/layout.ts, or correct the name of its folder.`;
  }
  return null;
}
