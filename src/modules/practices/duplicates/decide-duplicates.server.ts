import { type Context, hasRole } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import { type Limit, takeTurn } from '#kernel/limits.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { recordsCalled } from '#modules/records/index.server.ts';
import type { Practice } from '../practice.ts';
import { findPractice } from '../practice-store.server.ts';
import { findSearch } from './duplicate-store.server.ts';
import { type PairState, pairStates } from './pair-state.ts';
import { duplicatesJobName } from './find-duplicates.server.ts';
import { type PairListed, insertSaid, selectPairs, setPairState } from './pair-store.server.ts';

const perPage = 20;

/** A pair as a facilitator looks at it. */
export interface PairShown extends Pick<PairListed, 'reasons' | 'score' | 'said'> {
  practices: [Practice, Practice];
}

export interface PairPage {
  items: PairShown[];
  total: number;
  page: number;
  pages: number;
  /** Null before the first look. */
  lookedAt: Date | null;
}

type Refused<Code extends string> = { code: Code };

/** Practices that may be the same, the most certain first. For facilitators: what they have in common may be private. */
export async function listDuplicates(
  context: Context,
  { state, page }: { state: PairState; page: number },
): Promise<Result<PairPage, Refused<'not-allowed'>>> {
  if (!hasRole(context.actor, 'facilitator')) return err({ code: 'not-allowed' });
  const window = { state, limit: perPage, offset: (page - 1) * perPage };
  const [{ pairs, total }, search] = [await selectPairs(context, window), await findSearch(context)];
  const items: PairShown[] = [];
  for (const { firstId, secondId, ...pair } of pairs) {
    const first = await findPractice(context, { id: firstId });
    const second = await findPractice(context, { id: secondId });
    if (first && second) items.push({ ...pair, practices: [first, second] });
  }
  const pages = Math.max(1, Math.ceil(total / perPage));
  return ok({ items, total, page, pages, lookedAt: search?.lookedAt ?? null });
}

/** Remembers that two practices are not the same, that it is for later, or that the question is open again. For facilitators. */
export async function decideDuplicate(
  context: Context,
  decision: { ids: readonly [string, string]; state: string },
): Promise<Result<undefined, Refused<'not-allowed' | 'not-found'>>> {
  if (!hasRole(context.actor, 'facilitator')) return err({ code: 'not-allowed' });
  const state = pairStates.find((one) => one === decision.state);
  const both = await findBoth(context, decision.ids);
  if (!state || !both) return err({ code: 'not-found' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const isNew = await setPairState(inside, both, state);
    if (isNew) await tell(inside, both, `practice.duplicate-${state}`);
    return ok();
  });
}

/** How often one person says that practices are the same, in a day. */
const saying: Limit = { name: 'say-duplicate', most: 50, minutes: 24 * 60 };

/** Someone signed in says that two practices are the same: facilitators see it first of all. */
export async function sayDuplicate(
  context: Context,
  ids: readonly [string, string],
): Promise<Result<undefined, Refused<'not-allowed' | 'not-found' | 'too-many'>>> {
  const { personId } = context.actor;
  if (personId === null || !hasRole(context.actor, 'contributor')) return err({ code: 'not-allowed' });
  const both = await findBoth(context, ids);
  if (!both) return err({ code: 'not-found' });
  return inTransaction<Result<undefined, Refused<'too-many'>>>(context.db, async (db) => {
    const inside = { ...context, db };
    if (!(await takeTurn(inside, saying, personId))) return err({ code: 'too-many' });
    if (await insertSaid(inside, both)) await tell(inside, both, 'practice.duplicate-said');
    return ok();
  });
}

/** In the history of both, without a word of the other: not everyone who sees one sees the other. */
async function tell(inside: Context, ids: readonly [Id, Id], action: string): Promise<void> {
  for (const recordId of ids) await appendToJournal(inside, { recordId, action });
}

async function findBoth(context: Context, ids: readonly [string, string]): Promise<[Id, Id] | undefined> {
  const first = await findPractice(context, { id: ids[0] });
  const second = await findPractice(context, { id: ids[1] });
  if (!first || !second || first.record.id === second.record.id) return undefined;
  return [first.record.id, second.record.id];
}

/** Practices whose name resembles a text, among which someone finds the one that is the same. */
export async function practicesCalled(context: Context, recordId: Id, text: string) {
  if (text === '') return [];
  const found = await recordsCalled(context, { text, kinds: ['practice'], limit: 20 });
  return found.filter(({ id }) => id !== recordId);
}

/** Looks for duplicates now, in a job. For facilitators. */
export async function searchDuplicates(context: Context): Promise<Result<Id, Refused<'not-allowed'>>> {
  if (!hasRole(context.actor, 'facilitator')) return err({ code: 'not-allowed' });
  const { db, territoryId, clock } = context;
  const job = { territoryId, name: duplicatesJobName, input: {}, clock };
  return ok(await inTransaction(db, (tx) => context.jobs.enqueue(tx, job)));
}
