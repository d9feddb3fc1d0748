import type { Context } from '#kernel/context.ts';
import type { Locale } from '#kernel/translate.ts';
import { type Family, type LeverChoices, entriesByFamily, entryIn } from '#modules/knowledge/index.ts';
import { shippedKnowledge } from '#modules/knowledge/index.server.ts';
import { criteriaToChoose } from '../criteria-shown.server.ts';

/** What one may tick in the form of a lever: entries of the cooperation base, and criteria of the territory's frameworks. */
export async function leverChoices(context: Context, locale: Locale): Promise<LeverChoices> {
  const families = entriesByFamily(shippedKnowledge().base);
  const choices = (family: Family) =>
    (families.find((one) => one.family === family)?.entries ?? [])
      .map((entry) => entryIn(locale, entry))
      .map(({ id, title }) => ({ value: id, label: title }));
  const criteria = await criteriaToChoose(context, locale);
  return {
    means: choices('means'),
    brakes: choices('brake'),
    callsOn: choices('cooperation-lever'),
    criteria: criteria.map(({ id, title }) => ({ value: id, label: title })),
  };
}
