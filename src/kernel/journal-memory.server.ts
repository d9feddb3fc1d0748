import type { Context } from './context.ts';
import { journalVersion } from './journal-version.server.ts';
import { createLru } from './lru.ts';

/**
 * Remembers what was worked out from a territory's records until its journal says that something changed:
 * counts and choices that every reader asks for again. One small question to the database replaces several.
 */
export interface JournalMemory<Any = unknown> {
  /**
   * `key` must name everything the value depends on beside the records: who asks, and what for. Nothing is
   * remembered inside a transaction, for it may go on changing what was read; nor is `undefined` ever.
   */
  recall<Value extends Any>(context: Context, key: string, compute: () => Promise<Value>): Promise<Value>;
  /**
   * What follows the journal by means of its own, and is made once for a key: the same for the pages and for whatever else
   * of the process has this memory.
   */
  hold<Value extends object>(key: string, make: () => Value): Value;
}

/** In milliseconds: what no entry of the territory tells, such as a person's new name, shows after that long. */
const believedFor = 60_000;

/**
 * `capacity`: what the values kept may weigh together, each 1 unless `weigh` says otherwise; the ones unused for
 * longest leave first.
 */
export function createJournalMemory<Any = unknown>(
  capacity = 500,
  weigh: (value: Any) => number = () => 1,
): JournalMemory<Any> {
  interface Kept {
    version: string;
    until: number;
    value: Any;
  }
  const kept = createLru<Kept>(capacity, ({ value }) => weigh(value));
  const held = new Map<string, object>();
  return {
    hold<Value extends object>(key: string, make: () => Value) {
      const known = held.get(key) ?? make();
      held.set(key, known);
      return known as Value;
    },
    async recall<Value extends Any>(context: Context, key: string, compute: () => Promise<Value>) {
      if (context.db.isTransaction) return compute();
      const name = `${context.territoryId} ${key}`;
      const version = await (context.journalPosition?.() ?? positionOf(context));
      const now = context.clock.now().getTime();
      const known = kept.get(name);
      if (known?.version === version && now < known.until) return known.value as Value;
      const value = await compute();
      if (value !== undefined) kept.set(name, { version, until: now + believedFor, value });
      return value;
    },
  };
}

/**
 * The context of a request that changes nothing: all it recalls is of the moment of the first recall, for which the
 * journal is asked once.
 */
export function readingOnce(context: Context): Context {
  let position: Promise<string> | undefined;
  return { ...context, journalPosition: () => (position ??= positionOf(context)) };
}

async function positionOf(context: Context): Promise<string> {
  const { transactionId, underWay } = await journalVersion(context.db, context.territoryId);
  return `${transactionId} ${underWay}`;
}

/** Who a remembered value may be shown to: all visitors share theirs, everyone else has their own. */
export function audienceOf(context: Context): string {
  const { actor, kindsOff = [] } = context;
  // Work in the background sees what pages do not show.
  return [actor.personId ?? actor.role, ...kindsOff].join(' ');
}
