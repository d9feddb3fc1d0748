import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Commune, type CommuneDirectory, createCommuneDirectory } from './communes.ts';
import { type CommuneQuery, type CommuneResolution, resolveCommuneIn } from './resolve-commune.ts';

let loading: Promise<CommuneDirectory> | undefined;

/**
 * Every commune of France, read at the first call and kept: most starts never need it, and a page that does waits
 * for a tenth of a second once.
 */
export function loadCommunes(): Promise<CommuneDirectory> {
  loading ??= readTables();
  return loading;
}

async function readTables(): Promise<CommuneDirectory> {
  const { resolve: locate } = createRequire(import.meta.url);
  const [communes, formerCommunes, epcis, departments] = await Promise.all([
    readFile(locate('#data/communes/communes.tsv'), 'utf8'),
    readFile(locate('#data/communes/former-communes.tsv'), 'utf8'),
    readFile(locate('#data/communes/epcis.tsv'), 'utf8'),
    readFile(locate('#data/communes/departments.tsv'), 'utf8'),
  ]);
  return createCommuneDirectory({ communes, formerCommunes, epcis, departments });
}

/** Today's commune of an INSEE code, also when that code has disappeared. */
export async function findCommuneByCode(code: string): Promise<Commune | undefined> {
  const directory = await loadCommunes();
  return directory.findByCode(code) ?? directory.findSuccessor(code);
}

/** See {@link CommuneDirectory.findByName}. */
export async function findCommunesByName(name: string, among?: { department?: string }): Promise<Commune[]> {
  return (await loadCommunes()).findByName(name, among);
}

/** INSEE codes of the communes of an EPCI; none when no EPCI has that code. */
export async function communesOfEpci(epci: string): Promise<string[]> {
  return (await loadCommunes()).listCommunesOfEpci(epci).map(({ code }) => code);
}

/** See `resolveCommuneIn` in `resolve-commune.ts`. */
export async function resolveCommune(query: CommuneQuery): Promise<CommuneResolution> {
  return resolveCommuneIn(await loadCommunes(), query);
}
