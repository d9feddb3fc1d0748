import { describe, expect, test, vi } from 'vitest';
import type { MapPoint } from './map-point.ts';
import { createPracticeMaps, versionOf, type PracticeMapKey } from './practice-maps.server.ts';

const key: PracticeMapKey = { territory: 'redon', audience: 'public', filter: 'q=jardin', position: '12' };

function points(count: number): MapPoint[] {
  return Array.from({ length: count }, (_, index) => ({
    id: String(index),
    lng: index / 1000,
    lat: 47,
    title: '',
    language: 'fr',
    address: '',
    purpose: null,
    status: 'active',
  }));
}

describe('the maps held in memory', () => {
  test('are loaded once for simultaneous calls, and held', async () => {
    const maps = createPracticeMaps();
    const load = vi.fn<() => Promise<MapPoint[]>>(async () => points(3));
    const [one, other] = await Promise.all([maps.index(key, load), maps.index(key, load)]);
    expect(one).toBe(other);
    expect(await maps.index({ ...key }, load)).toBe(one);
    expect(load).toHaveBeenCalledTimes(1);
    expect(one.size).toBe(3);
  });

  test.each([{ territory: 'vannes' }, { audience: 'members' as const }, { filter: '' }])(
    'are never shown for another key: %o',
    async (change) => {
      const maps = createPracticeMaps();
      await maps.index(key, async () => points(3));
      const other = await maps.index({ ...key, ...change }, async () => points(1));
      expect(other.size).toBe(1);
      expect((await maps.index(key, async () => [])).size).toBe(3);
    },
  );

  test('are made anew when the journal has moved, and the former is forgotten', async () => {
    const maps = createPracticeMaps();
    await maps.index(key, async () => points(3));
    const later = await maps.index({ ...key, position: '13' }, async () => points(4));
    expect(later.size).toBe(4);
    const load = vi.fn<() => Promise<MapPoint[]>>(async () => points(3));
    await maps.index(key, load);
    expect(load).toHaveBeenCalledTimes(1);
  });

  test('stay within the capacity: the one unused for longest leaves', async () => {
    const maps = createPracticeMaps(10_000);
    const load = vi.fn<() => Promise<MapPoint[]>>(async () => points(4000));
    await maps.index({ ...key, filter: 'a' }, load);
    await maps.index({ ...key, filter: 'b' }, load);
    await maps.index({ ...key, filter: 'c' }, load);
    await maps.index({ ...key, filter: 'c' }, load);
    expect(load).toHaveBeenCalledTimes(3);
    await maps.index({ ...key, filter: 'a' }, load);
    expect(load).toHaveBeenCalledTimes(4);
  });

  test('a failure is not held', async () => {
    const maps = createPracticeMaps();
    const refused = maps.index(key, async () => Promise.reject(new Error('The database is away.')));
    await expect(refused).rejects.toThrow('away');
    expect((await maps.index(key, async () => points(2))).size).toBe(2);
  });
});

describe('the version of a map', () => {
  test('changes with each part of its key, and with nothing else', () => {
    const versions = [
      key,
      { ...key, territory: 'vannes' },
      { ...key, audience: 'members' as const },
      { ...key, filter: '' },
      { ...key, position: '13' },
    ].map(versionOf);
    expect(new Set(versions).size).toBe(5);
    expect(versionOf({ ...key })).toBe(versionOf(key));
    expect(versionOf(key)).toMatch(/^[\w-]{16}$/);
  });
});
