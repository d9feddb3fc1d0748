import { type Context, hasRole } from '#kernel/context.ts';
import { journalVersion } from '#kernel/journal-version.server.ts';
import { type Bounds, boundsOf } from '#kernel/map/bounds.ts';
import { addressOf } from '#modules/records/index.ts';
import { communesOfTerritory, findCommuneByCode } from '#modules/territories/index.server.ts';
import { prepareFilters } from './list-practices.server.ts';
import type { MapPoint } from './map/map-point.ts';
import type { PracticeMapKey } from './map/practice-maps.server.ts';
import type { PracticeFilters } from './practice-filters.ts';
import { selectPoints } from './practice-list-store.server.ts';

/** Brittany and the Loire country: what a territory without a commune or a practice sees first. */
const anywhere: Bounds = [-5.2, 46.3, 0.3, 48.9];

/** What identifies the map this reader sees now: nobody's drafts are on it, so that readers share their maps. */
export async function practiceMapKey(context: Context, filter: string): Promise<PracticeMapKey> {
  const { transactionId, underWay } = await journalVersion(context.db, context.territoryId);
  return {
    territory: context.territoryId,
    audience: hasRole(context.actor, 'contributor') ? 'members' : 'public',
    filter,
    position: `${transactionId} ${underWay}`,
  };
}

/** The practices of that map that have a point fit to be shown. */
export async function practicePoints(context: Context, given: PracticeFilters): Promise<MapPoint[]> {
  const role = hasRole(context.actor, 'contributor') ? 'contributor' : 'visitor';
  const shared: Context = { ...context, actor: { personId: null, role } };
  const { filters, search } = await prepareFilters(shared, given);
  const rows = await selectPoints(shared, { filters, search });
  return rows.map(({ slug, shortId, ...point }) => ({
    ...point,
    address: addressOf({ kind: 'practice', slug, shortId }),
  }));
}

/** What the map shows first: all the territory's practices, else its communes, else the region. */
export function territoryBounds(context: Context): Promise<Bounds> {
  return context.memory.recall(context, 'territory-bounds', async () => {
    const points = await practicePoints({ ...context, actor: { personId: null, role: 'visitor' } }, {});
    const practices = boundsOf(points.map(({ lng, lat }) => [lng, lat] as const));
    return widened(practices ?? (await communesBounds(context)) ?? anywhere);
  });
}

/** Outwards to the next tenth of a degree, so that a new practice seldom means a new basemap. */
function widened([west, south, east, north]: Bounds): Bounds {
  const down = (degrees: number) => Math.floor(degrees * 10) / 10;
  const up = (degrees: number) => Math.ceil(degrees * 10) / 10;
  return [down(west), down(south), up(east), up(north)];
}

async function communesBounds(context: Context): Promise<Bounds | null> {
  const codes = await communesOfTerritory(context.db, context.territoryId);
  const communes = await Promise.all(codes.map(findCommuneByCode));
  const centres = communes.flatMap((commune) => commune?.centre ?? []);
  return boundsOf(centres.map(({ longitude, latitude }) => [longitude, latitude] as const));
}
