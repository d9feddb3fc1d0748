import type { Context } from '#kernel/context.ts';
import { newId } from '#kernel/ids.ts';
import type { Json } from '#kernel/json.ts';
import { type MadeForm, describedForm } from './fields/describe-form.ts';
import { ensureOwnForm } from './fields/describe-form.server.ts';
import {
  type OwnField,
  type OwnForm,
  type OwnName,
  fieldNamed,
  hasList,
  isOwnName,
} from './fields/own-field.ts';
import { selectOwnForm } from './fields/own-form-store.server.ts';
import { keysStillSaid } from './fields/own-value-store.server.ts';
import { valueLimits } from './fields/own-value.ts';
import { resolvePractices } from './fields/own-values.server.ts';
import { switchField } from './fields/shape-form.server.ts';
import { shorten } from './import/clean-text.ts';
import type { Tally } from './import/import-report.ts';
import type { ImportedPractice, ImportedState } from './import/imported-practice.ts';
import { type OwnTarget, describedBy, keyOf, readOwnCell } from './import/own-columns.ts';
import type { GivenNames } from './import-topics.server.ts';
import { fieldsOfUndone } from './import-run-store.server.ts';

interface Options {
  /** False makes no field: what is missing stands for itself. */
  writes: boolean;
  /** The file is an export of ours: it is read to the letter, and holds nothing that no field takes. */
  isOwn: boolean;
  tally: Tally;
  /** What the records of the file name, in the fields of which that must be known. */
  names: GivenNames;
}

export interface SettledFields {
  /** Puts values in place of the texts that a file gives. */
  settle: (practice: ImportedPractice) => ImportedPractice;
  /** The fields that were made, or would be. */
  made: OwnName[];
}

/** A field that takes answers, or undefined for one that cannot be made or is off: what the file says is then kept aside. */
interface Taking {
  target: OwnTarget;
  field: OwnField | undefined;
}

/**
 * Makes the fields and choices that a staged file brings, then reads its answers by them. What is not understood is told,
 * kept under the name of its column, and leaves what stands there as it is.
 */
export async function settleOwnFields(
  context: Context,
  targets: readonly OwnTarget[],
  options: Options,
): Promise<SettledFields> {
  if (targets.length === 0) return { settle: (practice) => practice, made: [] };
  const before = await selectOwnForm(context);
  const { form, made } = await shapedForm(context, { before, targets }, options);
  const taking = await Promise.all(
    targets.map(async (target) => ({
      target,
      field: await takingField(context, { form, made, target }, options),
    })),
  );
  const naming = targets.filter(({ kind }) => kind === 'practices');
  const named = naming.flatMap(({ name }) => options.names.of(name));
  const practices = await resolvePractices(context, [...new Set(named)]);
  const isNew = ({ name }: OwnTarget) => !fieldNamed(before, name) && fieldNamed(form, name) !== undefined;
  return {
    settle: (practice) => settleAnswers(practice, { form, taking, practices }, options),
    made: targets.filter(isNew).map(({ name }) => name),
  };
}

async function shapedForm(
  context: Context,
  { before, targets }: { before: OwnForm; targets: readonly OwnTarget[] },
  { writes, names }: Options,
): Promise<{ form: OwnForm; made: MadeForm }> {
  const said = new Map<OwnName, string[]>();
  for (const { name, kind, question } of targets) {
    if (question && hasList(kind)) said.set(name, names.of(name));
  }
  const description = describedBy(targets, before, said);
  if (!writes) return describedForm(before, description, newId);
  const ensured = await ensureOwnForm(context, description);
  if (!ensured.ok) throw new Error('Whoever imports may shape the form');
  return { form: await selectOwnForm(context), made: ensured.value };
}

/** A field that undoing an import switched off is switched on again; one that people switched off is not. */
async function takingField(
  context: Context,
  { form, made, target }: { form: OwnForm; made: MadeForm; target: OwnTarget },
  { writes, tally }: Options,
): Promise<OwnField | undefined> {
  const { header, name } = target;
  const tell = (code: 'own-field-not-made' | 'own-field-off', why = '') =>
    tally.warn(
      { record: 0, line: 0 },
      { field: name, code, params: { column: header, why: why.replaceAll('-', '_') } },
    );
  const refused = made.get(keyOf(name));
  if (refused && !refused.ok) return void tell('own-field-not-made', refused.error.code);
  const field = fieldNamed(form, name);
  if (!field?.removed) return field;
  if (!(await fieldsOfUndone(context)).has(name)) return void tell('own-field-off');
  if (!writes) return { ...field, removed: false };
  const switched = await switchField(context, { key: field.key, on: true });
  return switched.ok ? switched.value : void tell('own-field-not-made', switched.error.code);
}

interface Reading {
  form: OwnForm;
  taking: readonly Taking[];
  practices: ReadonlyMap<string, string>;
}

function settleAnswers(
  practice: ImportedPractice,
  { form, taking, practices }: Reading,
  { isOwn, tally }: Options,
): ImportedPractice {
  const state: ImportedState = { ...practice.state };
  const kept: [string, string][] = [];
  for (const { target, field } of taking) {
    const texts = textsIn(state[target.name]);
    if (!texts) continue;
    const text = texts.join(' ; ');
    const read = field && readAnswer(form, field, { texts, practices });
    if (read?.value !== undefined) state[target.name] = read.value;
    else delete state[target.name];
    if (read?.value !== undefined && !read.isShortened) continue;
    if (text !== '') kept.push([target.header, text]);
    if (!field || text === '') continue;
    const value = shorten(text, 100);
    tally.warn(
      practice,
      read?.isShortened
        ? { field: target.name, code: 'text-shortened', params: { max: valueLimits.text } }
        : {
            field: target.name,
            code: 'own-answer-not-understood',
            params: { label: field.label, kind: field.kind, value },
          },
    );
  }
  if (kept.length > 0 && !isOwn) {
    state['extra'] = { ...(state['extra'] as Record<string, Json>), ...Object.fromEntries(kept) };
  }
  return { ...practice, state };
}

/** What is to be kept of an answer, null for none; undefined when it is not understood. */
function readAnswer(
  form: OwnForm,
  field: OwnField,
  { texts, practices }: { texts: readonly string[]; practices: ReadonlyMap<string, string> },
): { value: Json | undefined; isShortened: boolean } {
  const read = readOwnCell(form, field, texts);
  if (!read.ok) return { value: undefined, isShortened: false };
  const { value, isShortened } = read.value;
  if (field.kind !== 'practices' || !Array.isArray(value)) return { value, isShortened };
  const ids = value.map((name) => practices.get(name));
  const areKnown = ids.every((id) => id !== undefined);
  return { value: areKnown ? [...new Set(ids)] : undefined, isShortened: false };
}

function textsIn(value: Json | undefined): string[] | undefined {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : undefined;
}

/** Switches off the fields that an import had made, once it is undone, where no practice says anything in them any more. */
export async function retireFields(context: Context, names: readonly string[]): Promise<void> {
  const keys = names.filter(isOwnName).map(keyOf);
  if (keys.length === 0) return;
  const said = await keysStillSaid(context, keys);
  const { fields } = await selectOwnForm(context);
  const isEmpty = ({ key, removed }: OwnField) => keys.includes(key) && !removed && !said.has(key);
  for (const { key } of fields.filter(isEmpty)) await switchField(context, { key, on: false });
}
