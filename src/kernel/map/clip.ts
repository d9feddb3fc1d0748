import { isWithin, type Bounds, type Position } from './bounds.ts';

/** One side of the rectangle: what lies beyond `limit` on an axis (0 longitude, 1 latitude) is cut off. */
interface Side {
  axis: 0 | 1;
  limit: number;
  sign: 1 | -1;
}

/**
 * The part of a closed ring inside `bounds`, as a closed ring; empty when nothing is left.
 * Parts that leave and come back stay joined along the edge, which a filled shape does not show.
 * Sutherland & Hodgman, "Reentrant polygon clipping", CACM 17(1), 1974: the square (−1,−1)…(1,1) within
 * (0,0)…(2,2) becomes the square (0,0)…(1,1).
 */
export function clipRing(ring: readonly Position[], bounds: Bounds): Position[] {
  let corners = ring.slice(0, -1);
  for (const side of sidesOf(bounds)) {
    if (corners.every((corner) => depth(corner, side) >= 0)) continue;
    corners = corners.flatMap((corner, index) => {
      const before = corners.at(index - 1) ?? corner;
      const crossing = depth(before, side) >= 0 !== depth(corner, side) >= 0;
      const kept = depth(corner, side) >= 0 ? [corner] : [];
      return crossing ? [cross(before, corner, side), ...kept] : kept;
    });
  }
  const [first] = corners;
  return first && corners.length > 2 ? [...corners, first] : [];
}

/** The parts of a line inside `bounds`, each with at least two positions. */
export function clipLine(line: readonly Position[], bounds: Bounds): Position[][] {
  const parts: Position[][] = [];
  let part: Position[] = [];
  for (const [index, end] of line.entries()) {
    const start = line[index - 1];
    const inside = start && clipSegment(start, end, bounds);
    if (!inside) continue;
    if (part.at(-1) !== inside[0]) {
      part = [inside[0]];
      parts.push(part);
    }
    part.push(inside[1]);
  }
  return parts;
}

function clipSegment(start: Position, end: Position, bounds: Bounds): [Position, Position] | null {
  let [from, to] = [start, end];
  if (isWithin(from, bounds) && isWithin(to, bounds)) return [from, to];
  for (const side of sidesOf(bounds)) {
    const [fromInside, toInside] = [depth(from, side) >= 0, depth(to, side) >= 0];
    if (!fromInside && !toInside) return null;
    if (!fromInside) from = cross(from, to, side);
    if (!toInside) to = cross(from, to, side);
  }
  return [from, to];
}

function sidesOf([west, south, east, north]: Bounds): Side[] {
  return [
    { axis: 0, limit: west, sign: 1 },
    { axis: 1, limit: south, sign: 1 },
    { axis: 0, limit: east, sign: -1 },
    { axis: 1, limit: north, sign: -1 },
  ];
}

/** How far inside the side a position lies; negative outside. */
function depth(position: Position, { axis, limit, sign }: Side): number {
  return (position[axis] - limit) * sign;
}

function cross(start: Position, end: Position, { axis, limit }: Side): Position {
  const share = (limit - start[axis]) / (end[axis] - start[axis]);
  const other = axis === 0 ? start[1] + share * (end[1] - start[1]) : start[0] + share * (end[0] - start[0]);
  return axis === 0 ? [limit, other] : [other, limit];
}
