import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { storableLine } from '#kernel/storable-text.ts';
import { readActionQuery } from '#modules/action-plans/index.ts';
import { newestActions } from '#modules/action-plans/index.server.ts';
import { listConsultations, listDecisions } from '#modules/deliberation/index.server.ts';
import { listEvaluations } from '#modules/evaluation/index.server.ts';
import { entriesByFamily, readLeverFilters } from '#modules/knowledge/index.ts';
import { listLevers, shippedKnowledge } from '#modules/knowledge/index.server.ts';
import { understoodQuery } from '#modules/practices/index.ts';
import { newestPractices, readSeenForm } from '#modules/practices/index.server.ts';
import {
  type Kind,
  type RecordCore,
  type TopicKind,
  readAskedTopics,
  topicPaths,
} from '#modules/records/index.ts';
import { idsAbout, newestPages, selectNewestAbout } from '#modules/records/index.server.ts';
import { kindAt } from './news.ts';
import { readableRecords } from './tell-news.server.ts';
import { type ListName, listNameIn } from './list-name.ts';

/** Which records of a list are asked for. */
export interface ListWindow {
  /** Only some of these very records. */
  among?: readonly Id[] | undefined;
  limit: number;
}

/**
 * The records of a list that the actor may see, latest change first, as its address filters them. What is no filter of
 * that list is left aside, as its page does.
 *
 * @param address as `listAddress` gives it: `/pratiques?theme=jardins`
 */
export async function recordsOfList(
  context: Context,
  address: string,
  window: ListWindow,
): Promise<RecordCore[]> {
  const name = listNameIn(address);
  if (!name) return [];
  const found = await readList(context, name, window);
  const readable = await readableRecords(
    context,
    found.map(({ id }) => id),
  );
  return found.filter(({ id }) => readable.has(id));
}

function readList(context: Context, { path, params }: ListName, window: ListWindow): Promise<RecordCore[]> {
  switch (path) {
    case '/pratiques':
      return readSeenForm(context)
        .then((form) => newestPractices(context, understoodQuery(params, form).query.filters, window))
        .then(recordsIn);
    case '/leviers':
      return newestLevers(context, params, window);
    case '/actions':
      return newestActions(context, readActionQuery(params).query.filters, window).then(recordsIn);
    case '/connaissances':
      return newestPages(context, pageQuery(params), window);
    case '/evaluations':
      return listEvaluations(context).then((sessions) => cut(recordsIn(sessions), window));
    case '/deliberations':
      return listConsultations(context).then((found) => cut(recordsIn(found), window));
    case '/decisions':
      return listDecisions(context).then((found) => cut(recordsIn(found), window));
    case '/nouveautes':
      return newestOfAll(context, params, window);
    default:
      return newestAbout(context, path, window);
  }
}

function recordsIn(found: readonly { record: RecordCore }[]): RecordCore[] {
  return found.map(({ record }) => record);
}

function cut(records: readonly RecordCore[], { among, limit }: ListWindow): RecordCore[] {
  const wanted = among && new Set(among);
  return records.filter(({ id }) => !wanted || wanted.has(id)).slice(0, limit);
}

function pageQuery(params: URLSearchParams) {
  const typed = (name: string) => storableLine(params.get(name) ?? '').slice(0, 200);
  return { text: typed('q'), tag: typed('tag').toLowerCase(), asked: readAskedTopics(params) };
}

async function newestLevers(context: Context, params: URLSearchParams, window: ListWindow) {
  const brakes = entriesByFamily(shippedKnowledge().base).find(({ family }) => family === 'brake');
  const { filters } = readLeverFilters(params, brakes?.entries.map(({ id }) => id) ?? []);
  const text = storableLine(params.get('q') ?? '').slice(0, 200);
  const asked = readAskedTopics(params);
  const { levers, resembling } = await listLevers(context, { text, filters, asked });
  if (resembling) return [];
  const byChange = (one: RecordCore, other: RecordCore) =>
    other.updatedAt.getTime() - one.updatedAt.getTime() || (one.id < other.id ? -1 : 1);
  return cut(recordsIn(levers).toSorted(byChange), window);
}

/** Everything on the territory, or everything of one kind: only asked about records that changed. */
async function newestOfAll(context: Context, params: URLSearchParams, { among = [], limit }: ListWindow) {
  const kind: Kind | undefined = kindAt(params.get('genre') ?? '');
  const records = [...(await readableRecords(context, among)).values()];
  return records.filter((record) => !kind || record.kind === kind).slice(0, limit);
}

/** `/themes/jardins`: what is about a topic, whatever its kind. */
async function newestAbout(context: Context, path: string, window: ListWindow): Promise<RecordCore[]> {
  const [, folder, slug = ''] = path.split('/');
  const kind = (Object.keys(topicPaths) as TopicKind[]).find((one) => topicPaths[one] === folder);
  const carried = kind && (await idsAbout(context, kind, slug));
  return carried ? selectNewestAbout(context, { carried, ...window }) : [];
}
