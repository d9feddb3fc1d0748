import { hasCluster, runningPostgresUrl } from '#kernel/postgres/embedded-postgres.server.ts';
import { err } from '#kernel/result.ts';
import type { CommandOutcome } from './commands/index.server.ts';
import { type Configuration, readConfiguration } from './configuration.server.ts';
import { openInstance } from './open-instance.server.ts';

/**
 * Runs a command on the database of the instance, beside a running server or without one. Where nothing was ever started,
 * `makeFolder` says whether the command makes the data folder, or is refused.
 */
export async function withDatabase(
  values: Record<string, unknown>,
  work: (url: string, configuration: Configuration) => Promise<CommandOutcome>,
  { makeFolder }: { makeFolder: boolean },
): Promise<CommandOutcome> {
  const read = readConfiguration({
    ...process.env,
    ...(values['data'] !== undefined && { ENTRELACS_DATA: String(values['data']) }),
  });
  if (!read.ok) return err({ ...read.error, values: { variable: read.error.variable } });
  const configuration = read.value;
  const { dataFolder } = configuration;
  if (!makeFolder && !configuration.databaseUrl && !(await hasCluster(dataFolder)))
    return err({ code: 'not-started', values: { path: dataFolder } });
  const running = configuration.databaseUrl ?? (await runningPostgresUrl(dataFolder));
  const database = await openInstance({ ...configuration, databaseUrl: running }, () => undefined);
  if (!database.ok) return err({ code: database.error.code, values: { ...database.error } });
  try {
    return await work(database.value.url, configuration);
  } finally {
    await database.value.close();
  }
}
