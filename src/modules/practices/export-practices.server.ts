import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { writeCsv } from '#kernel/tabular/write-csv.server.ts';
import { type SourceCredit, SourceCounter } from './count-sources.ts';
import { ownName, publicFields } from './fields/own-field.ts';
import { readOwnForm } from './fields/read-own-form.server.ts';
import { prepareFilters } from './list-practices.server.ts';
import type { PracticeFilters } from './practice-filters.ts';
import { openDataCells } from './practice-cells.ts';
import { publicNames } from './practice-fields.ts';
import { selectPractices } from './practice-list-store.server.ts';
import { jsonldContext, licenceNode, practiceNode } from './practice-jsonld.ts';
import type { PublicPractice } from './public-practice.ts';
import { publicPractices } from './public-practices.server.ts';

/** Read at a time, so that a hundred thousand practices never stand in memory together. */
const batchSize = 500;

/** Which practices an export holds: those that the filters keep, or `among` them these very ones. */
export type ExportFilters = PracticeFilters & { among?: readonly Id[] };

/** Every practice the actor may see that the filters keep, in a stable order. */
async function* exportPractices(
  context: Context,
  { among, ...given }: ExportFilters,
): AsyncGenerator<PublicPractice> {
  const { filters: prepared, search } = await prepareFilters(context, given);
  const filters = { ...prepared, among };
  let afterId: Id | null = null;
  for (;;) {
    const batch = await selectPractices(context, { filters, search, afterId, limit: batchSize });
    yield* await publicPractices(context, batch);
    if (batch.length < batchSize) return;
    afterId = batch.at(-1)?.record.id ?? null;
  }
}

const columns: readonly (keyof PublicPractice)[] = [
  'id',
  'url',
  'title',
  'pitch',
  'description',
  ...publicNames,
  'state',
  'themes',
  'challenges',
  'communities',
  'tags',
  'chat',
  'co_authors',
  'language',
  'licence',
  'source',
  'source_url',
  'source_id',
  'source_credit',
  'source_site',
  'source_seen_on',
  'merged',
  'created_at',
  'updated_at',
  'confirmed_on',
];

/** RFC 4180, in pieces; a column `field.<key>` for each public field that the territory added. */
export async function* exportCsv(context: Context, filters: ExportFilters): AsyncGenerator<string> {
  const own = publicFields(await readOwnForm(context)).map(ownName);
  yield* writeCsv([...columns, ...own], rows(exportPractices(context, filters)));
}

async function* rows(practices: AsyncIterable<PublicPractice>) {
  for await (const practice of practices) yield openDataCells({ ...practice });
}

/**
 * A GeoJSON FeatureCollection (RFC 7946), in pieces: an area is drawn, and its point stands among the properties; a practice
 * without either has a null geometry. After the features, the member `sources` says whom to credit.
 */
export async function* exportGeojson(context: Context, filters: ExportFilters): AsyncGenerator<string> {
  const sources = new SourceCounter();
  yield '{"type":"FeatureCollection","features":[';
  let separator = '';
  for await (const practice of exportPractices(context, filters)) {
    sources.add(practice);
    const { id, area, lat, lng, ...rest } = practice;
    const point = lat === null || lng === null ? null : { type: 'Point', coordinates: [lng, lat] };
    const properties = area ? { ...rest, lat, lng } : rest;
    const feature = { type: 'Feature', id, geometry: area ?? point, properties };
    yield `${separator}
${JSON.stringify(feature)}`;
    separator = ',';
  }
  yield `\n],"sources":${JSON.stringify(sources.credits())}}\n`;
}

/**
 * JSON-LD 1.1, in pieces: schema.org and PAIR, without any context to fetch. The last node describes the whole, with the
 * sources to credit.
 */
export async function* exportJsonld(context: Context, filters: ExportFilters): AsyncGenerator<string> {
  const { origin } = context;
  const sources = new SourceCounter();
  yield `{"@context":${JSON.stringify(jsonldContext)},"@graph":[`;
  for await (const practice of exportPractices(context, filters)) {
    sources.add(practice);
    yield `\n${JSON.stringify(practiceNode(practice, origin))},`;
  }
  yield `\n${JSON.stringify(datasetNode(sources.credits(), origin))}]}\n`;
}

function datasetNode(credits: readonly SourceCredit[], origin: string) {
  return {
    '@id': `${origin}/donnees`,
    '@type': 'Dataset',
    url: `${origin}/donnees`,
    isAccessibleForFree: true,
    isBasedOn: credits.map(({ source, licence, credit, count }) => ({
      '@type': 'Dataset',
      name: source || origin,
      license: licenceNode(licence),
      ...(credit && { creditText: credit }),
      size: `${count}`,
    })),
  };
}
