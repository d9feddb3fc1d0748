import { createHash } from 'node:crypto';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { canonicalJson } from '#kernel/json.ts';
import type { Topics } from '#modules/records/index.ts';
import {
  type Origin,
  findByOrigin,
  lockRecords,
  purgedAmong,
  readTopics,
  standingRecords,
} from '#modules/records/index.server.ts';
import type { ContactMarks } from './contact-marks.server.ts';
import { findContacts } from './contact-store.server.ts';
import { carriedTopics, namesTopics, noTopics, topicsByField } from './import-topics.server.ts';
import { mergeImported } from './import/merge-imported.ts';
import type { Tally } from './import/import-report.ts';
import {
  type ImportedPractice,
  type ImportedState,
  importedDefaults,
  wholeState,
} from './import/imported-practice.ts';
import { type ImportMemory, findDigests, findMemories } from './imported-record-store.server.ts';
import { findAllDetails } from './practice-batch-store.server.ts';
import type { Practice, PracticeContact } from './practice.ts';

/** A record of the file that is stored already. */
export interface MetPractice {
  practice: ImportedPractice;
  stored: Practice;
  storedContact: PracticeContact | undefined;
  memory: ImportMemory | undefined;
  /** The fields to write, and whether the contact is to be. */
  changed: ImportedState;
  contactChanged: boolean;
}

export interface Compared {
  created: ImportedPractice[];
  updated: MetPractice[];
  /** Undoing an import had taken them away: they come back, and count as created. */
  broughtBack: MetPractice[];
  /** Nothing to write, but something to remember: the file says something new that was not followed. */
  unchanged: MetPractice[];
  /** How many say what they said at the last import, or are deleted here. */
  untouched: number;
  /** The records that are stored and not deleted. */
  met: Id[];
}

interface Options {
  writes: boolean;
  tally: Tally;
  marks: ContactMarks;
  /** The file wins over what people changed here. */
  fileWins: boolean;
  /** Records met so far, with the number of the row that met each; null for files whose rows cannot meet the same one. */
  met: Map<Id, number> | null;
}

/** Of all that a file says of a record, to see at a glance whether it says the same. */
export function digestOf({ state, contact }: ImportedPractice, marks: ContactMarks): string {
  const mark = contact && marks(contact);
  return createHash('sha256').update(canonicalJson({ state, mark })).digest('base64url');
}

/** Finds which records of a batch are stored already, and what of each is to be written. */
export async function compareWithStored(
  context: Context,
  practices: readonly ImportedPractice[],
  options: Options,
): Promise<Compared> {
  const met = await meetPractices(context, practices);
  const purged = await purgedPractices(
    context,
    practices.filter((practice) => !met.has(practice)),
  );
  const digests = await findDigests(
    context,
    [...met.values()].map(({ id }) => id),
  );
  const compared: Compared = {
    created: [],
    updated: [],
    broughtBack: [],
    unchanged: [],
    untouched: 0,
    met: [],
  };
  const toCompare: { practice: ImportedPractice; id: Id }[] = [];
  for (const practice of practices) {
    const found = met.get(practice);
    const known = found && digests.get(found.id);
    const first = found && options.met?.get(found.id);
    if (found) options.met?.set(found.id, first ?? practice.record);
    if (found && (!found.deleted || known?.withdrawn)) compared.met.push(found.id);
    if (first !== undefined) options.tally.repeat(practice, first);
    else if (purged.has(practice)) {
      options.tally.warn(practice, { field: null, code: 'kept-purged', params: {} });
      compared.untouched += 1;
    } else if (!found) compared.created.push(practice);
    else if (found.deleted && !known?.withdrawn) {
      options.tally.warn(practice, { field: null, code: 'kept-deleted', params: {} });
      compared.untouched += 1;
    } else if (!found.deleted && known?.digest === digestOf(practice, options.marks)) {
      compared.untouched += 1;
    } else toCompare.push({ practice, id: found.id });
  }
  await compareEach(context, { toCompare, compared }, options);
  return compared;
}

/** By our own id when the file is an export of ours, else by its origin. */
export async function meetPractices(
  context: Context,
  practices: readonly ImportedPractice[],
): Promise<Map<ImportedPractice, { id: Id; deleted: boolean }>> {
  const met = new Map<ImportedPractice, { id: Id; deleted: boolean }>();
  const own = await lockRecords(
    context,
    practices.flatMap(({ ownId }) => ownId ?? []),
    false,
  );
  for (const practice of practices) {
    const record = practice.ownId === null ? undefined : own.get(practice.ownId);
    if (record?.kind === 'practice' && record.visibility !== 'draft') {
      met.set(practice, { id: record.id, deleted: record.deletedAt !== null });
    }
  }
  const others = practices.filter((practice) => !met.has(practice));
  const origins: Origin[] = others.map(({ sourceName, sourceRecordId, fingerprint }) => ({
    sourceName,
    sourceRecordId,
    fingerprint,
  }));
  for (const { index, ...found } of await findByOrigin(context, 'practice', origins)) {
    const practice = others[index];
    if (practice) met.set(practice, found);
  }
  return withStanding(context, met);
}

