import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { Kind, Language, PointedRecord } from '#modules/records/index.ts';
import { findRecord, idsAsked, prepareSearch, recordsPointedTo } from '#modules/records/index.server.ts';
import { type Action, type ActionStatus, actionStatuses } from './action.ts';
import type { ActionFilters, ActionQuery } from './action-filters.ts';
import {
  type FoundFilters,
  countActions,
  selectActionIds,
  selectActions,
  selectNewestActions,
} from './action-store.server.ts';

/** Actions on one page of the plan. */
const perPage = 100;

/** An action of the plan, with the levers and evaluations it is linked to. */
export interface PlannedAction extends Action {
  origins: PointedRecord[];
}

export interface ActionPlan {
  /** By status, in the order of the plan, then by the date due. Statuses without an action on this page are left out. */
  groups: { status: ActionStatus; actions: PlannedAction[] }[];
  /** How many actions each status has with the other filters. */
  counts: Map<ActionStatus, number>;
  total: number;
  page: number;
  pages: number;
  /** True when no action holds the words searched for and resembling titles are listed instead. */
  resembling: boolean;
  /** Filters that name a record one cannot see: nothing can be linked to it. */
  unknown: ('lever' | 'evaluation')[];
}

/** One page of the actions the actor may see. */
export async function listActions(context: Context, { filters, page }: ActionQuery): Promise<ActionPlan> {
  const { found, unknown } = await findFilters(context, filters);
  const { status } = filters;
  const [actions, counts] = await Promise.all([
    selectActions(context, { filters: found, status, limit: perPage, offset: (page - 1) * perPage }),
    countActions(context, found),
  ]);
  const total = status
    ? (counts.get(status) ?? 0)
    : [...counts.values()].reduce((sum, count) => sum + count, 0);
  return {
    groups: await grouped(context, actions),
    counts,
    total,
    page,
    pages: Math.max(1, Math.ceil(total / perPage)),
    resembling: found.search?.mode === 'typos',
    unknown,
  };
}

/**
 * Actions of a list that the actor may see, latest change first. Nothing is guessed: words that no action holds find none.
 *
 * @param options.among only some of these very actions
 */
export async function newestActions(
  context: Context,
  filters: ActionFilters,
  { among, limit }: { among?: readonly Id[] | undefined; limit: number },
): Promise<Action[]> {
  const { found, unknown } = await findFilters(context, filters);
  if (unknown.length > 0 || found.search?.mode === 'typos') return [];
  return selectNewestActions(context, { filters: found, status: filters.status, among, limit });
}

/** What the words and short ids of an address stand for; `unknown` names the records that the actor cannot see. */
async function findFilters(
  context: Context,
  filters: ActionFilters,
): Promise<{ found: FoundFilters; unknown: ActionPlan['unknown'] }> {
  const search = filters.q ? await prepareSearch(context, { kind: 'action', text: filters.q }) : undefined;
  const [leverId, evaluationId, about] = await Promise.all([
    idOf(context, 'lever', filters.lever),
    idOf(context, 'evaluation', filters.evaluation),
    idsAsked(context, filters),
  ]);
  return {
    found: { search, about, leverId: leverId ?? undefined, evaluationId: evaluationId ?? undefined },
    unknown: [
      ...(leverId === null ? ['lever' as const] : []),
      ...(evaluationId === null ? ['evaluation' as const] : []),
    ],
  };
}

/** Undefined when none was asked for, null when the one asked for cannot be seen. */
async function idOf(
  context: Context,
  kind: Kind,
  shortId: string | undefined,
): Promise<Id | null | undefined> {
  if (shortId === undefined) return undefined;
  return (await findRecord(context, { kind, shortId }))?.id ?? null;
}

async function grouped(context: Context, actions: readonly Action[]): Promise<ActionPlan['groups']> {
  const ids = actions.map(({ record }) => record.id);
  const origins = Map.groupBy(await recordsPointedTo(context, ids), ({ fromId }) => fromId);
  return actionStatuses
    .map((status) => ({
      status,
      actions: actions
        .filter(({ details }) => details.status === status)
        .map((action) => ({ ...action, origins: origins.get(action.record.id) ?? [] })),
    }))
    .filter((group) => group.actions.length > 0);
}

/** A lever or an evaluation that actions come from, with how many: a choice of the filters. */
export interface ActionOrigin {
  kind: Kind;
  shortId: string;
  title: string;
  language: Language;
  count: number;
}

/** What the actions the actor may see come from, by title. */
export async function actionOrigins(context: Context): Promise<ActionOrigin[]> {
  const pointed = await recordsPointedTo(context, await selectActionIds(context));
  return [...Map.groupBy(pointed, ({ id }) => id).values()]
    .flatMap(([first, ...others]) => (first ? { ...first, count: others.length + 1 } : []))
    .map(({ kind, shortId, title, language, count }) => ({ kind, shortId, title, language, count }))
    .toSorted((one, other) => one.title.localeCompare(other.title, 'fr'));
}
