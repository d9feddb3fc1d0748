import { type Context, hasRole } from '#kernel/context.ts';
import { journalVersion } from '#kernel/journal-version.server.ts';
import { type Bounds, type Position, boundsOf } from '#kernel/map/bounds.ts';
import type { TileAddress } from '#kernel/map/tile-address.ts';
import { addressOf } from '#modules/records/index.ts';
import { communesOfTerritory, findCommuneByCode, loadCommunes } from '#modules/territories/index.server.ts';
import { audienceBits } from './columns/column-store.server.ts';
import { practiceColumns } from './columns/keep-columns.server.ts';
import { readCells } from './columns/map-cells.ts';
import { type PlacesOf, outlinesIn } from './columns/outlines.ts';
import type { PracticeColumns } from './columns/practice-columns.ts';
import { withoutNames } from './list-practices.server.ts';
import { encodeTile } from './map/encode-tile.server.ts';
import type { PracticeMapKey } from './map/map-key.server.ts';
import type { PracticeFilters } from './practice-filters.ts';
import { selectAreas, selectPoints } from './practice-map-store.server.ts';
import { type Narrowed, narrowPractices } from './narrow-practices.server.ts';

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

/** Readers who share a map see what their role shows, and nobody's drafts. */
function sharedWith(context: Context): Context {
  const role = hasRole(context.actor, 'contributor') ? 'contributor' : 'visitor';
  return { ...context, actor: { personId: null, role } };
}

/** A tile of that map: the practices, alone or grouped, that have a point fit to be shown. */
export async function drawTile(
  context: Context,
  { q, ...given }: PracticeFilters,
  tile: TileAddress,
): Promise<Uint8Array<ArrayBuffer>> {
  const shared = sharedWith(context);
  const filters = await withoutNames(shared, given);
  const { kept, selected } = await narrowPractices(shared, { filters, text: q });
  const { clusters, points } = readCells(kept.places(), selected.kept, tile);
  const outlines = outlinesIn(kept.outlines(await communePlaces()), selected.kept, tile);
  const { ids, places } = kept.columns;
  const idsOf = (some: readonly { row: number }[]) => some.flatMap(({ row }) => ids[row] ?? []);
  const [stored, drawn] = await Promise.all([
    selectPoints(shared, [...new Set(idsOf([...points, ...outlines]))]),
    selectAreas(shared, idsOf(outlines.filter(({ about }) => about === null))),
  ]);
  const found = new Map(
    stored.map(({ slug, shortId, ...point }) => {
      const address = addressOf({ kind: 'practice', slug, shortId });
      return [point.id, { ...point, address }];
    }),
  );
  const content = {
    clusters,
    points: points.flatMap(({ row, x, y }) => {
      const point = found.get(ids[row] ?? '');
      return point ? [{ x, y, point }] : [];
    }),
    areas: outlines.flatMap(({ row, about }) => {
      const point = found.get(ids[row] ?? '');
      const area = about ?? drawn.get(ids[row] ?? '');
      const kind = about ? ('about' as const) : ('drawn' as const);
      return point && area ? [{ area, kind, hasPoint: !Number.isNaN(places[row]), point }] : [];
    }),
  };
  return encodeTile(content, tile);
}

/** Where communes are, by INSEE code, and those of an EPCI, by SIREN. */
export async function communePlaces(): Promise<PlacesOf> {
  const directory = await loadCommunes();
  return (code) => {
    const commune = directory.findByCode(code) ?? directory.findSuccessor(code);
    const communes = commune ? [commune] : directory.listCommunesOfEpci(code);
    return communes.flatMap(({ centre }) => (centre ? [[centre.longitude, centre.latitude] as const] : []));
  };
}

/** How many practices of a list the map cannot show: they are everywhere, or their point is missing or doubtful. */
export async function countWithoutPlace({ kept, selected }: Narrowed): Promise<number> {
  const { columns } = kept;
  const covering = new Set(kept.outlines(await communePlaces()).map(({ row }) => row));
  const isNowhere = (row: number) => Number.isNaN(columns.places[row]) && !covering.has(row);
  return selected.kept.reduce((count, isKept, row) => count + (isKept === 1 && isNowhere(row) ? 1 : 0), 0);
}

/** What the map shows first: all the territory's practices, else its communes, else the region. */
export function territoryBounds(context: Context): Promise<Bounds> {
  return context.memory.recall(context, 'territory-bounds', async () => {
    const { columns } = await practiceColumns(context);
    const practices = boundsOf(publicPositions(columns));
    return widened(practices ?? (await communesBounds(context)) ?? anywhere);
  });
}

function* publicPositions({ size, audience, lng, lat, places }: PracticeColumns): Generator<Position> {
  for (let row = 0; row < size; row += 1) {
    const isPublic = ((audience[row] ?? 0) & audienceBits.visitor) > 0;
    if (isPublic && !Number.isNaN(places[row])) yield [lng[row] ?? 0, lat[row] ?? 0];
  }
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
