import { type OsmElement, type Position, osmRows } from './osm-elements.ts';
import type { XmlRecords } from './read-xml-text.server.ts';

const types = new Set(['node', 'way', 'relation']);

/** Elements of an extract of OpenStreetMap in XML (.osm). Who drew them is left alone. */
export function createOsmRecords(): XmlRecords {
  const elements: OsmElement[] = [];
  let current: OsmElement | null = null;
  let tags = new Map<string, string>();
  let nodes: string[] = [];

  function open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (types.has(name)) {
      tags = new Map();
      nodes = [];
      current = { type: name, id: attributes['id'] ?? '', tags, position: positionOf(attributes), nodes };
    } else if (name === 'tag' && attributes['k']) tags.set(attributes['k'], attributes['v'] ?? '');
    else if (name === 'nd' && attributes['ref']) nodes.push(attributes['ref']);
    else if (name === 'center' && current) current = { ...current, position: positionOf(attributes) };
  }

  return {
    reader: {
      open,
      close(name) {
        if (!types.has(name) || !current) return;
        elements.push(current);
        current = null;
      },
    },
    held: () => osmRows(elements),
  };
}

function positionOf({ lat, lon }: Readonly<Record<string, string>>): Position | null {
  const [y, x] = [Number(lat ?? Number.NaN), Number(lon ?? Number.NaN)];
  return Number.isFinite(x) && Number.isFinite(y) ? [x, y] : null;
}
