import { createHash } from 'node:crypto';
import type { Bounds } from './bounds.ts';
import { answerCached } from './cached-answer.server.ts';
import { mapStyle } from './map-style.ts';
import type { MapTheme } from './map-theme.ts';
import type { PackedBasemap } from './packed-basemaps.server.ts';

/** A day: a basemap changes with a release or with the territory's bounds, and its tag tells. */
const cacheControl = 'public, max-age=86400';

/** The GeoJSON of the basemap around a territory; `basemaps` is one `createBasemaps()` for the whole server. */
export async function answerBasemap(
  basemaps: (territory: Bounds) => Promise<PackedBasemap>,
  request: Request,
  territory: Bounds,
): Promise<Response> {
  const { body, etag } = await basemaps(territory);
  return answerCached(request, { body, etag, gzipped: true, type: 'application/geo+json', cacheControl });
}

/** The style of the basemap, as MapLibre reads it. See `mapStyle`. */
export async function answerMapStyle(
  request: Request,
  options: { theme: MapTheme; basemapPath: string },
): Promise<Response> {
  const body = new TextEncoder().encode(JSON.stringify(mapStyle(options)));
  const etag = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  return answerCached(request, { body, etag, gzipped: false, type: 'application/json', cacheControl });
}
