import { mostTerritories } from '#kernel/follow-journal.server.ts';
import { readColumnsAhead } from '#modules/practices/index.server.ts';
import { readTitlesAhead } from '#modules/records/index.server.ts';
import { territoryIds } from '#modules/territories/index.server.ts';
import { type App, contextFor } from './composition.server.ts';

/**
 * Reads what the first pages of each territory would wait for, once the site serves: a large inventory takes seconds.
 * Never fails: when it cannot be read, whoever asks for a page learns why.
 */
export async function readAhead(app: App): Promise<void> {
  try {
    const ids = await territoryIds(app.db);
    for (const id of ids.slice(0, mostTerritories)) {
      const context = contextFor(app, id);
      await readColumnsAhead(context);
      await readTitlesAhead(context);
    }
  } catch {
    // The site is being stopped, or its database is away.
  }
}
