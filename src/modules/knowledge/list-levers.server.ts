import type { Context } from '#kernel/context.ts';
import type { AskedTopics } from '#modules/records/index.ts';
import { idsAsked, prepareSearch } from '#modules/records/index.server.ts';
import type { Family } from './knowledge-base.ts';
import type { Lever } from './lever.ts';
import { type LeverFilterName, type LeverFilters, countChoices, filterLevers } from './lever-filters.ts';
import { type LeverRelation, selectLevers } from './lever-store.server.ts';
import { type LeverNeeds, type Suggestion, suggestLevers } from './suggest-levers.ts';

export interface LeverList {
  levers: Lever[];
  /** How many levers each value of each filter would leave. */
  counts: Record<LeverFilterName, Map<string, number>>;
  /** True when no lever holds the words searched for and resembling titles are listed instead. */
  resembling: boolean;
}

/** The levers the actor may see, filtered, by phase then title. */
export async function listLevers(
  context: Context,
  { text, filters, asked = {} }: { text: string; filters: LeverFilters; asked?: AskedTopics },
): Promise<LeverList> {
  const search = text === '' ? undefined : await prepareSearch(context, { kind: 'lever', text });
  const levers = await selectLevers(context, { search, about: await idsAsked(context, asked) });
  const matching = levers.map(({ record, details }) => ({ ...details, record, details }));
  return {
    levers: filterLevers(matching, filters).map(({ record, details }) => ({ record, details })),
    counts: countChoices(matching, filters),
    resembling: search?.mode === 'typos',
  };
}

const relations: Partial<Record<Family, LeverRelation>> = {
  means: 'means',
  brake: 'brakes',
  'cooperation-lever': 'calls_on',
};

/** The public levers built from a means, answering a brake or calling on a cooperation lever. */
export async function leversOfEntry(
  context: Context,
  entry: { family: Family; id: string },
): Promise<Lever[]> {
  const relation = relations[entry.family];
  return relation ? selectLevers(context, { relation: { of: relation, id: entry.id } }) : [];
}

/** The levers that answer what is asked for, the most fitting first, each with the links that led to it. */
export async function leversFor(context: Context, needs: LeverNeeds): Promise<Suggestion<Lever>[]> {
  const levers = await selectLevers(context);
  const described = levers.map((lever) => ({ ...lever.details, title: lever.record.title, lever }));
  return suggestLevers(described, needs).map(({ lever: { lever }, reasons }) => ({ lever, reasons }));
}
