import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { describe, expect, test, vi } from 'vitest';
import type { TileAddress } from '#kernel/map/tile-address.ts';
import { answerTile, type TileQuery } from './answer-tile.server.ts';
import type { MapPoint } from './map-point.ts';
import { encodeTile } from './encode-tile.server.ts';
import { versionOf, type PracticeMapKey } from './map-key.server.ts';

const key: PracticeMapKey = { territory: 'redon', audience: 'public', filter: '', position: '12' };
const garden: MapPoint = {
  id: 'a',
  title: 'Jardin',
  language: 'fr',
  address: '/pratique/jardin-a',
  purpose: 'sharing',
  status: 'active',
  count: null,
};

const drawn = async (tile: TileAddress) =>
  encodeTile(
    { clusters: [], areas: [], points: tile.z === 0 ? [{ x: 2024, y: 1420, point: garden }] : [] },
    tile,
  );

function query(change: Partial<TileQuery> = {}): TileQuery {
  return { address: { z: '0', x: '0', y: '0' }, key, version: null, draw: drawn, ...change };
}

async function answerTo(
  change: Partial<TileQuery> = {},
  headers: Record<string, string> = {},
): Promise<Response> {
  const request = new Request('http://localhost/carte/0/0/0', { headers });
  const answer = await answerTile(request, query(change));
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
}

describe('the answer to a request for a tile', () => {
  test('is a vector tile', async () => {
    const response = await answerTo();
    expect(response.headers.get('content-type')).toBe('application/vnd.mapbox-vector-tile');
    const { layers } = new VectorTile(new PbfReader(new Uint8Array(await response.arrayBuffer())));
    expect(layers['points']?.feature(0).properties).toMatchObject({ title: 'Jardin' });
  });

  test('is 204 where there is nothing', async () => {
    expect((await answerTo({ address: { z: '5', x: '0', y: '0' } })).status).toBe(204);
  });

  test('may be kept for ever when its address has the current version, else is asked for again', async () => {
    const kept = await answerTo({ version: versionOf(key) });
    expect(kept.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const former = await answerTo({ version: versionOf({ ...key, position: '11' }) });
    expect(former.headers.get('cache-control')).toBe('public, no-cache');
    expect((await answerTo()).headers.get('cache-control')).toBe('public, no-cache');
  });

  test('is never kept by shared caches when it is not for everyone', async () => {
    const members: PracticeMapKey = { ...key, audience: 'members' };
    const response = await answerTo({ key: members, version: versionOf(members) });
    expect(response.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
  });

  test('is 304, without reading a practice, for who holds it; not once the journal has moved', async () => {
    const etag = (await answerTo()).headers.get('etag') ?? '';
    const draw = vi.fn<TileQuery['draw']>(drawn);
    const held = await answerTo({ draw }, { 'if-none-match': etag });
    expect(held.status).toBe(304);
    expect(draw).not.toHaveBeenCalled();
    const moved = await answerTo({ draw, key: { ...key, position: '13' } }, { 'if-none-match': etag });
    expect(moved.status).toBe(200);
  });

  test('names what is wrong in a bad address', async () => {
    const request = new Request('http://localhost/carte/1/2/0');
    const answer = await answerTile(request, query({ address: { z: '1', x: '2', y: '0' } }));
    expect(answer).toEqual({ ok: false, error: { code: 'map.bad-tile-address', field: 'x' } });
  });
});
