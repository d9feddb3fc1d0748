import type { Context } from '#kernel/context.ts';
import { type Id, newId } from '#kernel/ids.ts';
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
import { switchField } from './fields/shape-form.server.ts';
import { shorten } from './import/clean-text.ts';
import type { Tally } from './import/import-report.ts';
import type { ImportedPractice, ImportedState } from './import/imported-practice.ts';
import { type OwnTarget, describedBy, keyOf, readOwnCell } from './import/own-columns.ts';
import type { GivenNames } from './import-topics.server.ts';
import { fieldsOfUndone } from './import-run-store.server.ts';
import { practicesNamed } from './practices-in-file.server.ts';

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
  /** Ids for records of the file that others of it name, by their numbers: they are to be made with these. */
  promised: ReadonlyMap<number, Id>;
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
  if (targets.length === 0) return { settle: (practice) => practice, made: [], promised: new Map() };
  const before = await selectOwnForm(context);
  const { form, made } = await shapedForm(context, { before, targets }, options);
  const taking = await Promise.all(
    targets.map(async (target) => ({
      target,
      field: await takingField(context, { form, made, target }, options),
    })),
  );
  const naming = targets.filter(({ kind }) => kind === 'practices');
  const named = naming.flatMap(({ name }) => options.names.of(name)).flatMap(namesIn);
  const { practices, promised } = await practicesNamed(context, [...new Set(named)]);
  const isNew = ({ name }: OwnTarget) => !fieldNamed(before, name) && fieldNamed(form, name) !== undefined;
  return {
    settle: (practice) => settleAnswers(practice, { form, taking, practices }, options),
    made: targets.filter(isNew).map(({ name }) => name),
    promised,
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
  practices: ReadonlyMap<string, Id>;
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
    const read = field && readAnswer(form, field, { texts, practices });
    const unknown = read?.unknown ?? [];
    const text = (unknown.length > 0 ? unknown : texts).join(' ; ');
    if (read?.value !== undefined) state[target.name] = read.value;
    else delete state[target.name];
    if (read?.value !== undefined && !read.isShortened && unknown.length === 0) continue;
    if (text !== '') kept.push([target.header, text]);
    if (!field || text === '') continue;
    const value = shorten(text, 100);
    tally.warn(
      practice,
      read?.isShortened
        ? { field: target.name, code: 'text-shortened', params: { max: valueLimits.text } }
        : {
            field: target.name,
            code: unknown.length > 0 ? 'own-practices-unknown' : 'own-answer-not-understood',
            params: { label: field.label, kind: field.kind, value },
          },
    );
  }
  if (kept.length > 0 && !isOwn) {
    state['extra'] = { ...(state['extra'] as Record<string, Json>), ...Object.fromEntries(kept) };
  }
  return { ...practice, state };
}

interface Answer {
  /** What is to be kept, null for nothing; undefined when it is not understood. */
  value: Json | undefined;
  isShortened: boolean;
  /** What was said beside it that names no practice. */
  unknown: readonly string[];
}

function readAnswer(
  form: OwnForm,
  field: OwnField,
  { texts, practices }: { texts: readonly string[]; practices: ReadonlyMap<string, Id> },
): Answer {
  if (field.kind === 'practices') return readPractices(texts, practices);
  const read = readOwnCell(form, field, texts);
  return read.ok ? { ...read.value, unknown: [] } : { value: undefined, isShortened: false, unknown: [] };
}

/** What a cell may name: a practice as the whole of it, or one in each of its parts. */
function namesIn(text: string): string[] {
  return [text, ...text.split(/[\n;|]/)].map((name) => name.trim()).filter((name) => name !== '');
}

function readPractices(texts: readonly string[], practices: ReadonlyMap<string, Id>): Answer {
  const names = texts.flatMap((text) => {
    const [whole = '', ...parts] = namesIn(text);
    return practices.has(whole) ? [whole] : parts;
  });
  const ids = [...new Set(names.flatMap((name) => practices.get(name) ?? []))];
  const unknown = names.filter((name) => !practices.has(name));
  const isUnderstood = ids.length <= valueLimits.practices && (ids.length > 0 || unknown.length === 0);
  const value = ids.length > 0 ? ids : null;
  return { value: isUnderstood ? value : undefined, isShortened: false, unknown };
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
