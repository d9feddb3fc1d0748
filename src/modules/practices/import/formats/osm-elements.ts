import type { Json } from '#kernel/json.ts';
import type { Cells } from '../recognise-columns.ts';
import { geometryColumns, knownOfFeatures } from './feature-cells.ts';
import { isObject } from './flatten-json.ts';
import { representativePoint } from './geometry.ts';
import type { HeldRows } from './held-table.ts';

/** What a map of OpenStreetMap holds: a point, a line or a surface, several of them. */
export interface OsmElement {
  type: string;
  id: string;
  tags: ReadonlyMap<string, string>;
  /** Where it is, when it says so itself. */
  position: Position | null;
  /** Points of a way, by number. */
  nodes: readonly string[];
}

/** Longitude, latitude. */
export type Position = readonly [x: number, y: number];

const types = new Set(['node', 'way', 'relation']);
const columns = { id: '@id', address: '@url' } as const;

/** Everything in OpenStreetMap is under this licence (openstreetmap.org/copyright). */
const credit = { sourceName: 'OpenStreetMap', licence: 'ODbL-1.0' } as const;

/** Elements that say something, as rows; points that only draw a line do not. A way is where the middle of its points is. */
export function osmRows(elements: readonly OsmElement[]): HeldRows {
  const places = new Map(
    elements.flatMap(({ type, id, position }) =>
      type === 'node' && position ? [[id, position] as const] : [],
    ),
  );
  const told = elements.filter(({ type, tags }) => types.has(type) && saysSomething(tags));
  const rows = told.map((element): Cells => {
    const { type, id, tags, nodes } = element;
    const position = element.position ?? middleOf(nodes.map((node) => places.get(node) ?? null));
    return {
      ...Object.fromEntries(tags),
      [columns.id]: `${type}/${id}`,
      [columns.address]: `https://www.openstreetmap.org/${type}/${id}`,
      ...(position && { [geometryColumns.x]: String(position[0]), [geometryColumns.y]: String(position[1]) }),
    };
  });
  const headers = new Set(rows.flatMap((row) => Object.keys(row)));
  return {
    headers: [...headers],
    known: {
      ...knownOfFeatures,
      [columns.id]: 'externalId',
      [columns.address]: 'sourceUrl',
      name: 'title',
      // Of what survey a line comes, not whom to credit.
      source: 'extra',
    },
    rows,
    ...credit,
    warnings: [],
  };
}

function saysSomething(tags: OsmElement['tags']): boolean {
  return [...tags.keys()].some((key) => !/^(source|created_by|note|fixme)(:|$)/i.test(key));
}

function middleOf(positions: readonly (Position | null)[]): Position | null {
  const points = positions.filter((position) => position !== null);
  const [first] = points;
  if (!first) return null;
  const last = points.at(-1) ?? first;
  const isRing = points.length > 3 && first[0] === last[0] && first[1] === last[1];
  const line = points.map(([x, y]): Json => [x, y]);
  const shape = isRing
    ? { type: 'Polygon', coordinates: [line] }
    : {
        type: points.length > 1 ? 'LineString' : 'Point',
        coordinates: points.length > 1 ? line : (line[0] ?? null),
      };
  const point = representativePoint(shape);
  return point && [point.x, point.y];
}

/** Whether a JSON value is what Overpass answers. */
export function isOverpass(value: Json): boolean {
  return isObject(value) && Array.isArray(value['elements']) && value['elements'].every(isElement);
}

function isElement(value: Json): boolean {
  return isObject(value) && types.has(String(value['type'])) && value['id'] !== undefined;
}

/** The elements of an answer of Overpass, with their position, their centre, their bounds or the numbers of their points. */
export function elementsOfOverpass(value: Json): OsmElement[] {
  const elements = isObject(value) ? value['elements'] : null;
  return (Array.isArray(elements) ? elements : []).flatMap((element) => {
    if (!isObject(element)) return [];
    const { type = null, id = null, tags = null, nodes = null, geometry = null, bounds = null } = element;
    const drawn = middleOf((Array.isArray(geometry) ? geometry : []).map(positionIn));
    return [
      {
        type: String(type),
        id: String(id),
        tags: new Map(
          isObject(tags) ? Object.entries(tags).map(([key, tag]) => [key, String(tag)] as const) : [],
        ),
        position:
          positionIn(element) ?? positionIn(element['center'] ?? null) ?? drawn ?? middleOfBounds(bounds),
        nodes: Array.isArray(nodes) ? nodes.map(String) : [],
      },
    ];
  });
}

function positionIn(value: Json): Position | null {
  const { lat = null, lon = null } = isObject(value) ? value : {};
  return typeof lat === 'number' && typeof lon === 'number' ? [lon, lat] : null;
}

function middleOfBounds(value: Json): Position | null {
  if (!isObject(value)) return null;
  const [west, south, east, north] = ['minlon', 'minlat', 'maxlon', 'maxlat'].map((name) => value[name]);
  const isWhole = [west, south, east, north].every((one) => typeof one === 'number');
  return isWhole ? [(Number(west) + Number(east)) / 2, (Number(south) + Number(north)) / 2] : null;
}
