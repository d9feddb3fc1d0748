import { rm } from 'node:fs/promises';
import type { TestProject } from 'vitest/node';
import { runningPostgresUrl } from '#kernel/postgres/embedded-postgres.server.ts';
import { newSite, runSite } from './run-site.ts';
import { becomeOwner, type Session, type Site } from './site.ts';

declare module 'vitest' {
  interface ProvidedContext {
    site: Site;
    /** The cookies of an owner of the territory. */
    owner: Session;
  }
}

/** Starts the product as `npm start` does, once for the whole run, on a fresh demonstration territory. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { site, folder } = await newSite();
  const running = await runSite(site);
  project.provide('owner', await becomeOwner(site));
  project.provide('site', site);
  return async () => {
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
}

/** What may happen, such as a mail server that refuses one mail, is told as a warning. */
function isWarning(line: string): boolean {
  return line.startsWith('{') && (JSON.parse(line) as { level: string }).level === 'warn';
}
