import { type Context, hasRole } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { findJournalEntry } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { MergedOrigin, RecordCore } from '#modules/records/index.ts';
import {
  type ChangedSince,
  type MergeError,
  type UnmergeError,
  changedSinceMerge,
  mergeDetailed,
  mergedOrigins,
  mergesInto,
  unmergeDetailed,
} from '#modules/records/index.server.ts';
import { findContacts, swapContacts } from '../contact-store.server.ts';
import { fieldNamed, isOwnName } from '../fields/own-field.ts';
import { readSeenForm } from '../fields/read-own-form.server.ts';
import { type ImportedState, wholeState, withState } from '../import/imported-practice.ts';
import type { Practice } from '../practice.ts';
import { findPractice } from '../practice-store.server.ts';
import { practiceKind } from '../save-practice.server.ts';
import { inheritPairs } from './pair-store.server.ts';
import { type Combination, combineLicences } from './combine-licences.ts';
import {
  type FieldChoice,
  type FieldToChoose,
  fieldChoices,
  fieldsToChoose,
  mergedState,
  preferredOf,
} from './merge-fields.ts';

/** A source whose record was merged, and the fields that came from it. */
export type MergedSource = Pick<MergedOrigin, 'id' | 'sourceName' | 'sourceUrl' | 'licence'> & {
  fields: string[];
  /** The territory's own among them that the actor sees, as they are called. */
  ownFields: string[];
};

/** Two practices side by side, as a facilitator compares them. */
export interface Comparison {
  kept: Practice;
  merged: Practice;
  /** What either says, by field. */
  states: { kept: ImportedState; merged: ImportedState };
  fields: FieldToChoose[];
  preferred: ReturnType<typeof preferredOf>;
  licences: Combination;
  /** Which of them has someone to reach; who it is stays private. */
  contacts: { kept: boolean; merged: boolean };
}

type CompareError = { code: 'not-allowed' | 'not-found' };

/** What merging the second practice into the first would ask. For facilitators. */
export async function comparePractices(
  context: Context,
  names: { kept: { shortId: string }; merged: { shortId: string } },
): Promise<Result<Comparison, CompareError>> {
  if (!hasRole(context.actor, 'facilitator')) return err({ code: 'not-allowed' });
  const [kept, merged] = [await findPractice(context, names.kept), await findPractice(context, names.merged)];
  if (!kept || !merged || kept.record.id === merged.record.id) return err({ code: 'not-found' });
  const contacts = await findContacts(context, [kept.record.id, merged.record.id]);
  const compared = compare(kept, merged);
  const has = ({ record }: Practice) => contacts.has(record.id);
  return ok({ ...compared, kept, merged, contacts: { kept: has(kept), merged: has(merged) } });
}

const stateOfPractice = ({ record, details }: Practice) => wholeState({ fields: record, details });

function compare(kept: Practice, merged: Practice) {
  const states = { kept: stateOfPractice(kept), merged: stateOfPractice(merged) };
  const preferred = preferredOf(states.kept, states.merged);
  const licences = combineLicences(kept.record.licence, merged.record.licence);
  const fields = fieldsToChoose(states.kept, states.merged, preferred.which).map((field) =>
    field.name === 'licence' && 'licence' in licences
      ? {
          ...field,
          suggested: licences.licence === kept.record.licence ? ('kept' as const) : ('merged' as const),
        }
      : field,
  );
  return { states, preferred, licences, fields };
}

export interface MergeInput {
  keptId: string;
  keptVersion: number;
  mergedId: string;
  mergedVersion: number;
  /** By the name of a field, or `contact`; what is not chosen is as suggested. */
  choices: Readonly<Record<string, string>>;
  /** Whether someone took it upon them that licences which do not go together may stand in one record. */
  licencesAgreed: boolean;
}

export type MergeRefusal = MergeError | { code: 'licences' };

/**
 * Makes one practice of two, field by field. `licences`: the text of both would stand under a licence that one of them does not
 * allow, and nobody said that it may.
 */
