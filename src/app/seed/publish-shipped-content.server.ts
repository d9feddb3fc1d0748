import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { publishShippedFramework, readShippedFrameworks } from '#modules/framework/index.server.ts';
import { publishShippedLevers, readShippedLevers } from '#modules/knowledge/index.server.ts';
import { type NamedTopics, publishShippedThemes } from './shipped-topics.server.ts';

/** What was published, by the names our files give it. */
export interface ShippedContent {
  /** Frameworks by their id, as the version that was published. */
  frameworks: Map<string, Id>;
  levers: Map<string, Id>;
  themes: NamedTopics;
}

/** Gives a territory what every one begins with: the frameworks, the public levers and the themes of ours, to amend. */
export async function publishShippedContent(context: Context): Promise<ShippedContent> {
  const frameworks = new Map<string, Id>();
  for (const content of readShippedFrameworks()) {
    const framework = await publishShippedFramework(context, content);
    if (!framework.ok) throw new Error('Whoever makes a territory may publish what comes with it');
    frameworks.set(content.id, framework.value.versionId);
  }
  const levers = await publishShippedLevers(context, readShippedLevers());
  if (!levers.ok) throw new Error('Whoever makes a territory may publish what comes with it');
  return { frameworks, levers: levers.value, themes: await publishShippedThemes(context) };
}
