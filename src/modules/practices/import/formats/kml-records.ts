import type { TagReader } from '#kernel/tabular/xml-tags.server.ts';
import type { ImportWarning } from '../import-codes.ts';
import type { Cells } from '../recognise-columns.ts';
import { knownOfFeatures, placeInto } from './feature-cells.ts';
import type { Geometry } from './geometry.ts';
import type { HeldRows } from './held-table.ts';
import type { XmlRecords } from './read-xml-text.server.ts';

const columns = { layer: 'layer', link: 'link' } as const;

/** Parts of a placemark that are texts (KML 2.3, OGC 12-007r2, 9.1.3). */
const texts = new Set(['name', 'description', 'address', 'phoneNumber', 'Snippet', 'snippet']);
const containers = new Set(['Folder', 'Document']);

/** Geometries by the element around their positions; the first ones say best where a placemark is. */
const kinds = ['Point', 'LinearRing', 'LineString'] as const;

interface Drawn {
  kind: (typeof kinds)[number];
  positions: number[][];
  /** It is a hole in the surface drawn before. */
  isHole: boolean;
}

interface Placemark {
  cells: Map<string, string>;
  drawn: Drawn[];
}

/** Placemarks of a KML: each folder is a theme; what a placemark adds of its own keeps its name. */
export class KmlRecords implements XmlRecords {
  readonly #rows: Cells[] = [];
  readonly #remarks = new Map<Cells, ImportWarning[]>();
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
      remarks: this.#remarks,
      sourceName: this.#sourceName,
      warnings: this.#warnings,
    };
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#path.push(name);
    this.#text = '';
    if (containers.has(name)) this.#folders.push({ isFolder: name === 'Folder', name: '' });
    else if (name === 'Placemark') this.#placemark = { cells: new Map(), drawn: [] };
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
    else if (name === 'coordinates') {
      placemark.drawn.push(drawnIn(parent, text, this.#path.includes('innerBoundaryIs')));
    }
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
    const { cells, drawn } = this.#placemark ?? { cells: new Map<string, string>(), drawn: [] };
    const warnings = drawn.length > 0 ? placeInto(cells, geometryOf(drawn)) : [];
    for (const name of Object.keys(knownOfFeatures)) if (cells.has(name)) this.#headers.add(name);
    const row = Object.fromEntries(cells);
    this.#rows.push(row);
    if (warnings.length > 0) this.#remarks.set(row, warnings);
    this.#placemark = null;
  }
}

/** `-2.08,47.65,0 -2.07,47.66,0`: longitude, latitude and perhaps a height; blanks part positions. */
function drawnIn(parent: string, text: string, isHole: boolean): Drawn {
  const kind = kinds.find((one) => one === parent) ?? 'Point';
  const positions = text.split(/\s+/);
  return { kind, isHole, positions: positions.map((one) => one.split(',').map(Number)) };
}

/** Everything that a placemark draws, as GeoJSON. */
function geometryOf(drawn: readonly Drawn[]): Geometry {
  const polygons: number[][][][] = [];
  for (const { positions, isHole } of drawn.filter(({ kind }) => kind === 'LinearRing')) {
    if (isHole) polygons.at(-1)?.push(positions);
    else polygons.push([positions]);
  }
  const of = (kind: Drawn['kind']) =>
    drawn.filter((one) => one.kind === kind).map(({ positions }) => positions);
  const geometries = [
    ...of('Point').map(([coordinates = []]) => ({ type: 'Point', coordinates })),
    ...polygons.map((coordinates) => ({ type: 'Polygon', coordinates })),
    ...of('LineString').map((coordinates) => ({ type: 'LineString', coordinates })),
  ];
  return { type: 'GeometryCollection', geometries };
}
