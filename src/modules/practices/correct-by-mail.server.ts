import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { newId } from '#kernel/ids.ts';
import { sameJson } from '#kernel/json.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import {
  type SignedLinkError,
  makeSignedLink,
  readSignedLink,
  useSignedLink,
} from '#kernel/signed-links.server.ts';
import {
  type MailRefusal,
  checkAddress,
  findOrCreatePerson,
  findPerson,
  joinTerritory,
  mailLink,
  mayAskFrom,
  proveEmail,
} from '#modules/accounts/index.server.ts';
import type { ProposalPost } from '#modules/records/index.server.ts';
import type { RecordCore } from '#modules/records/index.ts';
import {
  type CorrectionInput,
  deleteCorrection,
  findCorrection,
  insertCorrection,
} from './correction-store.server.ts';
import { type OwnTyped, ownChangesTyped, sameAnswer, typedText } from './fields/own-answers.ts';
import { askOwnFields } from './fields/own-values.server.ts';
import { type FormField, type FormValues, formFields, formOf } from './practice-form.ts';
import type { Practice } from './practice.ts';
import { findPractice } from './practice-store.server.ts';
import { preparePractice } from './prepare-practice.server.ts';
import { type EditError, editPractice } from './save-practice.server.ts';

const purpose = 'correct-practice';
/** Three days: people read their mail when they can. */
const correctionMinutes = 3 * 24 * 60;

/** Everything that is wrong with a correction: its fields, and the address. */
export interface CorrectionRefusal {
  code: 'invalid';
  fields: string[];
  email: MailRefusal['code'] | null;
}

/**
 * Lets someone without an account correct a practice they read: what they typed waits until they press the button their
 * mail leads to. Until then it is seen by nobody else, and after three days it is forgotten.
 */
export async function correctByMail(
  context: Context,
  correction: ProposalPost & { recordId: string; version: number; input: CorrectionInput },
): Promise<Result<{ email: string }, CorrectionRefusal | { code: 'not-found' | 'mirrored' }>> {
  type Answer = Result<{ email: string }, CorrectionRefusal | { code: 'not-found' | 'mirrored' }>;
  return inTransaction<Answer>(context.db, async (db) => {
    const inside = { ...context, db };
    const practice = await findPractice(inside, { id: correction.recordId });
    if (!practice) return err({ code: 'not-found' });
    if (practice.record.mirrorOf) return err({ code: 'mirrored' });
    const email = await checkAddress(inside, correction.email);
    const { values, core, own } = correction.input;
    const base = { fields: practice.record, details: practice.details };
    const prepared = await preparePractice(inside, { ...values, core, own: own?.typed }, base);
    if (!email.ok || !prepared.ok) {
      const fields = prepared.ok ? [] : prepared.error.fields;
      return err({ code: 'invalid', fields, email: email.ok ? null : email.error.code });
    }
    if (!(await mayAskFrom(inside, correction.address))) {
      return err({ code: 'invalid', fields: [], email: 'too-many-here' });
    }
    const now = context.clock.now();
    const person = await findOrCreatePerson(db, { email: email.value, name: '', now });
    const id = newId();
    const { recordId, version, input } = correction;
    await insertCorrection(inside, { id, recordId, personId: person.id, version, input });
    const { territoryId } = context;
    const link = { purpose, territoryId, subject: id, personId: person.id, minutes: correctionMinutes };
    const path = `${correction.path}/${await makeSignedLink(inside, link)}`;
    const { mail } = correction;
    await mailLink(inside, { to: email.value, mail, path, renewMinutes: correctionMinutes, awaited: true });
    return ok({ email: email.value });
  });
}

/** A field that a correction changes, as the form has it. */
export interface CorrectedField {
  field: FormField;
  before: string;
  after: string;
}

export interface CorrectionShown {
  record: RecordCore;
  changes: CorrectedField[];
  /** In the territory's own fields, in words. */
  ownChanges: { label: string; before: string; after: string }[];
  /** It also changes what the record is about, where people talk of it, or who wrote it. */
  changesCore: boolean;
}

type LinkRefusal = SignedLinkError | { code: 'not-found' };

