import { createHash } from 'node:crypto';
import { createLru } from '#kernel/lru.ts';
import { buildIndex, type ClusterIndex } from './cluster-tiles.server.ts';
import type { MapPoint } from './map-point.ts';

/** All that decides which practices a map shows. Two maps of equal keys are the same map. */
export interface PracticeMapKey {
  territory: string;
  /** Who may see them: maps made for everyone may be kept by shared caches. */
  audience: 'public' | 'members';
  /** The filters, always written in the same order. */
  filter: string;
  /** Where the journal stands: a later position makes the map anew and forgets this one. */
  position: string;
}

export interface PracticeMaps {
  /** The index of that map; `load` reads its practices when it is not held already, once for simultaneous calls. */
  index(key: PracticeMapKey, load: () => Promise<readonly MapPoint[]>): Promise<ClusterIndex>;
}

/** What a map costs beside its points, counted in points. */
const baseWeight = 1000;

interface Held {
  position: string;
  weight: number;
  index: Promise<ClusterIndex>;
}

/**
 * Keeps the maps used last. `capacity` bounds their practices, all maps together: 200,000 weigh some 130 MB.
 * A map larger than that is kept alone.
 */
export function createPracticeMaps(capacity = 200_000): PracticeMaps {
  const maps = createLru<Held>(capacity, ({ weight }) => weight);
  return {
    index(key, load) {
      const name = JSON.stringify([key.territory, key.audience, key.filter]);
      const held = maps.get(name);
      if (held?.position === key.position) return held.index;
      const index = load().then(buildIndex);
      const entry: Held = { position: key.position, weight: held?.weight ?? baseWeight, index };
      maps.set(name, entry);
      index.then(
        ({ size }) => {
          // Its weight is known only now; another position may have taken its place meanwhile.
          if (maps.get(name) === entry) maps.set(name, { ...entry, weight: baseWeight + size });
        },
        () => {
          if (maps.get(name) === entry) maps.delete(name);
        },
      );
      return index;
    },
  };
}

/** A short tag, the same for equal keys, to stand in addresses (`?v=`) and in HTTP's `etag`. */
export function versionOf({ territory, audience, filter, position }: PracticeMapKey): string {
  const text = JSON.stringify([territory, audience, filter, position]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}
