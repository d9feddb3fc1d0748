import { z } from 'zod';
import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { readShippedYaml } from '#kernel/shipped-data.server.ts';
import { readDemoActions, seedActions } from '#modules/action-plans/index.server.ts';
import { readDemoEvaluations, seedEvaluations } from '#modules/evaluation/index.server.ts';
import { demoPracticesShape, seedPractices } from '#modules/practices/index.server.ts';
import { addComment } from '#modules/records/index.server.ts';
import { insertTerritory } from '#modules/territories/index.server.ts';
import { type App, contextFor } from '../composition.server.ts';
import { publishShippedContent } from './publish-shipped-content.server.ts';

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
    const { frameworkVersionId, levers } = await publishShippedContent(context);
    const practices = await seedPractices(
      context,
      readShippedYaml('demo/practices.yaml', demoPracticesShape),
    );
    const evaluations = await seedEvaluations(context, readDemoEvaluations(), {
      practices,
      frameworkVersionId,
    });
    const followed = readDemoActions();
    await seedActions(context, followed, { levers, evaluations });
    for (const { practice, text } of followed.comments) {
      const added = await addComment(context, { recordId: practices.get(practice) ?? '', markdown: text });
      if (!added.ok) throw new Error(`The demonstration comments on “${practice}”: ${added.error.code}`);
    }
  });
  return id;
}
