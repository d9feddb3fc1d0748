import type { Context } from '#kernel/context.ts';
import { played } from '#kernel/demonstration.ts';
import type { Id } from '#kernel/ids.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { type FormValues, type PracticeDetails, emptyDetails, formOf } from '#modules/practices/index.ts';
import {
  createPractice,
  editPractice,
  findPractice,
  undoPracticeChange,
} from '#modules/practices/index.server.ts';
import { type RecordFields, newRecordFields } from '#modules/records/index.ts';
import { seedLinks } from '#modules/records/index.server.ts';
import { commentSteps } from './comment-steps.server.ts';
import type { DemoPractice, DemoSource } from './demo-shapes.ts';
import { latestEntry } from './latest-entry.server.ts';
import { pictureSteps } from './picture-steps.server.ts';
import { placesOf } from './places-of-practice.server.ts';
import type { NamedTopics } from './shipped-topics.server.ts';
import { type Named, type Step, known } from './play-steps.ts';

/** What people wrote, changed, undid, linked and said of the practices; files are imported by `importSteps`. */
export function practiceSteps(
  practices: readonly DemoPractice[],
  { sources, topics, ids }: { sources: ReadonlyMap<string, DemoSource>; topics: NamedTopics; ids: Named },
): Step[] {
  return practices.flatMap((practice) => {
    const idOf = () => known(ids, practice.id);
    return [
      ...additionOf(practice, { source: known(sources, practice.source), topics, ids }),
      ...changesOf(practice, idOf),
      ...linksOf(practice, ids),
      ...commentSteps(practice.comments, idOf),
      ...pictureSteps(practice.pictures, idOf),
    ];
  });
}

/** The practice as it stood after so many of its changes: each says what was there before it. */
export function stateAfter(practice: DemoPractice, changes: number): DemoPractice {
  return practice.changes
    .slice(changes)
    .reduceRight<DemoPractice>(
      (later, change) => ('was' in change ? { ...later, ...change.was } : later),
      practice,
    );
}

function additionOf(
  practice: DemoPractice,
  { source, topics, ids }: { source: DemoSource; topics: NamedTopics; ids: Named },
): Step[] {
  const { added } = practice;
  if (!added) return [];
  const play = async (inside: Context) => {
    const { id } = await createPractice(inside, await toStore(stateAfter(practice, 0), source, topics));
    ids.set(practice.id, id);
  };
  return [{ ...added, play }];
}

async function toStore(
  practice: DemoPractice,
  source: DemoSource,
  topics: NamedTopics,
): Promise<{ fields: RecordFields; details: PracticeDetails }> {
  return {
    fields: {
      ...newRecordFields,
      title: practice.title,
      pitch: practice.pitch,
      body: parseMarkdown(practice.description),
      language: practice.language,
      licence: source.licence,
      tags: practice.tags,
      topicIds: [...practice.themes, ...practice.challenges, ...practice.communities].map(
        (topic) => known(topics, topic).id,
      ),
      chatUrl: practice.chat ?? '',
      coAuthors: practice.with,
      sourceName: source.name,
      sourceUrl: source.url ?? '',
      sourceRecordId: practice.id,
      confirmedOn: practice.confirmed ?? null,
    },
    details: {
      ...emptyDetails,
      purpose: practice.purpose,
      status: practice.status,
      sector: practice.sector,
      legalStatus: practice.legalStatus,
      milieu: practice.milieu ?? null,
      digital: practice.digital ?? null,
      ...(await placesOf(practice)),
      pointIsDoubtful: practice.doubtful,
      place: practice.place,
      since: practice.since ?? '',
      carriers: practice.carriers,
      partners: practice.partners,
      links: practice.links,
      website: practice.website ?? '',
      count: practice.count,
      fields: practice.own,
    },
  };
}

type Some = Extract<DemoPractice['changes'][number], { was: unknown }>['was'];

/** What was tried is undone by someone, some time later. */
function changesOf(practice: DemoPractice, idOf: () => Id): Step[] {
  return practice.changes.flatMap((change, place): Step[] => {
    const { on, by } = change;
    if ('was' in change) {
      const to = namesIn(stateAfter(practice, place + 1), change.was);
      return [{ on, by, play: (inside) => rewrite(inside, idOf(), to) }];
    }
    return [
      { on, by, play: (inside) => rewrite(inside, idOf(), change.tried) },
      { ...change.undone, play: (inside) => undoLatest(inside, idOf()) },
    ];
  });
}

/** The fields of a practice that some fields name. */
function namesIn(practice: DemoPractice, some: Some): Some {
  const names = Object.keys(some) as (keyof Some)[];
  return Object.fromEntries(names.map((name) => [name, practice[name]]));
}

async function rewrite(context: Context, recordId: Id, to: Some): Promise<void> {
  const current = await findPractice(context, { id: recordId });
  if (!current) throw new Error('A practice of the demonstration is not there any more');
  const { tags, count, ...texts } = to;
  const input: FormValues = {
    ...formOf(current),
    ...texts,
    ...(tags && { tags: tags.join(', ') }),
    ...(count !== undefined && { count: String(count) }),
  };
  played(await editPractice(context, { recordId, version: current.record.version, input }));
}

async function undoLatest(context: Context, recordId: Id): Promise<void> {
  const entryId = await latestEntry(context, recordId);
  played(await undoPracticeChange(context, { recordId, entryId }));
}

function linksOf({ id, comesFrom }: DemoPractice, ids: Named): Step[] {
  if (!comesFrom) return [];
  const { on, by, practice } = comesFrom;
  const play = async (inside: Context) => {
    const toId = known(ids, practice);
    await seedLinks(inside, { id: known(ids, id), kind: 'practice' }, [{ toId, type: 'follows-from' }]);
  };
  return [{ on, by, play }];
}
