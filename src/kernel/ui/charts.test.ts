import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import GroupsChart from './GroupsChart.svelte';
import ProfileChart from './ProfileChart.svelte';
import RangesChart from './RangesChart.svelte';
import SpreadChart from './SpreadChart.svelte';
import StrandsChart from './StrandsChart.svelte';
import { groupsPlot } from './groups-chart.ts';
import { percent, segments } from './profile-chart.ts';
import { partPlace } from './ranges-chart.ts';
import { columnCentre, mostDots, spreadPlot, valuePlace } from './spread-chart.ts';
import { strandMark, strandPieces, strandPlaces } from './strands-chart.ts';
import { html, tagsWith, textOf } from './ui-testing.ts';

const levels = [1, 2, 3, 4, 5].map((value) => ({ value, label: `niveau ${value}` }));

describe('places on the scale', () => {
  test('a level stands in the middle of its column, a half-way median between two', () => {
    expect(valuePlace(1, levels)).toBe(10);
    expect(valuePlace(3.5, levels)).toBe(60);
    expect(valuePlace(5, levels)).toBe(90);
  });

  test('levels need not be numbered from 1 nor evenly', () => {
    const uneven = [0, 1, 10].map((value) => ({ value, label: '' }));
    expect(valuePlace(5.5, uneven)).toBeCloseTo((columnCentre(1, 3) + columnCentre(2, 3)) / 2, 1);
  });

  test('places keep the order of values and stay inside the plot', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -2, max: 9, noNaN: true }),
        fc.double({ min: -2, max: 9, noNaN: true }),
        (a, b) => {
          const [low, high] = a < b ? [a, b] : [b, a];
          expect(valuePlace(low, levels)).toBeLessThanOrEqual(valuePlace(high, levels));
          expect(valuePlace(low, levels)).toBeGreaterThanOrEqual(10);
          expect(valuePlace(high, levels)).toBeLessThanOrEqual(90);
        },
      ),
    );
  });
});

describe('a spread', () => {
  const counts = fc.array(fc.nat(mostDots), { minLength: 2, maxLength: 10 });

  test('draws one dot per answer', () => {
    fc.assert(
      fc.property(counts, (row) => {
        expect(spreadPlot(row).cells.map((cell) => cell.dots?.split('M').slice(1).length)).toEqual(row);
      }),
    );
  });

  test('draws bars in proportion beyond what the eye counts', () => {
    const { cells, base } = spreadPlot([4, 40, 20]);
    expect(cells.map((cell) => cell.dots)).toEqual([null, null, null]);
    const [low, high, middle] = cells.map((cell) => cell.bar?.height ?? 0);
    expect((low ?? 0) / (high ?? 1)).toBeCloseTo(0.1, 2);
    expect((middle ?? 0) / (high ?? 1)).toBeCloseTo(0.5, 2);
    for (const cell of cells) expect((cell.bar?.y ?? 0) + (cell.bar?.height ?? 0)).toBeCloseTo(base, 2);
  });

  test('leaves room above every figure', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(500), { minLength: 1, maxLength: 10 }), (row) => {
        for (const cell of spreadPlot(row).cells) expect(cell.labelY).toBeGreaterThanOrEqual(11);
      }),
    );
  });

  const words = {
    table: 'Voir les chiffres',
    caption: 'Réponses',
    college: 'Collège',
    median: 'Médiane',
    hidden: 'masqué',
    outside: ['Ne sait pas'],
    key: ['médiane', 'moitié centrale'] as const,
  };
  const body = html(SpreadChart, {
    id: 'c1',
    title: 'Accueil',
    summary: 'Deux niveaux d’écart.',
    levels,
    rows: [
      {
        label: 'Mairie',
        note: '6 réponses',
        counts: [0, 0, 2, 4, 0],
        median: 4,
        text: 'médiane : 4',
        outside: [1],
      },
      { label: 'Usagers', counts: null, median: null, text: 'Moins de 5 réponses.' },
    ],
    words,
  });

  test('is named, and every figure stands in its table', () => {
    expect(tagsWith(body, '<figure')[0]).toContain('aria-labelledby="c1-title"');
    expect(textOf(body)).toContain('Mairie 0 0 2 4 0 1 médiane : 4');
    for (const drawing of tagsWith(body, 'class="plot"')) expect(drawing).toContain('aria-hidden="true"');
  });

  test('shows no count of a college that is too small', () => {
    expect(textOf(body)).toContain('Usagers masqué masqué masqué masqué masqué masqué Moins de 5 réponses.');
    expect(tagsWith(body, 'class="plot"')).toHaveLength(1);
  });
});

