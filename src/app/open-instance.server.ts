import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type PostgresStartError,
} from '#kernel/postgres/embedded-postgres.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { Configuration } from './configuration.server.ts';

/** The database the instance works on, and how to let go of it. */
export interface OpenDatabase {
  url: string;
  /** Undefined when the host runs PostgreSQL. */
  embedded: EmbeddedPostgres | undefined;
  close(): Promise<void>;
}

/** The host's own PostgreSQL when there is one, else the embedded one, started on the data folder. */
export async function openInstance(
  configuration: Pick<Configuration, 'databaseUrl' | 'dataFolder'>,
  log: (line: string) => void,
): Promise<Result<OpenDatabase, PostgresStartError>> {
  if (configuration.databaseUrl) {
    return ok({ url: configuration.databaseUrl, embedded: undefined, close: async () => undefined });
  }
  const started = await startEmbeddedPostgres({ dataFolder: configuration.dataFolder, log });
  if (!started.ok) return err(started.error);
  return ok({ url: started.value.url, embedded: started.value, close: () => started.value.stop() });
}
