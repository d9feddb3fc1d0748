/** Geometry of the weave: three threads that come loose from the left and leave as a tight plait on the right. */

import { round } from './spread-chart.ts';

/** The drawing is this wide and high, in its own units. */
export const weaveWidth = 1200;
export const weaveHeight = 200;

const threads = 3;
/** Units between two points of a curve, and between two looks for a crossing. */
const step = 34;
const look = 1;
/** How far the upper thread goes beyond its crossing, so that no hair of the gap shows at its ends. */
const overlap = 1.5;

export interface WeaveThread {
  /** The whole thread. */
  path: string;
  /** Where it passes above the others. */
  above: string;
  /** The same, a little longer: drawn last. */
  top: string;
}

/** How far a thread swings from the middle line: 95 units on the left, 17 from 85 % of the width on. */
function swing(x: number): number {
  const share = Math.min(1, Math.max(0, x / weaveWidth / 0.85));
  return 17 + 78 * (1 - share * share * (3 - 2 * share));
}

/** Where a thread is in its turn, in radians; turns follow each other faster and faster. */
export function weavePhase(x: number, thread: number): number {
  return 2 * Math.PI * (x / 640 + 3.2 * (x / weaveWidth) ** 3 + thread / threads);
}

/** The height of a thread at x, from 0 (top) to `weaveHeight`. */
export function weavePlace(x: number, thread: number): number {
  return weaveHeight / 2 + swing(x) * Math.sin(weavePhase(x, thread));
}

/**
 * The three threads. Each is above where the sine of twice its phase is positive: two threads cross where their
 * phases add up to half a turn, so that one of them is above and the other below, as in any plait of three.
 */
export function weaveThreads(): WeaveThread[] {
  const [start, end] = [-20, weaveWidth + 20];
  return Array.from({ length: threads }, (_, thread) => {
    const spans = spansAbove(thread, start, end);
    return {
      path: curve(thread, start, end),
      above: spans.map(([from, to]) => curve(thread, from, to)).join(''),
      top: spans.map(([from, to]) => curve(thread, from - overlap, to + overlap)).join(''),
    };
  });
}

function spansAbove(thread: number, start: number, end: number): [number, number][] {
  const spans: [number, number][] = [];
  let from: number | null = null;
  for (let x = start; x <= end; x += look) {
    const isAbove = Math.sin(2 * weavePhase(x, thread)) > 0;
    if (isAbove) from ??= x;
    if (from !== null && (!isAbove || x + look > end)) {
      spans.push([from, x]);
      from = null;
    }
  }
  return spans;
}

/** The thread between two places as cubic curves that keep its slope at each point. */
function curve(thread: number, from: number, to: number): string {
  const pieces = Math.max(1, Math.round((to - from) / step));
  const length = (to - from) / pieces;
  const y = (x: number) => weavePlace(x, thread);
  const slope = (x: number) => y(x + 0.5) - y(x - 0.5);
  const drawn = Array.from({ length: pieces }, (_, piece) => {
    const a = from + piece * length;
    const b = a + length;
    const points = [
      [a + length / 3, y(a) + (slope(a) * length) / 3],
      [b - length / 3, y(b) - (slope(b) * length) / 3],
      [b, y(b)],
    ];
    return `C${points.flat().map(round).join(' ')}`;
  });
  return `M${round(from)} ${round(y(from))}${drawn.join('')}`;
}
