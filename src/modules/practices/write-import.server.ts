import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { newId } from '#kernel/ids.ts';
import { appendBatchToJournal, setAsidePersonalValues } from '#kernel/journal-batch.server.ts';
import type { Changes } from '#kernel/journal.server.ts';
import type { Json } from '#kernel/json.ts';
import type { Language } from '#kernel/content-terms.ts';
import { changeRecords, createRecords } from '#modules/records/index.server.ts';
import { writingDefaults } from '#modules/territories/index.server.ts';
import { carriedTopics, noTopics } from './import-topics.server.ts';
import { type Compared, type MetPractice, digestOf } from './compare-import.server.ts';
import type { ContactMarks } from './contact-marks.server.ts';
import { isEmptyContact, saveContacts } from './contact-store.server.ts';
import {
  type ImportedPractice,
  type Practicelike,
  importedDefaults,
  wholeState,
  withState,
} from './import/imported-practice.ts';
import { followMerged } from './duplicates/follow-merged.server.ts';
import {
  type ImportChange,
  type ImportMemory,
  saveImportChanges,
  saveMemories,
} from './imported-record-store.server.ts';
import { insertAllDetails, updateAllDetails } from './practice-batch-store.server.ts';
import { type PracticeContact, detailsState } from './practice.ts';

interface Options {
  importId: Id;
  marks: ContactMarks;
}

/** A record to make, with all that writing it takes. */
interface NewPractice {
  practice: ImportedPractice;
  made: Practicelike;
  contactMark: string;
  digest: string;
}

/** A compared batch, ready to be written. */
export interface ReadyBatch extends Omit<Compared, 'created'> {
  created: NewPractice[];
}

/** Works out what can be before the batch is written, so that the database need not wait for it between two tables. */
export async function prepareBatch(
  context: Context,
  { created, ...compared }: Compared,
  { marks }: Pick<Options, 'marks'>,
): Promise<ReadyBatch> {
  const { language } = await writingDefaults(context);
  const ready = created.map((practice) => ({
    practice,
    made: practiceOf(practice, language),
    contactMark: marks(practice.contact ?? undefined),
    digest: digestOf(practice, marks),
  }));
  return { ...compared, created: ready };
}

/** Writes one batch: records, details, contacts, journal, and what undoing it will need. Returns the new records. */
export async function writeImport(context: Context, compared: ReadyBatch, options: Options): Promise<Id[]> {
  const created = await writeCreated(context, compared.created);
  const changed = await writeChanged(context, [...compared.updated, ...compared.broughtBack]);
  await saveMemories(context, [
    ...created.map(({ memory }) => memory),
    ...[...compared.updated, ...compared.broughtBack, ...compared.unchanged].map((met) =>
      memoryAfter(met, options.marks),
    ),
  ]);
  await saveImportChanges(context, options.importId, [...created.map(({ change }) => change), ...changed]);
  return created.map(({ memory }) => memory.recordId);
}

/** Its language is the territory's unless the file says otherwise. */
function practiceOf(
  { state, sourceName, sourceRecordId }: ImportedPractice,
  language: Language,
): Practicelike {
  const base = { ...importedDefaults, fields: { ...importedDefaults.fields, language } };
  const { fields, details } = withState(base, state);
  const topicIds = carriedTopics(state, noTopics);
  return { fields: { ...fields, topicIds, sourceName, sourceRecordId }, details };
}

async function writeCreated(
  context: Context,
  created: readonly NewPractice[],
): Promise<{ memory: ImportMemory; change: ImportChange }[]> {
  const told = await tellContacts(
    context,
    created.map(({ practice }) => practice.contact),
  );
  const ids = await createRecords(context, {
    kind: 'practice',
    action: 'practice.imported',
    records: created.map(({ practice, made }, index) => ({
      fields: made.fields,
      fingerprint: practice.fingerprint,
      details: detailsState(made.details),
      ...(told[index] && { also: { contact: { before: null, after: told[index] } } }),
    })),
  });
  const idOf = (index: number) => ids[index] ?? '';
  await insertAllDetails(
    context,
    created.map(({ made }, index) => ({ recordId: idOf(index), details: made.details })),
  );
  await saveContacts(
    context,
    created.flatMap(({ practice: { contact } }, index) =>
      contact && !isEmptyContact(contact) ? [{ recordId: idOf(index), contact }] : [],
    ),
  );
  return created.map(({ practice, contactMark, digest }, index) => ({
    memory: { recordId: idOf(index), written: practice.state, contactMark, digest, withdrawn: false },
    change: {
      recordId: idOf(index),
      kind: 'created',
      version: 1,
      entryId: null,
      contactBefore: null,
      contactChanged: false,
      memoryBefore: null,
    },
  }));
}

