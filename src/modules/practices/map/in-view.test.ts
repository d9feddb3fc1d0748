import { describe, expect, test } from 'vitest';
import { readInView, type DrawnFeature, type Surroundings } from './in-view.ts';

const nowhere: Surroundings = { towns: [], reach: 0 };

function practice(id: string, title: string): DrawnFeature {
  const properties = { id, title, language: 'br', address: `/pratique/${id}`, status: 'active' };
  return { properties, position: [0, 0] };
}

function cluster(id: number, count: number, position: [number, number] = [0, 0]): DrawnFeature {
  return { properties: { id, count, opensAt: 9 }, position };
}

describe('what the view shows', () => {
  test('is each practice and cluster once, even when two tiles draw it', () => {
    const view = readInView(
      {
        points: [practice('a', 'A'), practice('b', 'B'), practice('a', 'A')],
        clusters: [cluster(1, 4), cluster(2, 4), cluster(1, 4)],
        areas: [],
      },
      nowhere,
      'fr',
    );
    expect(view.points.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(view.clusters).toHaveLength(2);
    expect(view.total).toBe(10);
  });

  test('is in the order of the alphabet, then of numbers', () => {
    const view = readInView(
      {
        points: [
          practice('1', 'Zone 10'),
          practice('2', 'Épicerie'),
          practice('3', 'Zone 9'),
          practice('4', 'Fournil'),
        ],
        clusters: [cluster(1, 2), cluster(2, 30)],
        areas: [],
      },
      nowhere,
      'fr',
    );
    expect(view.points.map(({ title }) => title)).toEqual(['Épicerie', 'Fournil', 'Zone 9', 'Zone 10']);
    expect(view.clusters.map(({ count }) => count)).toEqual([30, 2]);
  });

  test('names a missing purpose by an empty text', () => {
    const view = readInView({ points: [practice('a', 'A')], clusters: [], areas: [] }, nowhere, 'fr');
    expect(view.points[0]).toEqual({
      id: 'a',
      title: 'A',
      language: 'br',
      address: '/pratique/a',
      purpose: '',
      status: 'active',
      count: 0,
      area: '',
    });
  });
});

describe('what covers an area', () => {
  const covering = (id: string, kind: string, hasPoint: boolean) => ({
    properties: { ...practice(id, id.toUpperCase()).properties, kind, hasPoint },
  });

  test('is told once beside its point, and counted once though its point is in a group', () => {
    const view = readInView(
      {
        points: [practice('a', 'A')],
        clusters: [cluster(1, 4)],
        areas: [
          covering('a', 'drawn', true),
          covering('b', 'drawn', true),
          covering('b', 'drawn', true),
          covering('c', 'about', false),
        ],
      },
      nowhere,
      'fr',
    );
    expect(view.points.map(({ id, area }) => [id, area])).toEqual([
      ['a', 'drawn'],
      ['b', 'drawn'],
      ['c', 'about'],
    ]);
    expect(view.total).toBe(1 + 4 + 1);
  });
});

describe('the town of a cluster', () => {
  const towns = [
    { name: 'Paris', population: 2_100_000, position: [2.35, 48.85] as const },
    { name: 'Vitry', population: 90_000, position: [2.39, 48.79] as const },
    { name: 'Chartres', population: 38_000, position: [1.49, 48.45] as const },
  ];
  const townOf = (position: [number, number], reach: number) =>
    readInView({ points: [], clusters: [cluster(1, 2, position)], areas: [] }, { towns, reach }, 'fr')
      .clusters[0]?.town;

  test('is the most populous within reach', () => {
    expect(townOf([2.39, 48.79], 0.5)).toBe('Paris');
  });

  test('is the nearest when the reach is short, or when none is within it', () => {
    expect(townOf([2.39, 48.79], 0.01)).toBe('Vitry');
    expect(townOf([1, 48.3], 0.01)).toBe('Chartres');
  });

  test('is nothing when no town is known', () => {
    const view = readInView({ points: [], clusters: [cluster(1, 2)], areas: [] }, nowhere, 'fr');
    expect(view.clusters[0]?.town).toBe('');
  });
});
