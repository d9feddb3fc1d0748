import { inTransaction } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { hasOwner } from '#modules/accounts/index.server.ts';
import { setupSteps } from '#modules/territories/index.ts';
import { countTerritories, findTerritory, takeFirstTurn } from '#modules/territories/index.server.ts';
import { translators } from '#messages/index.ts';
import type { App } from '../composition.server.ts';
import type { Configuration } from '../configuration.server.ts';
import { createTerritory, plainSettings } from './create-territory.server.ts';
import { seedDemo } from './seed-demo.server.ts';

/**
 * Makes the first territory of an instance that has none, once, however many nodes start at the same time; says whether
 * one still waits for its owner.
 */
export async function prepareFirstTerritory(
  app: App,
  configuration: Pick<Configuration, 'origin' | 'demo'>,
): Promise<{ territoryId: Id; needsOwner: boolean }> {
  const host = new URL(configuration.origin).host;
  if ((await countTerritories(app.db)) === 0) {
    await inTransaction(app.db, async (db) => {
      await takeFirstTurn(db);
      if ((await countTerritories(db)) > 0) return;
      const make = configuration.demo ? seedDemo : createEmptyTerritory;
      await make({ ...app, db }, host);
    });
  }
  const territory = await findTerritory(app.db, host);
  if (!territory) return { territoryId: '', needsOwner: false };
  return { territoryId: territory.id, needsOwner: !(await hasOwner(app.db, territory.id)) };
}

function createEmptyTerritory(app: App, host: string): Promise<void> {
  const t = translators.fr;
  return createTerritory(app, {
    host,
    name: t('app.empty.name'),
    welcome: parseMarkdown(t('app.empty.welcome')),
    communes: [],
    ...plainSettings,
    setupLeft: [...setupSteps],
    isDemo: false,
  });
}
