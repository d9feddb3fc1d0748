export interface Lru<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
}

/**
 * A memory of what was used last, whose values together weigh `capacity` at most: the ones unused for longest
 * leave first. A value heavier than the capacity is kept alone until another comes.
 */
export function createLru<Value>(capacity: number, weigh: (value: Value) => number): Lru<Value> {
  // A Map keeps the order of insertion: the first entry is the one unused for longest.
  const entries = new Map<string, { value: Value; weight: number }>();
  let total = 0;

  function remove(key: string) {
    total -= entries.get(key)?.weight ?? 0;
    entries.delete(key);
  }

  return {
    get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    set(key, value) {
      remove(key);
      const weight = weigh(value);
      for (const oldest of entries.keys()) {
        if (total + weight <= capacity) break;
        remove(oldest);
      }
      entries.set(key, { value, weight });
      total += weight;
    },
    delete: remove,
  };
}
