import type { Context } from '#kernel/context.ts';
import { communesOfTerritory, findCommuneByCode } from '#modules/territories/index.server.ts';
import { around } from './columns/outlines.ts';
import { communePlaces } from './map-practices.server.ts';
import type { OutlineKind } from './map/map-point.ts';
import { type Spot, type SpotTown, drawSpot } from './map/spot.ts';
import type { PracticeDetails } from './practice.ts';

/** A place that is known so well is that of the town itself, in kilometres: see `CommuneCentre`. */
const townWithinKm = 15;
/** Communes of the territory that are looked at. */
const mostCommunes = 400;

/** Where a practice is, as a small drawing for its page; null when nobody knows well enough, or it is everywhere. */
export async function readSpot(
  context: Context,
  details: PracticeDetails,
): Promise<(Spot & { kind: OutlineKind | 'place' }) | null> {
  const { lat, lng, area: drawn, pointIsDoubtful } = details;
  if (pointIsDoubtful) return null;
  const about = drawn ? null : around(await placesOf(details));
  const area = drawn ?? about;
  const point = lat === null || lng === null ? null : ([lng, lat] as const);
  const spot = drawSpot({ area, point: area ? null : point }, await townsOf(context));
  return spot && { ...spot, kind: drawn ? 'drawn' : about ? 'about' : 'place' };
}

/** The middles of the communes of a practice that is in several. */
async function placesOf({ reach, communeCode, alsoIn, epciCode }: PracticeDetails) {
  if (reach !== 'communes' && reach !== 'epci') return [];
  const codes = [communeCode, ...alsoIn.map(({ code }) => code), epciCode].filter((code) => code !== null);
  return codes.flatMap(await communePlaces());
}

async function townsOf({ db, territoryId }: Context): Promise<SpotTown[]> {
  const codes = await communesOfTerritory(db, territoryId);
  const communes = await Promise.all(codes.slice(0, mostCommunes).map(findCommuneByCode));
  return communes.flatMap((commune) => {
    const { centre } = commune ?? {};
    if (!commune || !centre || centre.withinKm > townWithinKm) return [];
    const position = [centre.longitude, centre.latitude] as const;
    return [{ name: commune.name, population: commune.population ?? 0, position }];
  });
}
