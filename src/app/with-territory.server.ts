import type { Context } from '#kernel/context.ts';
import { err } from '#kernel/result.ts';
import { countTerritories, findTerritory } from '#modules/territories/index.server.ts';
import { type App, contextFor, createApp } from './composition.server.ts';
import { prepareFirstTerritory } from './seed/prepare-first-territory.server.ts';
import type { CommandOutcome } from './commands/index.server.ts';
import { withDatabase } from './with-database.server.ts';

interface FirstTerritory {
  /** Where nothing was ever started, an empty territory is made to work on. */
  createFirst?: boolean;
  /** The command only says what it would do: that territory is not kept. */
  dryRun?: boolean;
}

/**
 * Runs a command on one territory, through the same use cases as the pages, beside a running server or without one.
 * Whoever has the machine acts as an owner.
 */
export async function withTerritory(
  values: Record<string, unknown>,
  work: (context: Context) => Promise<CommandOutcome>,
  { createFirst = false, dryRun = false }: FirstTerritory = {},
): Promise<CommandOutcome> {
  const onDatabase: Parameters<typeof withDatabase>[1] = async (databaseUrl, configuration) => {
    const app = await createApp({
      databaseUrl,
      configuration,
      runJobs: false,
      onError: (error) => process.stderr.write(`${error.message}\n`),
    });
    const host = typeof values['territory'] === 'string' ? values['territory'] : '';
    const onTerritory = async (inside: App): Promise<CommandOutcome> => {
      const territory = await findTerritory(inside.db, host);
      if (!territory) return err({ code: host ? 'no-territory' : 'territory-needed', values: { host } });
      return work(contextFor(inside, territory.id, { personId: null, role: 'owner' }));
    };
    try {
      if ((await countTerritories(app.db)) > 0) return await onTerritory(app);
      if (!createFirst) return err({ code: 'not-started', values: { path: configuration.dataFolder } });
      return await onFirstTerritory(app, { origin: configuration.origin, dryRun, work: onTerritory });
    } finally {
      await app.close();
    }
  };
  return withDatabase(values, onDatabase, { makeFolder: createFirst });
}

/** The territory exists if, and only if, the command did its work: whoever is refused can still begin otherwise. */
async function onFirstTerritory(
  app: App,
  {
    origin,
    dryRun,
    work,
  }: { origin: string; dryRun: boolean; work: (inside: App) => Promise<CommandOutcome> },
): Promise<CommandOutcome> {
  const transaction = await app.db.startTransaction().execute();
  let isDone = false;
  try {
    const inside = { ...app, db: transaction };
    await prepareFirstTerritory(inside, { origin, demo: false });
    const outcome = await work(inside);
    isDone = outcome.ok && !dryRun;
    return outcome;
  } finally {
    await (isDone ? transaction.commit() : transaction.rollback()).execute();
  }
}