/** A practice that was merged into one that is deleted since is deleted with it. */
async function withStanding(
  context: Context,
  met: Map<ImportedPractice, { id: Id; deleted: boolean }>,
): Promise<Map<ImportedPractice, { id: Id; deleted: boolean }>> {
  const standing = await standingRecords(
    context,
    [...met.values()].map(({ id }) => id),
  );
  if (standing.size === 0) return met;
  const roots = await lockRecords(context, [...new Set(standing.values())], false);
  const isGone = (id: Id) => Boolean(roots.get(standing.get(id) ?? id)?.deletedAt);
  return new Map(
    [...met].map(([practice, { id, deleted }]) => [practice, { id, deleted: deleted || isGone(id) }]),
  );
}

/** Those that someone deleted here so long ago that only a tombstone knows them. */
export async function purgedPractices(
  context: Context,
  practices: readonly ImportedPractice[],
): Promise<Set<ImportedPractice>> {
  const wanted = practices.map(({ ownId, ...origin }) => ({ id: ownId, origin }));
  const places = await purgedAmong(context, 'practice', wanted);
  return new Set(practices.filter((_, place) => places.has(place)));
}

async function compareEach(
  context: Context,
  work: { toCompare: readonly { practice: ImportedPractice; id: Id }[]; compared: Compared },
  options: Options,
): Promise<void> {
  const ids = work.toCompare.map(({ id }) => id);
  if (ids.length === 0) return;
  const records = await lockRecords(context, ids, options.writes);
  const details = await findAllDetails(context, ids);
  const memories = await findMemories(context, ids);
  const contacts = await findContacts(context, ids);
  const topics = await readTopics(context);
  for (const { practice, id } of work.toCompare) {
    const record = records.get(id);
    const own = details.get(id);
    if (!record || !own) throw new Error(`Practice ${id} is half stored`);
    const stored = { record, details: own };
    const found = { practice, stored, storedContact: contacts.get(id), memory: memories.get(id) };
    const compared = compareOne(found, topics, options);
    if (record.deletedAt) work.compared.broughtBack.push(compared);
    else if (compared.contactChanged || Object.keys(compared.changed).length > 0)
      work.compared.updated.push(compared);
    else work.compared.unchanged.push(compared);
  }
}

function compareOne(
  found: Omit<MetPractice, 'changed' | 'contactChanged'>,
  topics: Topics,
  { tally, marks, fileWins }: Options,
): MetPractice {
  const { practice, stored } = found;
  const about = topicsByField(topics, stored.record.topicIds);
  const current = { ...wholeState({ fields: stored.record, details: stored.details }), ...about };
  const { changed, kept } = mergeImported({
    incoming: withoutEmptyPoint(practice, stored),
    written: fileWins ? current : writtenBefore(found, current),
    current,
    defaults: { ...wholeState(importedDefaults), ...noTopics },
  });
  for (const field of kept) tally.warn(practice, { field, code: 'kept-local-edit', params: {} });
  const contact = mergeContact(found, marks);
  if (contact === 'kept') tally.warn(practice, { field: 'contact', code: 'kept-local-edit', params: {} });
  if (namesTopics(changed)) changed['topicIds'] = carriedTopics(changed, about);
  return { ...found, changed, contactChanged: contact === 'changed' };
}

/**
 * What the last import wrote. An export of ours that was made after the last change counts as such: whoever edits it
 * has seen everything. So does a record that nobody touched since it was made by other means than an import.
 */
function writtenBefore(
  { practice, stored, memory }: Pick<MetPractice, 'practice' | 'stored' | 'memory'>,
  current: ImportedState,
): ImportedState {
  const hasSeenAll = practice.ownId === stored.record.id && isExportOf(practice, stored);
  if (hasSeenAll || (!memory && stored.record.version === 1)) return current;
  return memory?.written ?? {};
}

function isExportOf({ ownUpdatedAt }: ImportedPractice, { record }: Practice): boolean {
  return ownUpdatedAt === record.updatedAt.toISOString();
}

/** Exports leave doubtful points out: an empty one says nothing of them. */
function withoutEmptyPoint({ ownId, state }: ImportedPractice, { details }: Practice): ImportedState {
  if (ownId === null || !details.pointIsDoubtful || state['lat'] !== null) return state;
  const { lat: _lat, lng: _lng, ...rest } = state;
  return rest;
}

/** As fields are merged: what a person changed since, or had erased, stays. */
function mergeContact(
  { practice, storedContact, memory }: Pick<MetPractice, 'practice' | 'storedContact' | 'memory'>,
  marks: ContactMarks,
): 'same' | 'changed' | 'kept' {
  if (!practice.contact) return 'same';
  const [incoming, current] = [marks(practice.contact), marks(storedContact)];
  const before = memory?.contactMark ?? '';
  if (incoming === before || incoming === current) return 'same';
  return current === before ? 'changed' : 'kept';
}
