import type { Context } from '#kernel/context.ts';
import type { DailyChore } from '#kernel/daily-chores.server.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import type { JobDefinition } from '#kernel/jobs.server.ts';
import { entriesAfter } from '#kernel/journal.server.ts';
import {
  type SearchScope,
  beforeAnyId,
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
import { type Comparable, comparable } from './likeable.ts';
import { homonymKey, keysLookedUp } from './likeness-keys.ts';
import { type Compared, likenessBetween, shownFrom } from './likeness.ts';
import { type FoundPair, replacePairs } from './pair-store.server.ts';

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

/** Practices compared in one transaction, and practices whose keys are written in one. */
const batchSize = 300;
const keysBatch = 2000;

/**
 * Looks for pairs among all practices the first time, then among those that the journal names since. Batch by batch, each whole or
 * not at all: what is interrupted goes on where it was. Done twice, it finds the same.
 */
export async function findDuplicates(
  scope: SearchScope,
  report: (done: number, total: number | null) => Promise<void> = async () => undefined,
): Promise<void> {
  const among = await countPracticesRead(scope);
  await beginFirstLook(scope);
  for (let done = 0, more = true; more;) {
    const step = await inTransaction(scope.db, (db) => lookOnce({ ...scope, db }, among));
    done += step.looked;
    more = step.more;
    await report(Math.min(done, among), among);
  }
}

/** Before any two are compared all keys are there, so that what many have in common is known from the first pair on. */
async function beginFirstLook(scope: SearchScope): Promise<void> {
  const state = (await findSearch(scope)) ?? { ...(await journalEnd(scope)), readUpTo: beforeAnyId };
  if (state.readUpTo === null) return;
  await inTransaction(scope.db, async (db) => {
    const inside = { ...scope, db };
    await takeSearchTurn(inside);
    if (!(await findSearch(inside))) await saveSearch(inside, state);
  });
  for (let after: Id | undefined = beforeAnyId; after !== undefined;) after = await writeKeys(scope, after);
}

/** Returns the last practice read; undefined when there are no more. */
async function writeKeys(scope: SearchScope, after: Id): Promise<Id | undefined> {
  const ids = await nextPractices(scope, { after, limit: keysBatch, without: 'keys' });
  if (ids.length === 0) return undefined;
  await inTransaction(scope.db, async (db) => {
    const inside = { ...scope, db };
    await takeSearchTurn(inside);
    await replaceKeys(inside, ids, await comparablesOf(inside, ids));
  });
  return ids.at(-1);
}

async function comparablesOf(scope: SearchScope, ids: readonly Id[]): Promise<Map<Id, Comparable>> {
  const told = await likeablesOf(scope, ids);
  return new Map([...told].map(([id, one]) => [id, comparable(one)]));
}

async function lookOnce(scope: SearchScope, among: number): Promise<{ looked: number; more: boolean }> {
  await takeSearchTurn(scope);
  const state = await findSearch(scope);
  if (!state) return { looked: 0, more: false };
  if (state.readUpTo === null) return lookAtChanges(scope, state, among);
  const ids = await nextPractices(scope, { after: state.readUpTo, limit: batchSize });
  await replacePairs(scope, ids, {
    found: await pairsOf(scope, ids, { among, which: 'after' }),
    of: 'first',
  });
  await saveSearch(scope, { ...state, readUpTo: ids.length < batchSize ? null : (ids.at(-1) ?? null) });
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
  const told = entries.flatMap(({ recordId, action }) =>
    recordId !== null && /^(practice|moderation)\./.test(action) ? [recordId] : [],
  );
  const ids = [...new Set(told)];
  if (ids.length > 0) {
    await replaceKeys(scope, ids, await comparablesOf(scope, ids));
    await replacePairs(scope, ids, {
      found: await pairsOf(scope, ids, { among, which: 'all' }),
      of: 'either',
    });
  }
  await saveSearch(scope, { ...position, readUpTo: null });
  return { looked: told.length, more: entries.length === batchSize };
}

/** The pairs of these practices that are shown, with others whose keys are kept. */
async function pairsOf(
  scope: SearchScope,
  ids: readonly Id[],
  { among, which }: { among: number; which: 'all' | 'after' },
): Promise<FoundPair[]> {
  const own = await comparablesOf(scope, ids);
  const lookedUp = new Map([...own].map(([id, one]) => [id, keysLookedUp(one)]));
  const candidates = await candidatesOf(scope, lookedUp, which);
  const others = new Set(candidates.flatMap(({ firstId, secondId }) => [firstId, secondId]));
  for (const id of own.keys()) others.delete(id);
  const all = new Map([...(await comparablesOf(scope, [...others])), ...own]);
  const names = await countHomonyms(scope, [...new Set([...all.values()].map(homonymKey))]);
  const compared = (id: Id): Compared | undefined => {
    const one = all.get(id);
    return one && { ...one, homonyms: names.get(homonymKey(one)) ?? 1, among };
  };
  return candidates.flatMap(({ firstId, secondId }) => {
    const [first, second] = [compared(firstId), compared(secondId)];
    const found = first && second && likenessBetween(first, second);
    return found && found.score >= shownFrom ? [{ firstId, secondId, ...found }] : [];
  });
}
