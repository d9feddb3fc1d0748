import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '#kernel/shipped-data.server.ts';

/** Packages under one licence. */
export interface LicenceGroup {
  /** SPDX expression, as the packages give it; empty for those that give none. */
  licence: string;
  packages: string[];
}

/** What package-lock.json says of a package, as far as we look at it. */
interface LockedPackage {
  dev?: boolean;
  /** Wanted to make the product, and only by the way by something it runs on. */
  devOptional?: boolean;
  license?: string;
}

let read: LicenceGroup[] | undefined;

/** The licences of the packages the product runs on, those with most packages first; read once, since only a release changes them. */
export function thirdPartyLicences(): LicenceGroup[] {
  read ??= groupLicences(readPackageFile('package-lock.json').packages ?? {});
  return read;
}

/**
 * Packages by licence, those used only to make and test the product left out.
 *
 * @param packages as in package-lock.json, by the folder each stands in
 */
export function groupLicences(packages: Readonly<Record<string, LockedPackage>>): LicenceGroup[] {
  const shipped = Object.entries(packages).filter(
    ([folder, { dev, devOptional }]) => folder !== '' && !dev && !devOptional,
  );
  const groups = Map.groupBy(shipped, ([, { license }]) => license ?? '');
  return [...groups]
    .map(([licence, ofLicence]) => ({ licence, packages: namesOf(ofLicence.map(([folder]) => folder)) }))
    .toSorted((one, other) => other.packages.length - one.packages.length);
}

/** `node_modules/a/node_modules/@b/c` is the package `@b/c`. */
function namesOf(folders: readonly string[]): string[] {
  const inside = 'node_modules/';
  const names = folders.map((folder) => folder.slice(folder.lastIndexOf(inside) + inside.length));
  return [...new Set(names)].toSorted();
}

/** Where the source of the product is published, as package.json says; undefined when it says nothing one can open. */
export function publishedSource(): string | undefined {
  return repositoryAddress(readPackageFile('package.json').repository);
}

/**
 * A web address for `repository` of a package.json.
 *
 * @example repositoryAddress({ url: 'git+https://exemple.test/a.git' }) // 'https://exemple.test/a.git'
 */
export function repositoryAddress(repository: string | { url?: string } | undefined): string | undefined {
  const url = (typeof repository === 'string' ? repository : repository?.url)?.replace(/^git\+/, '');
  return url && /^https?:\/\//.test(url) && URL.canParse(url) ? url : undefined;
}

function readPackageFile(name: string): {
  packages?: Record<string, LockedPackage>;
  repository?: string | { url?: string };
} {
  const file = join(packageRoot([import.meta.dirname, process.cwd()]), name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}
