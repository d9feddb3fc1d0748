import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { principalPlane } from './principal-plane.ts';
import { projectParticipants } from './project-participants.ts';
import { type Vote, voteMatrix } from './vote-matrix.ts';

const matrixOf = (rows: (Vote | null)[][], out: boolean[] = rows[0]?.map(() => false) ?? []) =>
  voteMatrix(rows, out);

describe('principalPlane', () => {
  it('gives the worked example', () => {
    const plane = principalPlane(
      matrixOf([
        [1, -1],
        [-1, 1],
        [1, -1],
        [-1, 1],
      ]),
    );
    expect([...plane.means]).toEqual([0, 0]);
    const lengths = [...plane.first].map(Math.abs);
    expect(lengths).toEqual([expect.closeTo(Math.SQRT1_2, 9), expect.closeTo(Math.SQRT1_2, 9)]);
    expect((plane.first[0] ?? 0) * (plane.first[1] ?? 0)).toBeLessThan(0);
    expect([...plane.second]).toEqual([0, 0]);
  });

  it('takes the mean of a statement over those who voted on it', () => {
    const { means } = principalPlane(
      matrixOf([
        [1, null],
        [-1, 1],
        [1, null],
      ]),
    );
    expect([...means]).toEqual([expect.closeTo(1 / 3, 12), 1]);
  });

  it('has no direction where nobody differs, or nobody voted', () => {
    for (const rows of [[[0, 0]], [[1, null]], [[null, null]], [] as Vote[][]]) {
      const plane = principalPlane(matrixOf(rows as (Vote | null)[][], [false, false]));
      expect([...plane.first, ...plane.second]).toEqual([0, 0, 0, 0]);
    }
  });

  it('sees nothing of statements moderated out', () => {
    const rows: Vote[][] = [
      [1, 1, 1],
      [-1, 1, -1],
      [1, -1, 1],
      [-1, -1, -1],
    ];
    const { first, second } = principalPlane(matrixOf(rows, [false, false, true]));
    expect([first[2], second[2]]).toEqual([0, 0]);
  });

  it('has directions of length 1 at right angles, or none', () => {
    const vote = fc.constantFrom<(Vote | null)[]>(1, -1, 0, null);
    const rows = fc.array(fc.array(vote, { minLength: 4, maxLength: 4 }), { maxLength: 12 });
    fc.assert(
      fc.property(rows, (given) => {
        const { first, second } = principalPlane(matrixOf(given, [false, false, false, false]));
        const dot = (a: Float64Array, b: Float64Array) =>
          a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
        expect([0, 1]).toContainEqual(expect.closeTo(dot(first, first), 9));
        expect([0, 1]).toContainEqual(expect.closeTo(dot(second, second), 9));
        expect(dot(first, second)).toBeCloseTo(0, 6);
      }),
      { numRuns: 100 },
    );
  });
});

describe('projectParticipants', () => {
  it('gives the worked example: few votes weigh as many', () => {
    const matrix = matrixOf([[1, null, null, null]]);
    const plane = {
      means: new Float64Array(4),
      centred: Float64Array.of(1),
      first: new Float64Array(4).fill(0.5),
      second: new Float64Array(4),
    };
    expect([...projectParticipants(matrix, plane).x]).toEqual([1]);
  });

  it('counts statements moderated out as voted on by everyone', () => {
    const matrix = matrixOf([[1, null, null, 1]], [false, false, true, true]);
    const plane = {
      means: new Float64Array(4),
      centred: Float64Array.of(1, 0),
      first: Float64Array.of(1, 0, 0, 0),
      second: new Float64Array(4),
    };
    expect([...projectParticipants(matrix, plane).x]).toEqual([Math.sqrt(4 / 3)]);
  });
});
