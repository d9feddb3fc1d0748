import { z } from 'zod';
import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { readShippedYaml } from '#kernel/shipped-data.server.ts';
import { demoPracticesShape, seedPractices } from '#modules/practices/index.server.ts';
import { insertTerritory } from '#modules/territories/index.server.ts';
import { type App, contextFor } from '../composition.server.ts';

const words = z.object({ fr: z.string(), en: z.string() });
const territoryShape = z.object({
  name: words,
  welcome: words,
  timezone: z.string(),
  communes: z.array(z.string()),
});

/** Makes the demonstration territory, whole or not at all: everything in it is marked as invented. */
export async function seedDemo(app: App, host: string): Promise<Id> {
  const territory = readShippedYaml('demo/territory.yaml', territoryShape);
  const id = newId();
  await inTransaction(app.db, async (db) => {
    await insertTerritory(
      db,
      {
        id,
        host,
        name: territory.name.fr,
        welcome: parseMarkdown(territory.welcome.fr),
        communes: territory.communes,
        timeZone: territory.timezone,
        isDemo: true,
      },
      app.clock.now(),
    );
    const context: Context = { ...contextFor(app, id, { personId: null, role: 'owner' }), db };
    await seedPractices(context, readShippedYaml('demo/practices.yaml', demoPracticesShape));
  });
  return id;
}
