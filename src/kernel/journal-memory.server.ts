import type { Context } from './context.ts';
import { journalVersion } from './journal.server.ts';
import { createLru } from './lru.ts';

/**
 * Remembers what was worked out from a territory's records until its journal says that something changed:
 * counts and choices that every reader asks for again. One small question to the database replaces several.
 */
export interface JournalMemory {
  /**
   * `key` must name everything the value depends on beside the records: who asks, and what for. Nothing is
   * remembered while a transaction is under way, for its changes could come into sight without a later entry.
   */
  recall<Value>(context: Context, key: string, compute: () => Promise<Value>): Promise<Value>;
}

/** `capacity`: how many values are kept, the ones unused for longest leaving first. */
export function createJournalMemory(capacity = 500): JournalMemory {
  const kept = createLru<{ transactionId: string; value: unknown }>(capacity, () => 1);
  return {
    async recall<Value>(context: Context, key: string, compute: () => Promise<Value>) {
      const name = `${context.territoryId} ${key}`;
      const { transactionId, settled } = await journalVersion(context.db, context.territoryId);
      const known = kept.get(name);
      if (known?.transactionId === transactionId) return known.value as Value;
      const value = await compute();
      if (settled) kept.set(name, { transactionId, value });
      return value;
    },
  };
}

/** Who a remembered value may be shown to: all visitors share theirs, everyone else has their own. */
export function audienceOf(context: Context): string {
  return context.actor.personId ?? context.actor.role;
}
