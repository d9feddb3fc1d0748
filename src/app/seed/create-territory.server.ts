import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type Id, newId } from '#kernel/ids.ts';
import type { Territory } from '#modules/territories/index.ts';
import { insertTerritory } from '#modules/territories/index.server.ts';
import { type App, contextFor } from '../composition.server.ts';
import { type ShippedContent, publishShippedContent } from './publish-shipped-content.server.ts';

/** What a territory is until someone says otherwise. */
export const plainSettings = {
  timeZone: 'Europe/Paris',
  language: 'fr',
  licence: 'CC-BY-SA-4.0',
  colour: null,
  sectionsOff: [],
  setupLeft: [],
} satisfies Partial<Territory>;

/** Makes a territory with what every one begins with, then `fill`s it: whole or not at all. */
export async function createTerritory(
  app: App,
  territory: Omit<Territory, 'id'>,
  fill: (context: Context, shipped: ShippedContent) => Promise<void> = async () => undefined,
): Promise<void> {
  const id: Id = newId();
  await inTransaction(app.db, async (db) => {
    await insertTerritory(db, { ...territory, id }, app.clock.now());
    const context: Context = { ...contextFor(app, id, { personId: null, role: 'owner' }), db };
    await fill(context, await publishShippedContent(context));
  });
}
