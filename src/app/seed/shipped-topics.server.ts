import { z } from 'zod';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { readShippedYaml } from '#kernel/shipped-data.server.ts';
import type { TopicKind } from '#modules/records/index.ts';
import { topicsNamed } from '#modules/records/index.server.ts';

const text = z.string().min(1);
const bothLanguages = z.strictObject({ fr: text, en: text });

/** `data/topics.yaml`: the themes every territory begins with. */
const topicsShape = z.strictObject({
  themes: z.array(z.strictObject({ id: text, name: bothLanguages, description: bothLanguages })).min(1),
});

/** Topics by the names our files give them, with what they are called. */
export type NamedTopics = ReadonlyMap<string, { id: Id; name: string }>;

/** The themes a territory begins with, as the files say. */
export function readShippedThemes() {
  return readShippedYaml('topics.yaml', topicsShape).themes;
}

/** Gives a territory the themes every one begins with, in French, to amend. */
export function publishShippedThemes(context: Context): Promise<NamedTopics> {
  const themes = readShippedThemes().map(({ id, name, description }) => ({
    id,
    name: name.fr,
    description: description.fr,
  }));
  return publishTopics(context, 'theme', themes);
}

/** Makes topics that are not there yet; the caller checks who may. */
export async function publishTopics(
  context: Context,
  kind: TopicKind,
  wanted: readonly { id: string; name: string; description: string }[],
): Promise<NamedTopics> {
  const made = await topicsNamed(context, kind, wanted);
  return new Map(
    wanted.map(({ id, name }) => {
      const topicId = made.get(name);
      if (!topicId) throw new Error(`“${name}” could not be a ${kind}`);
      return [id, { id: topicId, name }];
    }),
  );
}
