import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { publishShippedFramework, readShippedFramework } from '#modules/framework/index.server.ts';
import { publishShippedLevers, readShippedLevers } from '#modules/knowledge/index.server.ts';

/** What was published, by what the rest of a demonstration names it. */
export interface ShippedContent {
  frameworkVersionId: Id;
  levers: Map<string, Id>;
}

/** Gives a territory what every one begins with: the framework and the public levers of ours, to amend. */
export async function publishShippedContent(context: Context): Promise<ShippedContent> {
  const framework = await publishShippedFramework(context, readShippedFramework());
  const levers = await publishShippedLevers(context, readShippedLevers());
  if (!framework.ok || !levers.ok)
    throw new Error('Whoever makes a territory may publish what comes with it');
  return { frameworkVersionId: framework.value.versionId, levers: levers.value };
}
