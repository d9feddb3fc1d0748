import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { writeCsv } from '#kernel/tabular/write-csv.server.ts';
import { filesOf, readTopics } from '#modules/records/index.server.ts';
import { prepareFilters } from './list-practices.server.ts';
import type { PracticeFilters } from './practice-filters.ts';
import { selectPractices } from './practice-list-store.server.ts';
import { type PublicPractice, toPublicPractice } from './public-practice.ts';

/** Read at a time, so that a hundred thousand practices never stand in memory together. */
const batchSize = 500;

/** Every practice the actor may see that the filters keep, in a stable order. */
async function* exportPractices(context: Context, given: PracticeFilters): AsyncGenerator<PublicPractice> {
  const { filters, search } = await prepareFilters(context, given);
  const topics = await readTopics(context);
  let afterId: Id | null = null;
  for (;;) {
    const batch = await selectPractices(context, { filters, search, afterId, limit: batchSize });
    const files = await filesOf(
      context,
      batch.map(({ record }) => record.id),
    );
    for (const practice of batch) {
      const own = files.get(practice.record.id) ?? [];
      yield toPublicPractice(practice, { origin: context.origin, topics, files: own });
    }
    if (batch.length < batchSize) return;
    afterId = batch.at(-1)?.record.id ?? null;
  }
}

const columns = [
  'id',
  'url',
  'title',
  'pitch',
  'description',
  'purpose',
  'status',
  'state',
  'sector',
  'legal_status',
  'commune_code',
  'commune',
  'place',
  'lat',
  'lng',
  'since',
  'carriers',
  'website',
  'count',
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
  'created_at',
  'updated_at',
  'confirmed_on',
] as const satisfies (keyof PublicPractice)[];

/** RFC 4180, in pieces. */
export function exportCsv(context: Context, filters: PracticeFilters): AsyncGenerator<string> {
  return writeCsv(columns, rows(exportPractices(context, filters)));
}

/** Pictures and documents do not fit in cells: the API tells them. */
async function* rows(practices: AsyncIterable<PublicPractice>) {
  for await (const { pictures: _pictures, documents: _documents, ...practice } of practices) {
    yield {
      ...practice,
      // Names may hold commas; keywords may not.
      themes: practice.themes.join('; '),
      challenges: practice.challenges.join('; '),
      communities: practice.communities.join('; '),
      co_authors: practice.co_authors.join('; '),
      tags: practice.tags.join(', '),
    };
  }
}

/** A GeoJSON FeatureCollection (RFC 7946), in pieces; a practice without a point has a null geometry. */
export async function* exportGeojson(context: Context, filters: PracticeFilters): AsyncGenerator<string> {
  yield '{"type":"FeatureCollection","features":[';
  let separator = '';
  for await (const { id, lat, lng, ...properties } of exportPractices(context, filters)) {
    const geometry = lat === null || lng === null ? null : { type: 'Point', coordinates: [lng, lat] };
    yield `${separator}\n${JSON.stringify({ type: 'Feature', id, geometry, properties })}`;
    separator = ',';
  }
  yield '\n]}\n';
}