describe('strands', () => {
  const median = fc.option(fc.integer({ min: 2, max: 10 }).map((half) => half / 2));

  test('of equal medians run side by side around their level, in order', () => {
    expect(strandPlaces([4, 4, 2], levels)).toEqual([68, 72, 30]);
    expect(strandPlaces([null, 3], levels)).toEqual([null, 50]);
  });

  test('never share a place at one row, nor leave the column of a whole level', () => {
    fc.assert(
      fc.property(fc.array(median, { minLength: 1, maxLength: 6 }), (medians) => {
        const places = strandPlaces(medians, levels);
        places.forEach((place, index) => {
          const value = medians[index];
          if (place === null || value === null || value === undefined) return;
          expect(Math.abs(place - valuePlace(value, levels))).toBeLessThanOrEqual(10);
        });
        const equal = places.filter((place, index) => place !== null && medians[index] === medians[0]);
        expect(new Set(equal).size).toBe(equal.length);
      }),
    );
  });

  test('pass above and below in turn, and break where a median is missing', () => {
    const pieces = strandPieces([
      [10, 50],
      [50, 10],
      [10, null],
      [20, 30],
    ]);
    expect(pieces.map((piece) => piece.strand)).toEqual([0, 1, 0, 0]);
    const full = strandPieces([
      [10, 50],
      [50, 10],
      [10, 50],
    ]);
    expect(full.map((piece) => piece.strand)).toEqual([0, 1, 1, 0]);
  });

  test('have marks of different shapes', () => {
    expect(new Set([0, 1, 2, 3, 4, 5].map((strand) => strandMark(strand).path)).size).toBe(6);
    expect(strandMark(6)).toEqual(strandMark(0));
  });

  test('carry their medians in a table', () => {
    const body = html(StrandsChart, {
      id: 's',
      title: 'Vue d’ensemble',
      levels,
      strands: ['Élu·es', 'Agents'],
      rows: [{ id: '1', label: 'Accueil', medians: [4, null], texts: ['4', 'masqué'] }],
      words: { table: 'Voir les chiffres', caption: 'Médianes', criterion: 'Critère' },
    });
    expect(textOf(body)).toContain('Accueil 4 masqué');
    expect(tagsWith(body, 'class="strand-mark')).toHaveLength(3);
  });
});

describe('a profile', () => {
  const shares = fc.array(fc.double({ min: 0, max: 0.2, noNaN: true }), { maxLength: 5 });

  test('lays contributions end to end up to the lower bound', () => {
    fc.assert(
      fc.property(shares, (list) => {
        const laid = segments(list.map((share) => ({ label: '', share, text: '' })));
        const sum = list.reduce((total, share) => total + share, 0);
        const end = laid.at(-1);
        expect((end?.x ?? 0) + (end?.width ?? 0)).toBeCloseTo(percent(sum), 1);
        laid.slice(1).forEach((part, index) => {
          const before = laid[index];
          expect(part.x).toBeCloseTo((before?.x ?? 0) + (before?.width ?? 0), 1);
        });
      }),
    );
  });

  test('holds shares between 0 and 100 %', () => {
    expect([percent(-0.1), percent(0.12345), percent(1.2)]).toEqual([0, 12.35, 100]);
  });

  const dimension = {
    id: 'lien',
    label: 'Lien social',
    score: 0.71,
    scoreText: '71 sur 100',
    lower: 0.5,
    upper: 0.8,
    boundsText: 'entre 50 et 80',
    coverage: 0.7,
    coverageText: '70 % renseigné',
    contributions: [
      { label: 'Accueil', share: 0.3, text: '30' },
      { label: 'Entraide', share: 0.2, text: '20' },
    ],
  };
  const words = {
    table: 'Voir les chiffres',
    caption: 'Profil',
    dimension: 'Dimension',
    score: 'Note',
    bounds: 'Bornes',
    coverage: 'Renseigné',
    contributions: 'Apports',
    key: ['apport', 'pas connu', 'note'] as const,
  };

  test('says score, bounds and coverage in text, and each contribution in its table', () => {
    const body = html(ProfileChart, { id: 'p', title: 'Profil', dimensions: [dimension], words });
    expect(textOf(body)).toContain(
      'Lien social 71 sur 100 entre 50 et 80 70 % renseigné 1. Accueil 30 · 2. Entraide 20',
    );
    expect(tagsWith(body, 'class="plot-median"')).toHaveLength(2);
  });

  test('marks no score where there is none', () => {
    const body = html(ProfileChart, {
      id: 'p',
      title: 'Profil',
      dimensions: [{ ...dimension, score: null }],
      words,
    });
    expect(tagsWith(body, 'class="plot-median"')).toHaveLength(1);
  });
});

