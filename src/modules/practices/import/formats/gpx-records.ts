import type { Cells } from '../recognise-columns.ts';
import { geometryColumns, knownOfFeatures } from './feature-cells.ts';
import type { KnownColumns } from './source-table.ts';
import type { XmlRecords } from './read-xml-text.server.ts';

/** Parts of a waypoint that are texts (GPX 1.1, `wptType`), with what they hold; `url` is of GPX 1.0. */
const known: KnownColumns = {
  name: 'title',
  desc: 'description',
  cmt: 'description',
  type: 'themes',
  link: 'website',
  url: 'website',
  src: 'source',
};

/** Waypoints of a GPX. Routes and tracks are ways that someone went, not places. */
export function createGpxRecords(): XmlRecords {
  const rows: Cells[] = [];
  const headers = new Set<string>([geometryColumns.x, geometryColumns.y]);
  const path: string[] = [];
  let cells = new Map<string, string>();
  let text = '';
  let [sourceName, licence] = ['', ''];

  function set(name: string, cell: string): void {
    if (cell.trim() === '' || cells.has(name)) return;
    headers.add(name);
    cells.set(name, cell.trim());
  }

  return {
    reader: {
      open(name, attributes) {
        path.push(name);
        text = '';
        if (name === 'wpt') {
          cells = new Map();
          set(geometryColumns.x, attributes['lon'] ?? '');
          set(geometryColumns.y, attributes['lat'] ?? '');
        } else if (name === 'link' && path.includes('wpt')) set('link', attributes['href'] ?? '');
      },
      text(part) {
        text += part;
      },
      close(name) {
        path.pop();
        const parent = path.at(-1) ?? '';
        if (name === 'wpt') rows.push(Object.fromEntries(cells));
        else if (parent === 'wpt' || path.includes('extensions')) set(name, path.includes('wpt') ? text : '');
        else if (name === 'name' && parent === 'metadata') sourceName = text.trim();
        else if (name === 'license' && parent === 'copyright') licence = text.trim();
        text = '';
      },
    },
    held: () => {
      const said = Object.entries(known).filter(([header]) => headers.has(header));
      const shown = Object.fromEntries(said);
      return {
        headers: [...headers],
        known: { ...knownOfFeatures, ...shown },
        rows,
        sourceName,
        licence,
        warnings: [],
      };
    },
  };
}
