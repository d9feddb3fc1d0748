import { z } from 'zod';
import type { Context } from '#kernel/context.ts';
import { played } from '#kernel/demonstration.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { readShippedYaml } from '#kernel/shipped-data.server.ts';
import { readDemoActions, seedActions } from '#modules/action-plans/index.server.ts';
import { readDemoEvaluations, seedEvaluations } from '#modules/evaluation/index.server.ts';
import { demoPracticesShape, seedPractices } from '#modules/practices/index.server.ts';
import { addComment } from '#modules/records/index.server.ts';
import type { App } from '../composition.server.ts';
import { createTerritory } from './create-territory.server.ts';
import type { ShippedContent } from './publish-shipped-content.server.ts';

const words = z.object({ fr: z.string(), en: z.string() });
const territoryShape = z.object({
  name: words,
  welcome: words,
  timezone: z.string(),
  communes: z.array(z.string()),
});

/** Makes the demonstration territory, whole or not at all: everything in it is marked as invented. */
export function seedDemo(app: App, host: string): Promise<void> {
  const territory = readShippedYaml('demo/territory.yaml', territoryShape);
  const described = {
    host,
    name: territory.name.fr,
    welcome: parseMarkdown(territory.welcome.fr),
    communes: territory.communes,
    timeZone: territory.timezone,
    isDemo: true,
  };
  return createTerritory(app, described, fillDemo);
}

async function fillDemo(context: Context, { frameworkVersionId, levers }: ShippedContent): Promise<void> {
  const practices = await seedPractices(context, readShippedYaml('demo/practices.yaml', demoPracticesShape));
  const evaluations = await seedEvaluations(context, readDemoEvaluations(), {
    practices,
    frameworkVersionId,
  });
  const followed = readDemoActions();
  await seedActions(context, followed, { levers, evaluations });
  for (const { practice, text } of followed.comments) {
    played(await addComment(context, { recordId: practices.get(practice) ?? '', markdown: text }));
  }
}