export async function mergePractices(
  context: Context,
  input: MergeInput,
): Promise<Result<RecordCore, MergeRefusal>> {
  const contacts = await findContacts(context, [input.keptId, input.mergedId]);
  const contactChoice = input.choices['contact'] ?? (contacts.has(input.keptId) ? 'kept' : 'merged');
  const takesContact = contactChoice === 'merged' && contacts.has(input.mergedId);
  return mergeDetailed<Practice['details'], { code: 'licences' }>(context, practiceKind, {
    ...input,
    prepare: (kept, merged) => {
      const { states, fields, licences } = compare(kept, merged);
      const chosen = fields.map((field) => ({ field, choice: chosenFor(field, input.choices) }));
      const { state, taken } = mergedState(states.kept, states.merged, chosen);
      const isSound = 'licence' in licences && licences.licence === state['licence'];
      // With every value of the other, nothing of the kept one is left to be under its licence.
      const mixes =
        taken.some((field) => field !== 'licence') && chosen.some(({ choice }) => choice !== 'merged');
      if (mixes && !isSound && !input.licencesAgreed) return err({ code: 'licences' });
      const after = withState({ fields: kept.record, details: kept.details }, state);
      return ok({ ...after, taken: [...taken, ...(takesContact ? ['contact'] : [])] });
    },
    also: async (inside, { from, to, taken }) => {
      await moveContact(inside, [from, to], taken);
      await inheritPairs(inside, { from, to });
    },
  });
}

function chosenFor(field: FieldToChoose, choices: Readonly<Record<string, string>>): FieldChoice {
  const choice = fieldChoices.find((one) => one === choices[field.name]);
  return choice && (choice !== 'both' || field.mayBeBoth) ? choice : field.suggested;
}

async function moveContact(
  inside: Context,
  ids: readonly [string, string],
  taken: readonly string[],
): Promise<void> {
  if (taken.includes('contact')) await swapContacts(inside, ids);
}

/** Gives back the two practices of a merge; see `unmergeDetailed`. A contact goes back to the one that it came from. */
export function unmergePractices(
  context: Context,
  undo: { recordId: string; entryId: string; decided?: Readonly<Record<string, 'keep' | 'give-back'>> },
): Promise<Result<RecordCore, UnmergeError>> {
  return unmergeDetailed(context, practiceKind, {
    ...undo,
    also: (inside, { from, to, taken }) => moveContact(inside, [from, to], taken),
  });
}

/** A merge that stands, as whoever takes it apart needs to know it. */
export interface StandingMerge {
  kept: Practice;
  entryId: string;
  /** Fields about which someone has to decide. */
  changedSince: ChangedSince[];
}

/** The merge into this practice that an entry of its history tells; `not-found` when it was taken apart. For facilitators. */
export async function readUnmerge(
  context: Context,
  name: { shortId: string; entryId: string },
): Promise<Result<StandingMerge, CompareError>> {
  if (!hasRole(context.actor, 'facilitator')) return err({ code: 'not-allowed' });
  const kept = await findPractice(context, { shortId: name.shortId });
  const merges = kept ? await mergesInto(context, [kept.record.id]) : [];
  const merge = merges.find(({ entryId }) => entryId === name.entryId);
  if (!kept || !merge) return err({ code: 'not-found' });
  const { db, territoryId } = context;
  const entry = await findJournalEntry(db, { territoryId, entryId: merge.entryId });
  const changedSince = changedSinceMerge(stateOfPractice(kept), entry?.changes ?? {});
  return ok({ kept, entryId: merge.entryId, changedSince });
}

/** Records merged into a practice, with what it took from each of them. The caller has checked who may see it. */
export async function mergedSources(context: Context, recordId: Id): Promise<MergedSource[]> {
  const origins = await mergedOrigins(context, [recordId]);
  if (origins.length === 0) return [];
  const merges = await mergesInto(context, [recordId, ...origins.map(({ id }) => id)]);
  const taken = new Map(merges.map((merge) => [merge.mergedId, merge.taken]));
  const seen = await readSeenForm(context);
  return origins.map(({ id, sourceName, sourceUrl, licence }) => {
    const all = taken.get(id) ?? [];
    const fields = all.filter((field) => field !== 'contact' && !isOwnName(field));
    const ownFields = all.flatMap((field) => fieldNamed(seen, field)?.label ?? []);
    return { id, sourceName, sourceUrl, licence, fields, ownFields };
  });
}

/** The entries of a practice's history that tell a merge which the actor may take apart. */
export async function mergesToUndo(context: Context, recordId: Id): Promise<Set<Id>> {
  if (!hasRole(context.actor, 'facilitator')) return new Set();
  return new Set((await mergesInto(context, [recordId])).map(({ entryId }) => entryId));
}
