import type { Context } from '#kernel/context.ts';
import type { DailyChore } from '#kernel/daily-chores.server.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import type { JobDefinition } from '#kernel/jobs.server.ts';
import { entriesAfter } from '#kernel/journal.server.ts';
import {
  type SearchScope,
  candidatesOf,
  countHomonyms,
  countPracticesRead,
  findSearch,
  journalEnd,
  likeablesOf,
  nextPractices,
  replaceKeys,
  saveSearch,
  takeSearchTurn,
} from './duplicate-store.server.ts';
import { type Likeable, homonymKey, keysOf, likenessBetween, shownFrom } from './likeness.ts';
import { type FoundPair, inOrder, replacePairs } from './pair-store.server.ts';

export const duplicatesJobName = 'find-duplicates';

type Services = Pick<Context, 'db' | 'clock'>;

/** Looks for practices that say the same, off the request path, and tells how far it is. */
export function duplicatesJob(services: Services): JobDefinition {
  return {
    name: duplicatesJobName,
    async run({ territoryId, report }) {
      await findDuplicates({ ...services, territoryId }, report);
    },
  };
}

/** Every day, what changed since the last look. */
export function duplicatesChore(services: Services): DailyChore {
  return {
    name: 'find-duplicates',
    run: (territoryId) => findDuplicates({ ...services, territoryId }),
  };
}

/** Practices compared in one transaction. */
const batchSize = 300;

/**
 * Looks for pairs among all practices the first time, then among those that the journal names since. Batch by batch, each whole or
 * not at all: what is interrupted goes on where it was. Done twice, it finds the same.
 */
export async function findDuplicates(
  scope: SearchScope,
  report: (done: number, total: number | null) => Promise<void> = async () => undefined,
): Promise<void> {
  const among = await countPracticesRead(scope);
  for (let done = 0, more = true; more;) {
    const step = await inTransaction(scope.db, (db) => lookOnce({ ...scope, db }, among));
    done += step.looked;
    more = step.more;
    await report(Math.min(done, among), among);
  }
}

async function lookOnce(scope: SearchScope, among: number): Promise<{ looked: number; more: boolean }> {
  await takeSearchTurn(scope);
  const state = await findSearch(scope);
  if (state && state.readUpTo === null) return lookAtChanges(scope, state, among);
  const position = state ?? (await journalEnd(scope));
  const ids = await nextPractices(scope, { after: state?.readUpTo ?? null, limit: batchSize });
  await compareAll(scope, ids, among);
  const isWhole = ids.length < batchSize;
  await saveSearch(scope, { ...position, readUpTo: isWhole ? null : (ids.at(-1) ?? null) });
  // What changed meanwhile stands in the journal.
  return { looked: ids.length, more: true };
}

async function lookAtChanges(
  scope: SearchScope,
  state: { transactionId: string; sequence: number },
  among: number,
): Promise<{ looked: number; more: boolean }> {
  const { db, territoryId } = scope;
  const { entries, position } = await entriesAfter(db, { territoryId, position: state, limit: batchSize });
  const ids = entries.flatMap(({ recordId, action }) =>
    recordId !== null && /^(practice|moderation)\./.test(action) ? [recordId] : [],
  );
  await compareAll(scope, [...new Set(ids)], among);
  await saveSearch(scope, { ...position, readUpTo: null });
  return { looked: ids.length, more: entries.length === batchSize };
}

async function compareAll(scope: SearchScope, ids: readonly Id[], among: number): Promise<void> {
  if (ids.length === 0) return;
  const own = await likeablesOf(scope, ids);
  const keys = [...own].flatMap(([id, one]) => keysOf(one).map((key) => ({ id, key })));
  await replaceKeys(scope, ids, keys);
  const candidates = await candidatesOf(scope, [...own.keys()]);
  const others = await likeablesOf(scope, [...new Set(candidates.map(({ otherId }) => otherId))]);
  const all = new Map([...others, ...own]);
  const names = await countHomonyms(scope, [...new Set([...all.values()].map(homonymKey))]);
  const likeable = (id: Id): Likeable | undefined => {
    const one = all.get(id);
    return one && { ...one, homonyms: names.get(homonymKey(one)) ?? 1, among };
  };
  const pairs = new Map<string, FoundPair>();
  for (const { id, otherId } of candidates) {
    const [firstId, secondId] = inOrder(id, otherId);
    const [first, second] = [likeable(firstId), likeable(secondId)];
    if (!first || !second || pairs.has(`${firstId} ${secondId}`)) continue;
    const found = likenessBetween(first, second);
    if (found.score >= shownFrom) pairs.set(`${firstId} ${secondId}`, { firstId, secondId, ...found });
  }
  await replacePairs(scope, ids, [...pairs.values()]);
}
