import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { bestKMeans, firstDistinct, kMeans } from './k-means.ts';
import { pointsAt, type Points } from './project-participants.ts';

function onALine(...places: number[]): Points {
  return { x: Float64Array.from(places), y: new Float64Array(places.length) };
}

const once = (points: Points) => new Float64Array(points.x.length).fill(1);

describe('kMeans', () => {
  it('gives the worked example', () => {
    const points = onALine(0, 1, 10, 11);
    const found = kMeans(points, { start: onALine(0, 1), weights: once(points), roundsAtMost: 100 });
    expect([...found.clusterOf]).toEqual([0, 0, 1, 1]);
    expect([...found.centres.x]).toEqual([0.5, 10.5]);
    expect(found.inertia).toBeCloseTo(1, 12);
  });

  it('draws centres towards points that count more', () => {
    const points = onALine(0, 4);
    const found = kMeans(points, {
      start: onALine(2),
      weights: Float64Array.of(3, 1),
      roundsAtMost: 100,
    });
    expect([...found.centres.x]).toEqual([1]);
  });

  it('leaves a centre without points where it is', () => {
    const points = onALine(0, 1);
    const found = kMeans(points, { start: onALine(0.5, 99), weights: once(points), roundsAtMost: 100 });
    expect([...found.centres.x]).toEqual([0.5, 99]);
  });
});

describe('bestKMeans', () => {
  it('finds groups far apart, whatever the draws', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.nat(9), { minLength: 2, maxLength: 20 }), (seed, offsets) => {
        const points = onALine(...offsets.map((offset, i) => offset + (i % 2) * 1000));
        const found = bestKMeans(points, {
          k: 2,
          restarts: 3,
          random: seededRandom(seed),
          weights: once(points),
        });
        for (const [i, cluster] of found.clusterOf.entries()) {
          expect(cluster === found.clusterOf[0]).toBe(i % 2 === 0);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('keeps points of no weight out of the centres', () => {
    const points = onALine(0, 2, 50);
    const weights = Float64Array.of(1, 1, 0);
    const found = bestKMeans(points, { k: 1, restarts: 2, random: seededRandom(1), weights });
    expect([...found.centres.x]).toEqual([1]);
  });
});

describe('firstDistinct', () => {
  it('leaves out places already met, and stops when there are enough', () => {
    const points = onALine(1, 1, 2, 1, 3, 4);
    expect(firstDistinct(points, 3)).toEqual([0, 2, 4]);
    expect([...pointsAt(points, firstDistinct(points, 9)).x]).toEqual([1, 2, 3, 4]);
  });
});
