import { describe, expect, it } from 'vitest';
import type { Points } from './project-participants.ts';
import { silhouettes } from './silhouette.ts';

function onALine(...places: number[]): Points {
  return { x: Float64Array.from(places), y: new Float64Array(places.length) };
}

describe('silhouettes', () => {
  it('gives the worked example, and that of another clustering of the same points', () => {
    const points = onALine(0, 1, 10, 11);
    const [apart, mixed] = silhouettes(points, [Int32Array.of(0, 0, 1, 1), Int32Array.of(0, 1, 0, 1)]);
    expect(apart).toBeCloseTo((9.5 / 10.5 + 8.5 / 9.5) / 2, 12);
    expect(mixed).toBeLessThan(0);
  });

  it('counts nothing for a point alone, and has no figure for one cluster or none', () => {
    const points = onALine(0, 1, 10);
    expect(silhouettes(points, [Int32Array.of(0, 0, 1)])[0]).toBeCloseTo((9 / 10 + 8 / 9) / 3, 12);
    expect(silhouettes(points, [new Int32Array(3)])).toEqual([null]);
    expect(silhouettes(onALine(), [new Int32Array(0)])).toEqual([null]);
  });

  it('is 0 where all points stand at the same place', () => {
    expect(silhouettes(onALine(2, 2, 2, 2), [Int32Array.of(0, 0, 1, 1)])).toEqual([0]);
  });
});
