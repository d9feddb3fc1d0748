import type { Clock } from '#kernel/clock.ts';
import type { Database } from '#kernel/database.server.ts';
import type { Territory } from './territory.ts';
import { findTerritory } from './territory-store.server.ts';

/** Every request asks which territory it is for; the answer changes a few times a year. */
export interface TerritoryDirectory {
  find(host: string): Promise<Territory | undefined>;
  /** Believes nothing any more: what was just changed here shows at once. */
  forget(): void;
}

/** How long an answer is believed, in milliseconds: a new name or text shows after that long at most. */
const believedFor = 5000;

/** Hosts come from requests: beyond that many, all are forgotten rather than let memory grow. */
const mostHosts = 1000;

export function createTerritoryDirectory(db: Database, clock: Clock): TerritoryDirectory {
  const found = new Map<string, { territory: Territory; until: number }>();
  return {
    async find(host) {
      const now = clock.now().getTime();
      const known = found.get(host);
      if (known && now < known.until) return known.territory;
      const territory = await findTerritory(db, host);
      if (found.size >= mostHosts) found.clear();
      if (territory) found.set(host, { territory, until: now + believedFor });
      else found.delete(host);
      return territory;
    },
    forget: () => found.clear(),
  };
}
