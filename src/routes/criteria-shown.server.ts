import type { Context } from '#kernel/context.ts';
import type { Locale } from '#kernel/translate.ts';
import { criteriaOf, criterionPath, findCriterion, wordsIn } from '#modules/framework/index.ts';
import { listFrameworks } from '#modules/framework/index.server.ts';

export interface CriterionShown {
  id: string;
  title: string;
  address: string;
}

/**
 * Criteria that levers point to, by id, as links. A criterion that none of the territory’s frameworks holds any more is
 * left out: there is nothing to say of it.
 */
export async function criteriaShown(
  context: Context,
  locale: Locale,
  ids: readonly string[],
): Promise<CriterionShown[]> {
  const frameworks = await listFrameworks(context);
  return [...new Set(ids)].flatMap((id) => {
    for (const { record, version } of frameworks) {
      const found = findCriterion(version.content, id);
      if (found)
        return { id, title: wordsIn(found.criterion.title, locale), address: criterionPath(record, id) };
    }
    return [];
  });
}

/** Every criterion of the territory's frameworks, once. */
export async function criteriaToChoose(
  context: Context,
  locale: Locale,
): Promise<Pick<CriterionShown, 'id' | 'title'>[]> {
  const frameworks = await listFrameworks(context);
  const titles = new Map(
    frameworks.flatMap(({ version }) =>
      criteriaOf(version.content).map(
        ({ criterion }) => [criterion.id, wordsIn(criterion.title, locale)] as const,
      ),
    ),
  );
  return [...titles].map(([id, title]) => ({ id, title }));
}
