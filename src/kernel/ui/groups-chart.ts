/** Data and geometry of the groups chart: each group is a round of dots, near the groups that are like it. */

import { round } from './spread-chart.ts';

export interface ChartGroup {
  /** Short name, such as a letter: it stands in the drawing. */
  label: string;
  people: number;
  /** Where it stands: the distances between groups count, whatever their unit. */
  x: number;
  y: number;
  /** What the table says of it. */
  text: string;
}

interface PlottedGroup {
  label: string;
  x: number;
  y: number;
  radius: number;
  /** Its dots: the first one is in the middle. */
  dots: string;
}

export interface GroupsPlot {
  groups: PlottedGroup[];
  /** How many people a dot stands for. */
  each: number;
  viewBox: string;
  /** Height of letters that can be read at every width. */
  letters: number;
}

const mostDots = 200;
/** Distance between dots, in units of the drawing. */
const step = 10;
const gap = 16;

/**
 * Places rounds of dots: as far apart as they are from each other, but never one over the other.
 *
 * @param groups at least one, each of at least one person
 */
export function groupsPlot(groups: readonly ChartGroup[]): GroupsPlot {
  const people = groups.reduce((sum, group) => sum + group.people, 0);
  const each = Math.max(1, Math.ceil(people / mostDots));
  const rounds = groups.map((group) => {
    const dots = Math.max(1, Math.round(group.people / each));
    return { ...group, dots, radius: step * 0.74 * Math.sqrt(dots) + step };
  });
  const places = keptApart(rounds);
  const letters = 18;
  const [left, right] = [Math.min(...places.map(edge('x', -1))), Math.max(...places.map(edge('x', 1)))];
  const [top, bottom] = [Math.min(...places.map(edge('y', -1))), Math.max(...places.map(edge('y', 1)))];
  const wide = Math.max(right - left, 240);
  const from = (left + right - wide) / 2;
  return {
    groups: places.map(({ label, x, y, radius, dots }) => ({
      label,
      x: round(x),
      y: round(y),
      radius: round(radius),
      dots: sunflower({ x, y }, dots),
    })),
    each,
    viewBox: [from - 2, top - letters - 8, wide + 4, bottom - top + letters + 10].map(round).join(' '),
    letters: round(Math.max(letters, wide / 20)),
  };
}

interface Placed extends ChartGroup {
  dots: number;
  radius: number;
}

function edge(axis: 'x' | 'y', side: 1 | -1) {
  return (one: Placed) => one[axis] + side * one.radius;
}

function keptApart(rounds: readonly Placed[]): Placed[] {
  const spread = Math.max(
    ...rounds.flatMap((one) => rounds.map((other) => Math.hypot(one.x - other.x, one.y - other.y))),
  );
  const room = rounds.reduce((sum, { radius }) => sum + radius, 0) * 1.2;
  const scale = spread > 0 ? room / spread : 0;
  const placed = rounds.map((one) => ({ ...one, x: one.x * scale, y: one.y * scale }));
  for (let time = 0; time < 200; time += 1) {
    for (const [i, one] of placed.entries()) {
      for (const other of placed.slice(i + 1)) pushApart(one, other);
    }
  }
  return placed;
}

function pushApart(one: Placed, other: Placed): void {
  const least = one.radius + other.radius + gap;
  const [dx, dy] = [other.x - one.x, other.y - one.y];
  const distance = Math.hypot(dx, dy);
  if (distance >= least) return;
  const [alongX, alongY] = distance > 0 ? [dx / distance, dy / distance] : [1, 0];
  const push = (least - distance) / 2;
  one.x -= alongX * push;
  one.y -= alongY * push;
  other.x += alongX * push;
  other.y += alongY * push;
}

/** Dots as the seeds of a sunflower stand (Vogel 1979): even, and round for any number. */
function sunflower({ x, y }: { x: number; y: number }, count: number): string {
  const turn = Math.PI * (3 - Math.sqrt(5));
  return Array.from({ length: count }, (_, i) => {
    const [angle, distance] = [i * turn, step * 0.7 * Math.sqrt(i)];
    return `M${round(x + distance * Math.cos(angle))} ${round(y + distance * Math.sin(angle))}h0`;
  }).join('');
}
