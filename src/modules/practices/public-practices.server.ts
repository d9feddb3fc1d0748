import type { Context } from '#kernel/context.ts';
import { filesOf, mergedOrigins, readTopics } from '#modules/records/index.server.ts';
import { publicOwnValues } from './fields/own-values.server.ts';
import type { Practice } from './practice.ts';
import { type PublicPractice, toPublicPractice } from './public-practice.ts';
import { creditsOf } from './sources/followed-source-store.server.ts';

/** Practices that the actor sees as programs and open data get them, with all that belongs to them, in the same order. */
export async function publicPractices(
  context: Context,
  practices: readonly Practice[],
): Promise<PublicPractice[]> {
  const ids = practices.map(({ record }) => record.id);
  const answers = practices.map(({ details }) => details.fields);
  const [topics, files, merged, credits, fields] = await Promise.all([
    readTopics(context),
    filesOf(context, ids),
    mergedOrigins(context, ids),
    creditsOf(context, ids),
    publicOwnValues(context, answers),
  ]);
  const mergedInto = Map.groupBy(merged, ({ standsFor }) => standsFor);
  return practices.map((practice, place) => {
    const { id } = practice.record;
    return toPublicPractice(practice, {
      origin: context.origin,
      topics,
      files: files.get(id),
      merged: mergedInto.get(id),
      followed: credits.get(id),
      own: fields[place],
    });
  });
}
