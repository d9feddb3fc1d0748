import type { Position } from '#kernel/map/bounds.ts';
import type { OutlineKind } from './map-point.ts';

/** A practice drawn in the view. */
export interface PointInView {
  id: string;
  title: string;
  language: string;
  address: string;
  purpose: string;
  status: string;
  /** How many a record stands for; 0 for one practice. */
  count: number;
  /** What is drawn of it when it is no point: an area somebody drew, or about where its communes are. */
  area: OutlineKind | '';
}

/** Practices drawn as one circle in the view. */
export interface ClusterInView {
  count: number;
  /** The zoom level at which it comes apart. */
  opensAt: number;
  position: Position;
  /** The town that tells best where it is, '' when none is known. */
  town: string;
}

/** What the view shows, in the order of the list beside the map. */
export interface InView {
  points: PointInView[];
  clusters: ClusterInView[];
  /** How many practices that is. */
  total: number;
}

export interface TownInView {
  name: string;
  population: number;
  position: Position;
}

/** What the map knows around its view. */
export interface Surroundings {
  towns: TownInView[];
  /** How far a cluster reaches on the screen, in degrees of longitude. */
  reach: number;
}

/** A feature as the map gives it back: what its tile said of it, and where it is. */
export interface DrawnFeature {
  properties: Record<string, unknown>;
  position: Position;
}

/**
 * What the view shows, each thing once: what stands near the edge of a tile is drawn from both tiles, and what covers an
 * area may stand among the points too. Practices by title, clusters by number.
 */
export function readInView(
  drawn: {
    points: DrawnFeature[];
    clusters: DrawnFeature[];
    areas: Pick<DrawnFeature, 'properties'>[];
  },
  surroundings: Surroundings,
  locale: string,
): InView {
  // Of an area whose point is drawn in a group, the group counts it already.
  const counted = new Set(
    [...drawn.points, ...drawn.areas].flatMap(({ properties }) =>
      properties['hasPoint'] === true ? [] : [String(properties['id'])],
    ),
  );
  const points = new Map<string, PointInView>();
  for (const { properties } of [...drawn.areas, ...drawn.points]) {
    const point = toPoint(properties);
    points.set(point.id, { ...point, area: point.area || (points.get(point.id)?.area ?? '') });
  }
  const clusters = new Map(
    drawn.clusters.map((feature) => [feature.properties['id'], toCluster(feature, surroundings)]),
  );
  const { compare } = new Intl.Collator(locale, { numeric: true });
  return {
    points: [...points.values()].toSorted((a, b) => compare(a.title, b.title)),
    clusters: [...clusters.values()].toSorted((a, b) => b.count - a.count),
    total: counted.size + [...clusters.values()].reduce((sum, { count }) => sum + count, 0),
  };
}

export function toPoint(properties: Record<string, unknown>): PointInView {
  const text = (name: string) => String(properties[name] ?? '');
  return {
    id: text('id'),
    title: text('title'),
    language: text('language'),
    address: text('address'),
    purpose: text('purpose'),
    status: text('status'),
    count: Number(properties['count'] ?? 0),
    area: kindOf(properties['kind']),
  };
}

function kindOf(kind: unknown): PointInView['area'] {
  return kind === 'drawn' || kind === 'about' ? kind : '';
}

function toCluster({ properties, position }: DrawnFeature, surroundings: Surroundings): ClusterInView {
  return {
    count: Number(properties['count']),
    opensAt: Number(properties['opensAt']),
    position,
    town: townFor(position, surroundings),
  };
}

/** The most populous town within reach, else the nearest: "around Paris" says more than the name of a suburb. */
function townFor([lng, lat]: Position, { towns, reach }: Surroundings): string {
  // On a Web Mercator screen a degree of latitude is as long as 1/cos(latitude) degrees of longitude.
  const stretch = 1 / Math.cos((lat * Math.PI) / 180);
  let best = { name: '', far: Infinity, population: 0 };
  for (const { name, population, position } of towns) {
    const far = Math.max(reach, Math.hypot(position[0] - lng, (position[1] - lat) * stretch));
    if (far < best.far || (far === best.far && population > best.population))
      best = { name, far, population };
  }
  return best.name;
}
