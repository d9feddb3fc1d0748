import type { Context } from '#kernel/context.ts';
import { played } from '#kernel/demonstration.ts';
import { writeCsv } from '#kernel/tabular/write-csv.server.ts';
import { importPractices } from '#modules/practices/index.server.ts';
import { findByOrigin } from '#modules/records/index.server.ts';
import type { DemoPractice, DemoSource } from './demo-shapes.ts';
import type { NamedTopics } from './shipped-topics.server.ts';
import { type Named, type Step, known } from './play-steps.ts';
import { placesOf } from './places-of-practice.server.ts';
import { stateAfter } from './practice-steps.server.ts';

/** Inventories of others, each brought in as a file on its day, through the import that people use. */
export function importSteps(
  practices: readonly DemoPractice[],
  { sources, topics, ids }: { sources: ReadonlyMap<string, DemoSource>; topics: NamedTopics; ids: Named },
): Step[] {
  return [...sources.values()].flatMap((source) => {
    if (!source.imported) return [];
    const { file, on, by } = source.imported;
    const itsOwn = practices.filter((practice) => practice.source === source.id);
    return [{ on, by, play: (inside: Context) => importFile(inside, { file, source, itsOwn, topics, ids }) }];
  });
}

interface Import {
  file: string;
  source: DemoSource;
  itsOwn: readonly DemoPractice[];
  topics: NamedTopics;
  ids: Named;
}

async function importFile(context: Context, { file, source, itsOwn, topics, ids }: Import): Promise<void> {
  const rows = await Promise.all(itsOwn.map((practice) => rowOf(stateAfter(practice, 0), source, topics)));
  const [first = {}] = rows;
  const bytes = Buffer.from((await Array.fromAsync(writeCsv(Object.keys(first), rows))).join(''));
  async function* open() {
    yield bytes;
  }
  const { report } = played(
    await importPractices(context, {
      open,
      fileName: file,
      fileSize: bytes.length,
      dryRun: false,
    }),
  );
  if (report.created !== itsOwn.length) throw new Error(`${file} of the demonstration was not read whole`);
  const origins = itsOwn.map(({ id }) => ({ sourceName: source.name, sourceRecordId: id, fingerprint: '' }));
  for (const { index, id } of await findByOrigin(context, 'practice', origins)) {
    ids.set(itsOwn[index]?.id ?? '', id);
  }
}

/** A row of a file as Entrelacs exports it. */
async function rowOf(practice: DemoPractice, source: DemoSource, topics: NamedTopics) {
  const named = (ids: readonly string[]) => ids.map((id) => known(topics, id).name).join('; ');
  const places = await placesOf(practice);
  return {
    id: '',
    title: practice.title,
    pitch: practice.pitch,
    description: practice.description,
    purpose: practice.purpose,
    status: practice.status,
    sector: practice.sector,
    legal_status: practice.legalStatus,
    reach: places.reach,
    commune_code: places.communeCode,
    commune: places.communeName,
    epci_code: places.epciCode,
    epci: places.epciName,
    place: practice.place,
    lat: places.lat,
    lng: places.lng,
    since: practice.since,
    carriers: practice.carriers,
    website: practice.website,
    count: practice.count,
    themes: named(practice.themes),
    challenges: named(practice.challenges),
    communities: named(practice.communities),
    tags: practice.tags.join(', '),
    chat: practice.chat,
    co_authors: practice.with.join('; '),
    language: practice.language,
    licence: source.licence,
    source: source.name,
    source_url: source.url,
    source_id: practice.id,
    confirmed_on: practice.confirmed,
  };
}
