import type { TagReader } from '#kernel/tabular/xml-tags.server.ts';
import type { ImportWarning } from '../import-codes.ts';
import type { Cells } from '../recognise-columns.ts';
import { geometryColumns, knownOfFeatures } from './feature-cells.ts';
import { representativePoint } from './geometry.ts';
import type { HeldRows } from './held-table.ts';
import type { XmlRecords } from './read-xml-text.server.ts';

const columns = { layer: 'layer', link: 'link' } as const;

/** Parts of a placemark that are texts (KML 2.3, OGC 12-007r2, 9.1.3). */
const texts = new Set(['name', 'description', 'address', 'phoneNumber', 'Snippet', 'snippet']);
const containers = new Set(['Folder', 'Document']);

interface Line {
  kind: 'Point' | 'LineString' | 'LinearRing';
  positions: number[][];
}

interface Placemark {
  cells: Map<string, string>;
  lines: Line[];
}

/** Placemarks of a KML: each folder is a theme; what a placemark adds of its own keeps its name. */
export class KmlRecords implements XmlRecords {
  readonly #rows: Cells[] = [];
  readonly #headers = new Set<string>();
  readonly #warnings: ImportWarning[] = [];
  /** Elements that are open, and the folders and documents among them, each with its name. */
  readonly #path: string[] = [];
  readonly #folders: { isFolder: boolean; name: string }[] = [];
  #sourceName = '';
  #placemark: Placemark | null = null;
  /** Name of the value of a placemark's own that is being read. */
  #ownName = '';
  #text = '';
  #distant = { name: '', address: '' };

  readonly reader: TagReader = {
    open: (name, attributes) => this.#open(name, attributes),
    close: (name) => this.#close(name),
    text: (part) => {
      this.#text += part;
    },
  };

  held(): HeldRows {
    return {
      headers: [...this.#headers],
      known: {
        ...knownOfFeatures,
        name: 'title',
        description: 'description',
        phoneNumber: 'phone',
        [columns.layer]: 'themes',
        [columns.link]: 'website',
      },
      rows: this.#rows,
      sourceName: this.#sourceName,
      warnings: this.#warnings,
    };
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#path.push(name);
    this.#text = '';
    if (containers.has(name)) this.#folders.push({ isFolder: name === 'Folder', name: '' });
    else if (name === 'Placemark') this.#placemark = { cells: new Map(), lines: [] };
    else if (name === 'NetworkLink') this.#distant = { name: '', address: '' };
    else if (name === 'Data' || name === 'SimpleData') this.#ownName = attributes['name'] ?? '';
    else if (name === 'link') this.#set(columns.link, attributes['href'] ?? '');
  }

  #close(name: string): void {
    this.#path.pop();
    const text = this.#text.trim();
    this.#text = '';
    if (containers.has(name)) this.#folders.pop();
    else if (name === 'Placemark') this.#endPlacemark();
    else if (name === 'NetworkLink') this.#tellDistant();
    else if (this.#placemark) this.#closeInPlacemark(this.#placemark, name, text);
    else if (this.#path.includes('NetworkLink')) this.#noteDistant(name, text);
    else if (name === 'name' && containers.has(this.#path.at(-1) ?? '')) this.#nameFolder(text);
  }

  #closeInPlacemark(placemark: Placemark, name: string, text: string): void {
    const parent = this.#path.at(-1) ?? '';
    if (parent === 'Placemark' && texts.has(name)) this.#set(name, text);
    else if (name === 'SimpleData' || (name === 'value' && parent === 'Data')) this.#set(this.#ownName, text);
    else if (name === 'coordinates' && !this.#path.includes('innerBoundaryIs'))
      placemark.lines.push(lineOf(parent, text));
  }

  #set(name: string, cell: string): void {
    if (!this.#placemark || cell === '' || name.trim() === '') return;
    this.#headers.add(name);
    this.#placemark.cells.set(name, cell);
  }

  #nameFolder(name: string): void {
    const folder = this.#folders.at(-1);
    if (folder) folder.name = name;
    if (folder?.isFolder === false) this.#sourceName ||= name;
  }

  #noteDistant(name: string, text: string): void {
    if (name === 'name') this.#distant.name = text;
    if (name === 'href') this.#distant.address = text;
  }

  #tellDistant(): void {
    const { name, address } = this.#distant;
    if (address === '') return;
    this.#warnings.push({ field: null, code: 'distant-layer', params: { name, value: address } });
  }

  #endPlacemark(): void {
    this.#set(
      columns.layer,
      this.#folders.findLast(({ isFolder, name }) => isFolder && name !== '')?.name ?? '',
    );
    const point = pointOf(this.#placemark?.lines ?? []);
    if (point) {
      this.#set(geometryColumns.x, String(point.x));
      this.#set(geometryColumns.y, String(point.y));
    }
    this.#rows.push(Object.fromEntries(this.#placemark?.cells ?? []));
    this.#placemark = null;
  }
}

/** `-2.08,47.65,0 -2.07,47.66,0`: longitude, latitude and perhaps a height; blanks part positions. */
function lineOf(parent: string, text: string): Line {
  const kind = parent === 'LineString' || parent === 'LinearRing' ? parent : 'Point';
  const positions = text.trim().split(/\s+/);
  return { kind, positions: positions.map((one) => one.split(',').map(Number)) };
}

/** A point of the placemark says best where it is, then its first surface, then its first line. */
function pointOf(lines: readonly Line[]): { x: number; y: number } | null {
  const find = (kind: Line['kind']) => lines.find((line) => line.kind === kind)?.positions;
  const [point] = find('Point') ?? [];
  if (point) return representativePoint({ type: 'Point', coordinates: point });
  const ring = find('LinearRing');
  if (ring) return representativePoint({ type: 'Polygon', coordinates: [ring] });
  const line = find('LineString');
  return line ? representativePoint({ type: 'LineString', coordinates: line }) : null;
}
