import { makeOds, odsTable } from '#kernel/testing/make-ods.server.ts';
import { makeWorkbook } from '#kernel/testing/make-workbook.server.ts';
import type { ImportFormat } from '#modules/practices/index.ts';

/** A made-up practice, by the columns of its CSV. */
export type MadeUpPractice = Readonly<Record<string, string>>;

type Writer = (practices: readonly MadeUpPractice[], csv: string) => string | Promise<Buffer>;

/** The same practices as each format has them; the archive of a territory is measured apart. */
export const writers: Readonly<Record<Exclude<ImportFormat, 'entrelacs'>, Writer>> = {
  csv: (_, csv) => csv,
  xlsx: (practices) => makeWorkbook([{ name: 'Lieux', rows: rowsOf(practices) }]),
  ods: (practices) => makeOds(odsTable('Lieux', rowsOf(practices))),
  geojson: (practices) => JSON.stringify({ type: 'FeatureCollection', features: practices.map(featureOf) }),
  json: (practices) => JSON.stringify({ data: practices }),
  umap: (practices) => {
    const layers = [{ _umap_options: { name: 'Lieux' }, features: practices.map(featureOf) }];
    const properties = { name: 'Lieux' };
    return JSON.stringify({ type: 'umap', uri: 'https://exemple.org', properties, layers });
  },
  html: (practices) => `<table>${rowsOf(practices).map(tableRow).join('')}</table>`,
  kml: (practices) =>
    `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>${practices.map(placemarkOf).join('')}</Document></kml>`,
  gpx: (practices) =>
    `<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">${practices.map(waypointOf).join('')}</gpx>`,
  osm: (practices) => `<?xml version="1.0"?><osm version="0.6">${practices.map(nodeOfMap).join('')}</osm>`,
  'yeswiki-json': (practices) =>
    JSON.stringify(
      Object.fromEntries(practices.map((practice) => [practice['id'] ?? '', entryOf(practice)])),
    ),
  'yeswiki-csv': (_, csv) =>
    csv
      .split('\n')
      .map((line, place) => (place === 0 ? `datetime_create,datetime_latest,${line}` : line && `,,${line}`))
      .join('\n'),
  gogocarto: (practices) => JSON.stringify({ ontology: 'gogofull', data: practices.map(elementOf) }),
  smw: (practices) => {
    const results = practices.map((practice) => ({ [practice['titre'] ?? '']: pageOf(practice) }));
    return JSON.stringify({ query: { printrequests, results } });
  },
  rdf: (practices) => practices.flatMap(statementsOf).join('\n'),
  jsonld: (practices) =>
    JSON.stringify({ '@context': 'https://schema.org/', '@graph': practices.map(nodeOf) }),
};

function rowsOf(practices: readonly MadeUpPractice[]): string[][] {
  return [Object.keys(practices[0] ?? {}), ...practices.map((one) => Object.values(one))];
}

function tableRow(cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

/** None of the texts holds a sign that XML would take for its own. */
function placemarkOf({ id, titre, description, longitude, latitude }: MadeUpPractice): string {
  return `<Placemark id="${id}"><name>${titre}</name><description>${description}</description><Point><coordinates>${longitude},${latitude}</coordinates></Point></Placemark>`;
}

function waypointOf({ titre, description, longitude, latitude }: MadeUpPractice): string {
  return `<wpt lat="${latitude}" lon="${longitude}"><name>${titre}</name><desc>${description}</desc></wpt>`;
}

function nodeOfMap(
  { titre, description, commune, longitude, latitude }: MadeUpPractice,
  place: number,
): string {
  const tags = Object.entries({ name: titre, description, 'addr:city': commune, shop: 'charity' });
  const said = tags.map(([key, value]) => `<tag k="${key}" v="${value}"/>`).join('');
  return `<node id="${place + 1}" lat="${latitude}" lon="${longitude}">${said}</node>`;
}

function featureOf({ latitude, longitude, ...properties }: MadeUpPractice) {
  return {
    type: 'Feature',
    properties,
    geometry: { type: 'Point', coordinates: [Number(longitude), Number(latitude)] },
  };
}

function entryOf({ id, titre, description, commune, latitude, longitude, site }: MadeUpPractice) {
  return {
    id_fiche: id,
    id_typeannonce: '5',
    bf_titre: titre,
    bf_description: description,
    bf_ville: commune,
    bf_latitude: latitude,
    bf_longitude: longitude,
    bf_site_internet: site,
    statut_fiche: '1',
  };
}

function elementOf({ id, titre, latitude, longitude, commune, description }: MadeUpPractice) {
  return {
    id,
    name: titre,
    geo: { latitude, longitude },
    address: { addressLocality: commune },
    description,
  };
}

const printrequests = [
  { label: '', typeid: '_wpg', mode: 2 },
  { label: 'Coordonnées', typeid: '_geo', mode: 1 },
  { label: 'Commune', typeid: '_txt', mode: 1 },
  { label: 'Description', typeid: '_txt', mode: 1 },
  { label: 'Site', typeid: '_uri', mode: 1 },
];

function pageOf({ titre, latitude, longitude, commune, description, site }: MadeUpPractice) {
  return {
    fulltext: titre,
    fullurl: `https://wiki.exemple.org/wiki/${encodeURIComponent(titre ?? '')}`,
    namespace: 0,
    displaytitle: '',
    printouts: {
      Coordonnées: [{ lat: Number(latitude), lon: Number(longitude) }],
      Commune: [commune],
      Description: [description],
      Site: [site],
    },
  };
}

function nodeOf({ titre, description, latitude, longitude, commune, mots_cles, site }: MadeUpPractice) {
  return {
    '@id': site,
    '@type': 'Place',
    name: titre,
    description,
    geo: { '@type': 'GeoCoordinates', latitude: Number(latitude), longitude: Number(longitude) },
    address: { '@type': 'PostalAddress', addressLocality: commune },
    keywords: mots_cles?.split(', '),
    url: site,
  };
}

/** N-Triples. */
function statementsOf({ titre, description, latitude, longitude, commune, site }: MadeUpPractice): string[] {
  const says = { name: titre, description, latitude, longitude, addressLocality: commune };
  return [
    `<${site}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://schema.org/Place> .`,
    ...Object.entries(says).map(
      ([name, value]) => `<${site}> <https://schema.org/${name}> ${JSON.stringify(value)} .`,
    ),
  ];
}
