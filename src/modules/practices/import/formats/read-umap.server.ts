import type { Json } from '#kernel/json.ts';
import type { JsonPath } from '#kernel/tabular/json-splitter.ts';
import type { ImportWarning } from '../import-codes.ts';
import { cellsOfFeature, knownOfFeatures } from './feature-cells.ts';
import { isObject } from './flatten-json.ts';
import { type JsonFormat, type RecordCells, readJsonTable } from './json-table.server.ts';
import { isFeature } from './read-geojson.server.ts';
import { saidOfItself } from './said-of-itself.ts';
import type { ReadSource } from './source-table.ts';
import { addressIn, firstLink, wikiToMarkdown } from './wiki-text.ts';

/** A map of uMap with its layers, as « Télécharger une sauvegarde » gives it. */
export const readUmap: ReadSource = (file, options) => readJsonTable(file, options, umap);

const columns = { layer: 'layer', link: 'description.link', address: 'description.address' } as const;

type About = ReadonlyMap<string, string>;

const umap: JsonFormat = {
  format: 'umap',
  takes: isFeature,
  cellsOf(feature, path, about) {
    const read = cellsOfFeature(withoutOptions(feature));
    if (!read) return null;
    const layer = layerOf(path, about);
    if (layer) read.cells.set(columns.layer, layer);
    return readDescription(read);
  },
  describe(about, headers) {
    const { sourceName, licence } = saidOfItself(about);
    return {
      sourceName: about.get('properties.name') ?? sourceName,
      licence: about.get('properties.licence.name') ?? licence,
      known: {
        ...knownOfFeatures,
        [columns.layer]: 'themes',
        [columns.link]: 'website',
        // A column of addresses, where there is one, is surer than lines of a text.
        ...(!headers.some((header) => /^adresse/i.test(header)) && { [columns.address]: 'address' }),
      },
      warnings: distantLayers(about),
    };
  },
};

/** How a marker looks says nothing of the place. */
function withoutOptions(feature: Json): Json {
  if (!isObject(feature) || !isObject(feature['properties'])) return feature;
  const { _umap_options: _, _storage_options: __, _storage: ___, ...properties } = feature['properties'];
  return { ...feature, properties };
}

function layerOf(path: JsonPath, about: About): string {
  const layer = path.slice(0, 2).join('.');
  const names = ['_umap_options.name', '_storage.name', 'properties.name', 'name'].map((name) =>
    about.get(`${layer}.${name}`),
  );
  return names.find(Boolean) ?? '';
}

function readDescription(read: NonNullable<RecordCells>): RecordCells {
  const { cells } = read;
  const text = cells.get('description') ?? '';
  const [address, website] = [addressIn(text), firstLink(text)];
  if (address) cells.set(columns.address, address);
  if (website) cells.set(columns.link, website);
  if (text) cells.set('description', wikiToMarkdown(text));
  return read;
}

/** Layers whose places uMap fetches from elsewhere each time: the file only has their address. */
function distantLayers(about: About): ImportWarning[] {
  return [...about].flatMap(([key, url]): ImportWarning[] => {
    const layer = /^(layers\.\d+)\.(?:_umap_options|_storage)\.remoteData\.url$/.exec(key)?.[1];
    if (!layer || url === '') return [];
    const name = about.get(`${layer}._umap_options.name`) ?? about.get(`${layer}._storage.name`) ?? '';
    return [{ field: null, code: 'distant-layer', params: { name, value: url } }];
  });
}
