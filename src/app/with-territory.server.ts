import type { Context } from '#kernel/context.ts';
import { runningPostgresUrl } from '#kernel/postgres/embedded-postgres.server.ts';
import { err } from '#kernel/result.ts';
import { countTerritories } from '#modules/territories/index.server.ts';
import { contextFor, createApp } from './composition.server.ts';
import { type Configuration, readConfiguration } from './configuration.server.ts';
import { openInstance } from './open-instance.server.ts';
import { prepareFirstTerritory } from './seed/prepare-first-territory.server.ts';
import type { CommandOutcome } from './commands/index.server.ts';

/**
 * Runs a command on one territory, through the same use cases as the pages, beside a running server or
 * without one. Whoever has the machine acts as an owner. Where nothing was ever started, `createFirst` makes an
 * empty territory to work on.
 */
export async function withTerritory(
  values: Record<string, unknown>,
  work: (context: Context) => Promise<CommandOutcome>,
  options: { createFirst?: boolean } = {},
): Promise<CommandOutcome> {
  const configuration = readConfiguration({
    ...process.env,
    ...(values['data'] !== undefined && { ENTRELACS_DATA: String(values['data']) }),
  });
  if (!configuration.ok)
    return err({ ...configuration.error, values: { variable: configuration.error.variable } });
  const database = await reachDatabase(configuration.value);
  if (!database.ok) return err({ code: database.error.code, values: { ...database.error } });
  const app = await createApp({
    databaseUrl: database.value.url,
    configuration: configuration.value,
    runJobs: false,
    onError: (error) => process.stderr.write(`${error.message}\n`),
  });
  try {
    if ((await countTerritories(app.db)) === 0) {
      if (!options.createFirst)
        return err({ code: 'not-started', values: { path: configuration.value.dataFolder } });
      await prepareFirstTerritory(app, { ...configuration.value, demo: false });
    }
    const host = typeof values['territory'] === 'string' ? values['territory'] : '';
    const territory = await app.territories.find(host);
    if (!territory) return err({ code: host ? 'no-territory' : 'territory-needed', values: { host } });
    return await work(contextFor(app, territory.id, { personId: null, role: 'owner' }));
  } finally {
    await app.close();
    await database.value.close();
  }
}

/** The database of the server that runs on this data folder, else the same database started for the command. */
async function reachDatabase(configuration: Configuration) {
  const running = configuration.databaseUrl ?? (await runningPostgresUrl(configuration.dataFolder));
  return openInstance({ ...configuration, databaseUrl: running }, () => undefined);
}