describe('ranges', () => {
  test('are drawn where they run, and said in text and in the table', () => {
    expect(partPlace({ from: 0.25, to: 0.5 })).toEqual({ x: 25, width: 25 });
    const body = html(RangesChart, {
      id: 'r',
      title: 'Plages',
      rows: [
        { id: '1', label: 'Prix', text: 'tient', parts: [{ from: 0, to: 0.4, how: 'full' }], mark: 0.2 },
      ],
      ends: ['0', '1'],
      words: { table: 'Voir les chiffres', caption: 'Plages', key: ['tient', '', 'aujourd’hui'] },
      columns: ['Critère', 'Plage'],
      cells: [['Prix', '0 à 40 %']],
    });
    expect(textOf(body)).toContain('Prix tient');
    expect(textOf(body)).toContain('0 à 40 %');
    expect(tagsWith(body, 'class="plot-median"')).toHaveLength(2);
  });
});

describe('groups', () => {
  const group = fc.record({
    label: fc.constantFrom('A', 'B'),
    people: fc.integer({ min: 1, max: 3000 }),
    x: fc.double({ min: -3, max: 3, noNaN: true }),
    y: fc.double({ min: -3, max: 3, noNaN: true }),
    text: fc.constant(''),
  });

  test('stand apart, and draw a dot per person up to two hundred', () => {
    fc.assert(
      fc.property(fc.array(group, { minLength: 1, maxLength: 3 }), (groups) => {
        const plot = groupsPlot(groups);
        const people = groups.reduce((sum, one) => sum + one.people, 0);
        expect(plot.each).toBe(Math.max(1, Math.ceil(people / 200)));
        const dots = plot.groups.map((one) => one.dots.split('M').length - 1);
        expect(dots).toEqual(groups.map((one) => Math.max(1, Math.round(one.people / plot.each))));
        for (const [i, one] of plot.groups.entries()) {
          for (const other of plot.groups.slice(i + 1)) {
            expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(one.radius + other.radius);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  test('are told in a table, with the reader’s own', () => {
    const body = html(GroupsChart, {
      id: 'g',
      title: 'Groupes',
      groups: [
        { label: 'A', people: 9, x: 0, y: 0, text: 'Pour le four.' },
        { label: 'B', people: 6, x: 1, y: 0, text: 'Contre le four.' },
      ],
      own: 1,
      words: {
        table: 'En texte',
        caption: 'Groupes',
        group: 'Groupe',
        people: 'Personnes',
        tells: 'Ce qui le distingue',
        own: 'Votre groupe.',
        dot: (each: number) => `Un point : ${each}`,
      },
    });
    expect(textOf(body)).toContain('Contre le four. Votre groupe.');
    expect(textOf(body)).not.toContain('Pour le four. Votre groupe.');
    expect(tagsWith(body, 'svg').every((tag) => tag.includes('aria-hidden="true"'))).toBe(true);
  });
});
