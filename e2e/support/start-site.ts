import { rm } from 'node:fs/promises';
import type { TestProject } from 'vitest/node';
import { runningPostgresUrl } from '#kernel/postgres/embedded-postgres.server.ts';
import { newSite, runSite } from './run-site.ts';
import { becomeOwner, type Session, type Site } from './site.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A site for each file that runs at the same time as others, by its place among them. */
    sites: OwnedSite[];
  }
}

/** A site, and the cookies of an owner of its territory. */
export interface OwnedSite {
  site: Site;
  owner: Session;
}

/**
 * Starts the product as `npm start` does, once for the whole run, on a fresh demonstration territory; as many
 * times as files of journeys run side by side, so that each finds its site to itself.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const started: StartedSite[] = [];
  // One after the other: the first may build the pages.
  while (started.length < project.config.maxWorkers) started.push(await startSite());
  project.provide(
    'sites',
    started.map(({ owned }) => owned),
  );
  return async () => {
    await Promise.all(started.map(({ end }) => end()));
  };
}

interface StartedSite {
  owned: OwnedSite;
  /** Stops it, and throws when it met troubles. */
  end: () => Promise<void>;
}

async function startSite(): Promise<StartedSite> {
  const { site, folder } = await newSite();
  const running = await runSite(site);
  const owner = await becomeOwner(site);
  const end = async () => {
    const troubles = running
      .errors()
      .split('\n')
      .filter((line) => line !== '' && !isWarning(line))
      .join('\n');
    await running.stop();
    if ((await runningPostgresUrl(site.dataFolder)) !== undefined) {
      throw new Error('The site has stopped, and its database still runs.');
    }
    await rm(folder, { recursive: true });
    if (troubles !== '') throw new Error(`The site met troubles during the journeys:\n${troubles}`);
  };
  return { owned: { site, owner }, end };
}

/** What may happen, such as a mail server that refuses one mail, is told as a warning. */
function isWarning(line: string): boolean {
  return line.startsWith('{') && (JSON.parse(line) as { level: string }).level === 'warn';
}