/** What opening the link shows: what would change. Nothing is used up. */
export async function showCorrection(
  context: Context,
  token: string,
): Promise<Result<CorrectionShown, LinkRefusal>> {
  const link = await readSignedLink(context, token, { purpose, territoryId: context.territoryId });
  if (!link.ok) return link;
  const waiting = await findCorrection(context, link.value.subject);
  const reader: Context = { ...context, actor: { personId: link.value.personId, role: 'contributor' } };
  const practice = waiting && (await findPractice(reader, { id: waiting.recordId }));
  if (!practice) return err({ code: 'not-found' });
  const { values, base, core, own } = waiting.input;
  const asked = await askOwnFields(reader, practice.details.fields);
  const ownChanges = asked.fields
    .filter(({ name }) => own && Object.hasOwn(own.typed, name))
    .map((field) => ({
      label: field.label,
      before: typedText(field, own?.base ?? {}),
      after: typedText(field, own?.typed ?? {}),
    }));
  const changes = formFields
    .filter((field) => values[field] !== base[field])
    .map((field) => ({ field, before: base[field], after: values[field] }));
  return ok({ record: practice.record, changes, ownChanges, changesCore: core !== undefined });
}

type AcceptRefusal = LinkRefusal | { code: 'removed' | 'changed-meanwhile' } | EditError;

/**
 * What pressing the button does: the correction shows at once, in the name of whoever reads that address. What others
 * changed since in other fields stays; where both changed the same field, nothing is written and the person is told.
 */
export async function acceptCorrection(
  context: Context,
  token: string,
): Promise<Result<RecordCore, AcceptRefusal>> {
  return inTransaction<Result<RecordCore, AcceptRefusal>>(context.db, async (db) => {
    const { territoryId, clock } = context;
    const link = await useSignedLink({ db, clock }, token, { purpose, territoryId });
    if (!link.ok) return link;
    const person = link.value.personId && (await findPerson(db, link.value.personId));
    const waiting = await findCorrection({ ...context, db }, link.value.subject);
    if (!person || !waiting) return err({ code: 'not-found' });
    const role = await joinTerritory(db, { territoryId, personId: person.id, now: clock.now() });
    if (role === 'visitor') return err({ code: 'removed' });
    const author: Context = { ...context, db, actor: { personId: person.id, role } };
    const current = await findPractice(author, { id: waiting.recordId });
    if (!current) return err({ code: 'not-found' });
    const values = rebased(waiting.input, formOf(current));
    const { own } = waiting.input;
    const { values: now } = await askOwnFields(author, current.details.fields);
    if (!values || (own && isContested(own, now))) return err({ code: 'changed-meanwhile' });
    await proveEmail(db, person.id);
    const { id: recordId, version } = current.record;
    const input = { ...values, core: waiting.input.core, own: own?.typed };
    const saved = await editPractice(author, { recordId, version, input });
    if (saved.ok) await deleteCorrection(author, link.value.subject);
    return saved;
  });
}

/**
 * What someone typed over `base`, put over what stands there now.
 *
 * @returns null when someone else changed one of their fields otherwise meanwhile
 */
export function rebased(
  { values, base }: Pick<CorrectionInput, 'values' | 'base'>,
  current: FormValues,
): FormValues | null {
  const theirs = (field: FormField) => values[field] !== base[field];
  const isContested = (field: FormField) =>
    theirs(field) && current[field] !== base[field] && current[field] !== values[field];
  if (formFields.some(isContested)) return null;
  return Object.fromEntries(
    formFields.map((field) => [field, theirs(field) ? values[field] : current[field]]),
  ) as FormValues;
}

/** Whether someone else answered one of these otherwise meanwhile. */
function isContested({ typed, base }: { typed: OwnTyped; base: OwnTyped }, now: OwnTyped): boolean {
  return Object.keys(typed).some(
    (name) => !sameAnswer(now[name], base[name]) && !sameAnswer(now[name], typed[name]),
  );
}

/** What a correction keeps of a form: what it started with, what was typed, and the shared part if that was touched. */
export function correctionOf(
  practice: Practice,
  typed: {
    values: FormValues;
    core: CorrectionInput['core'];
    coreBefore: CorrectionInput['core'];
    own: OwnTyped;
    ownBefore: OwnTyped;
  },
): CorrectionInput {
  const { values, core, coreBefore } = typed;
  const own = ownChangesTyped(typed.own, typed.ownBefore);
  const isTouched = core !== undefined && !sameJson({ ...core }, { ...coreBefore });
  return { values, base: formOf(practice), core: isTouched ? core : undefined, own };
}
