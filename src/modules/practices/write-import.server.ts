import type { Context } from '#kernel/context.ts';
import { allInOrder } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import { newId } from '#kernel/ids.ts';
import {
  type SealedValue,
  appendBatchToJournal,
  keepSealed,
  sealPersonalValues,
} from '#kernel/journal-batch.server.ts';
import type { Changes } from '#kernel/journal.server.ts';
import type { Json } from '#kernel/json.ts';
import type { Language } from '#kernel/content-terms.ts';
import { changeRecords, createRecords } from '#modules/records/index.server.ts';
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
  recordId: Id;
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
export function prepareBatch(
  { created, ...compared }: Compared,
  { language, ids }: { language: Language; ids: readonly Id[] },
  { marks }: Pick<Options, 'marks'>,
): ReadyBatch {
  const ready = created.map((practice, index) => ({
    recordId: ids[index] ?? '',
    practice,
    made: practiceOf(practice, language),
    contactMark: marks(practice.contact ?? undefined),
    digest: digestOf(practice, marks),
  }));
  return { ...compared, created: ready };
}

/** Writes one batch: records, details, contacts, journal, and what undoing it will need. Returns the new records. */
export async function writeImport(context: Context, compared: ReadyBatch, options: Options): Promise<Id[]> {
  await writeCreated(context, compared.created, options);
  const touched = [...compared.updated, ...compared.broughtBack];
  const changed = await writeChanged(context, touched);
  const memories = [...touched, ...compared.unchanged].map((met) => memoryAfter(met, options.marks));
  await saveMemories(context, memories);
  await saveImportChanges(context, options.importId, changed);
  return compared.created.map(({ recordId }) => recordId);
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
  { importId }: Pick<Options, 'importId'>,
): Promise<void> {
  const { sealed, told } = sealContacts(created.map(({ practice }) => practice.contact));
  const records = created.map(({ practice, made }, index) => ({
    fields: made.fields,
    fingerprint: practice.fingerprint,
    details: detailsState(made.details),
    ...(told[index] && { also: { contact: { before: null, after: told[index] } } }),
  }));
  const contacts = created.flatMap(({ recordId, practice: { contact } }) =>
    contact && !isEmptyContact(contact) ? [{ recordId, contact }] : [],
  );
  const memories = created.map(({ recordId, practice, contactMark, digest }) => ({
    recordId,
    written: practice.state,
    contactMark,
    digest,
    withdrawn: false,
  }));
  const ids = created.map(({ recordId }) => recordId);
  await allInOrder([
    () => createRecords(context, { kind: 'practice', action: 'practice.imported', records, ids }),
    () =>
      insertAllDetails(
        context,
        created.map(({ recordId, made }) => ({ recordId, details: made.details })),
      ),
    () => keepSealed(context, sealed),
    () => saveContacts(context, contacts),
    () => saveMemories(context, memories),
    () => saveImportChanges(context, importId, ids.map(madeNow)),
  ]);
}

function madeNow(recordId: Id): ImportChange {
  return {
    recordId,
    kind: 'created',
    version: 1,
    entryId: null,
    contactBefore: null,
    contactChanged: false,
    memoryBefore: null,
  };
}

/** For each contact, what the journal holds of it (null for none), and what is to be kept for that. */
function sealContacts(contacts: readonly (PracticeContact | null | undefined)[]): {
  sealed: SealedValue[];
  told: (Json | null)[];
} {
  const full = contacts.filter((contact) => contact && !isEmptyContact(contact));
  const sealed = sealPersonalValues(full.map((contact) => ({ ...contact })));
  const references = new Map(full.map((contact, index) => [contact, sealed[index]?.reference ?? null]));
  return { sealed, told: contacts.map((contact) => references.get(contact) ?? null) };
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
  const before = sealPersonalValues(withBefore.map(({ storedContact }) => ({ ...storedContact })));
  const beforeOf = new Map(withBefore.map((met, index) => [met, before[index]]));
  const { sealed, told: after } = sealContacts(changed.map(({ practice }) => practice.contact));
  await keepSealed(context, [...before, ...sealed]);
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
