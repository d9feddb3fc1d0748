import { answerCached, answerHeld, isHeldBy } from '#kernel/map/cached-answer.server.ts';
import { parseTileAddress, type TileAddress, type TileAddressError } from '#kernel/map/tile-address.ts';
import { ok, type Result } from '#kernel/result.ts';
import { versionOf, type PracticeMapKey } from './map-key.server.ts';

export interface TileQuery {
  /** As they stand in the path. */
  address: { z: string; x: string; y: string };
  /** What this reader's map is now. */
  key: PracticeMapKey;
  /** The version the address asks for, `null` without any. */
  version: string | null;
  /** Draws the tile; asked only when the reader does not hold it. */
  draw: (tile: TileAddress) => Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * The answer to a request for a tile: the tile (200), nothing there (204), held already (304). With the current
 * version in its address a tile may be kept for ever; without, it is asked for again each time, by its tag. The server
 * itself keeps no tile: drawing one anew is quicker than keeping those of every filter.
 */
export async function answerTile(
  request: Request,
  { address, key, version, draw }: TileQuery,
): Promise<Result<Response, TileAddressError>> {
  const parsed = parseTileAddress(address);
  if (!parsed.ok) return parsed;
  const { z, x, y } = parsed.value;
  const current = versionOf(key);
  const etag = `${current}-${z}-${x}-${y}`;
  const cacheControl = `${key.audience === 'public' ? 'public' : 'private'}, ${lifetime(version === current)}`;
  if (isHeldBy(request, etag)) return ok(answerHeld(etag, cacheControl));
  const body = await draw(parsed.value);
  const type = 'application/vnd.mapbox-vector-tile';
  return ok(await answerCached(request, { body, gzipped: false, type, etag, cacheControl }));
}

function lifetime(isCurrent: boolean): string {
  return isCurrent ? 'max-age=31536000, immutable' : 'no-cache';
}
