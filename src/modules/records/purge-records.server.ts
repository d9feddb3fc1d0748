import type { Clock } from '#kernel/clock.ts';
import { visitor } from '#kernel/context.ts';
import type { DailyChore } from '#kernel/daily-chores.server.ts';
import { type Database, inTransaction } from '#kernel/database.server.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { appendBatchToJournal } from '#kernel/journal-batch.server.ts';
import { forgetContents } from '#kernel/journal-purge.server.ts';
import {
  type PurgeScope,
  forgetComments,
  lockDoomed,
  lockMergedInto,
  replaceByTombstones,
} from './purge-store.server.ts';
import { undoDays } from './record.ts';

/** What a module has to say when records go for good; each is asked about records of every kind. */
export interface PurgeRules {
  /** Those on which something that stays still rests: they wait, deleted. */
  stillNeeded?(scope: PurgeScope, ids: readonly Id[]): Promise<Id[]>;
  /** Those that nobody decided against: an import may bring them again. */
  mayReturn?(scope: PurgeScope, ids: readonly Id[]): Promise<Id[]>;
  /** Fields under which the journal refers to personal values. */
  personalFields?: readonly string[];
}

interface Services {
  db: Database;
  clock: Clock;
  rules: readonly PurgeRules[];
  /** How many records go in one transaction. */
  batchSize?: number;
}

/**
 * Every day, takes away for good what was deleted more than thirty days ago: each record with all that belongs to it, and
 * what the journal told of its contents. What is left is a tombstone, by which its address answers 410 for ever, and the
 * journal, which keeps that it existed, who did what to it and when, and that it was purged. Comments go alike, without a
 * tombstone: they have no address of their own. Batch by batch, each whole or not at all: what one night does not reach, the next does.
 */
export function purgeChore({ db, clock, rules, batchSize = 500 }: Services): DailyChore {
  return {
    name: 'purge-records',
    async run(territoryId) {
      const before = new Date(clock.now().getTime() - undoDays * 86_400_000);
      await forgetComments({ db, territoryId }, before);
      for (let after: Id | null = null; ;) {
        const last: Id | null = await inTransaction(db, (tx) =>
          purgeBatch({ db: tx, clock, territoryId, rules }, { before, after, limit: batchSize }),
        );
        if (last === null) return;
        after = last;
      }
    },
  };
}

/** Returns the last record that was looked at; null when there was none. */
async function purgeBatch(
  { rules, ...scope }: PurgeScope & { clock: Clock; rules: readonly PurgeRules[] },
  window: { before: Date; after: Id | null; limit: number },
): Promise<Id | null> {
  const doomed = await lockDoomed(scope, window);
  const asked = doomed.map(({ id }) => id);
  const needed = await idsTold(rules, (rule) => rule.stillNeeded?.(scope, asked));
  const returning = await idsTold(rules, (rule) => rule.mayReturn?.(scope, asked));
  const free = doomed.filter(({ id }) => !needed.has(id));
  const merged = await lockMergedInto(
    scope,
    free.map(({ id }) => id),
  );
  const going = [...free, ...merged].map((record) => ({ ...record, mayReturn: returning.has(record.id) }));
  if (going.length > 0) {
    const recordIds = going.map(({ id }) => id);
    const personalFields = rules.flatMap((rule) => rule.personalFields ?? []);
    await forgetContents(scope, { recordIds, personalFields });
    await replaceByTombstones(scope, going, scope.clock.now());
    await appendBatchToJournal(
      { ...scope, actor: visitor },
      going.map(({ id, kind }) => ({ id: newId(), recordId: id, action: `${kind}.purged`, changes: {} })),
    );
  }
  return doomed.at(-1)?.id ?? null;
}

async function idsTold(
  rules: readonly PurgeRules[],
  ask: (rule: PurgeRules) => Promise<Id[]> | undefined,
): Promise<Set<Id>> {
  const told = await Promise.all(rules.map((rule) => ask(rule) ?? []));
  return new Set(told.flat());
}