/** For each contact, what the journal holds of it; null for none. */
async function tellContacts(
  context: Context,
  contacts: readonly (PracticeContact | null | undefined)[],
): Promise<(Json | null)[]> {
  const full = contacts.filter((contact) => contact && !isEmptyContact(contact));
  const kept = await setAsidePersonalValues(
    context,
    full.map((contact) => ({ ...contact })),
  );
  const references = new Map(full.map((contact, index) => [contact, kept[index]?.reference ?? null]));
  return contacts.map((contact) => references.get(contact) ?? null);
}

async function writeChanged(context: Context, changed: readonly MetPractice[]): Promise<ImportChange[]> {
  const entries = new Map<MetPractice, Id>();
  const isBack = (met: MetPractice) => met.stored.record.deletedAt !== null;
  const fieldsChanged = changed.filter((met) => Object.keys(met.changed).length > 0 || isBack(met));
  for (const [batch, action] of [
    [fieldsChanged.filter((met) => !isBack(met)), undefined],
    [fieldsChanged.filter(isBack), 'practice.restored'],
  ] as const) {
    const ids = await changeFields(context, batch, action);
    for (const [index, met] of batch.entries()) entries.set(met, ids[index] ?? '');
  }
  const contactsBefore = await changeContacts(
    context,
    changed.filter(({ contactChanged }) => contactChanged),
  );
  return changed.map((met) => ({
    recordId: met.stored.record.id,
    kind: isBack(met) ? 'created' : 'changed',
    version: met.stored.record.version + (entries.has(met) ? 1 : 0),
    entryId: entries.get(met) ?? null,
    contactBefore: contactsBefore.get(met) ?? null,
    contactChanged: met.contactChanged,
    memoryBefore: met.memory ?? null,
  }));
}

async function changeFields(
  context: Context,
  batch: readonly MetPractice[],
  action: string | undefined,
): Promise<Id[]> {
  const after = batch.map(({ stored, changed }) =>
    withState({ fields: stored.record, details: stored.details }, changed),
  );
  const ids = await changeRecords(
    context,
    batch.map(({ stored }, index) => ({
      current: stored.record,
      fields: after[index]?.fields ?? stored.record,
      details: {
        before: detailsState(stored.details),
        after: detailsState(after[index]?.details ?? stored.details),
      },
    })),
    action,
  );
  await updateAllDetails(
    context,
    batch.map(({ stored }, index) => ({
      recordId: stored.record.id,
      details: after[index]?.details ?? stored.details,
    })),
  );
  await followMerged(
    context,
    batch.map(({ stored }, index) => ({
      recordId: stored.record.id,
      before: wholeState({ fields: stored.record, details: stored.details }),
      after: wholeState(after[index] ?? { fields: stored.record, details: stored.details }),
    })),
  );
  return ids;
}

/**
 * Replaces contacts and tells it in entries of their own, so that the other changes of the record can be undone from
 * its history. Returns where the value before is kept.
 */
async function changeContacts(
  context: Context,
  changed: readonly MetPractice[],
): Promise<Map<MetPractice, Id>> {
  const withBefore = changed.filter(({ storedContact }) => storedContact !== undefined);
  const before = await setAsidePersonalValues(
    context,
    withBefore.map(({ storedContact }) => ({ ...storedContact })),
  );
  const beforeOf = new Map(withBefore.map((met, index) => [met, before[index]]));
  const after = await tellContacts(
    context,
    changed.map(({ practice }) => practice.contact),
  );
  await saveContacts(
    context,
    changed.flatMap(({ stored, practice }) =>
      practice.contact ? [{ recordId: stored.record.id, contact: practice.contact }] : [],
    ),
  );
  await appendBatchToJournal(
    context,
    changed.map((met, index) => {
      const contact = { before: beforeOf.get(met)?.reference ?? null, after: after[index] ?? null };
      const changes: Changes = { contact };
      return {
        id: newId(),
        recordId: met.stored.record.id,
        action: 'practice.contact-imported',
        changes,
      };
    }),
  );
  return new Map([...beforeOf].flatMap(([met, value]) => (value ? [[met, value.id]] : [])));
}

/** What the file says now, whether or not it was followed: the next import compares with it. */
function memoryAfter(
  { practice, stored, memory, storedContact }: MetPractice,
  marks: ContactMarks,
): ImportMemory {
  return {
    recordId: stored.record.id,
    written: { ...memory?.written, ...practice.state },
    contactMark: practice.contact ? marks(practice.contact) : (memory?.contactMark ?? marks(storedContact)),
    digest: digestOf(practice, marks),
    withdrawn: false,
  };
}
