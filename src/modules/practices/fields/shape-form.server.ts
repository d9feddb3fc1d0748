import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { type Changes, appendToJournal, changesBetween } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { type FieldInput, readFieldInput } from './field-input.ts';
import {
  type FieldProblem,
  type FormAction,
  type OwnField,
  type OwnForm,
  type OwnKind,
  canFilter,
  canShapeForm,
  fieldState,
  hasList,
  ownKinds,
  problemOfField,
} from './own-field.ts';
import {
  type ListProblem,
  type OwnList,
  type OwnOption,
  freeKey,
  labelKey,
  listLimits,
  listState,
  withLines,
} from './own-list.ts';
import { lockOwnForm, selectOwnForm, writeField, writeList } from './own-form-store.server.ts';
import { convertValues, countLosses, writeSearchedTexts } from './own-value-store.server.ts';

export type FormRefusal =
  | {
      code:
        'not-allowed' | 'not-found' | 'label' | 'help' | 'kind' | 'changed-since' | 'too-many-lists' | 'name';
    }
  | { code: FieldProblem | ListProblem }
  | { code: 'loses'; count: number };

export type Shaped<Value> = Result<Value, FormRefusal>;

/** Does what a facilitator asks of the form, alone and whole. */
export async function shapeForm<Value>(
  context: Context,
  act: (inside: Context, form: OwnForm) => Promise<Shaped<Value>>,
): Promise<Shaped<Value>> {
  if (!canShapeForm(context.actor)) return err({ code: 'not-allowed' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    await lockOwnForm(inside);
    return act(inside, await selectOwnForm(inside));
  });
}

/** Adds a field at the end of the form; a choice comes with a list that there is, or with a new one. Facilitators only. */
export function addField(context: Context, input: FieldInput): Promise<Shaped<OwnField>> {
  return shapeForm(context, (inside, form) => createField(inside, form, input));
}

/** The same in the caller's transaction, who has checked who may. */
async function createField(inside: Context, form: OwnForm, input: FieldInput): Promise<Shaped<OwnField>> {
  const read = readFieldInput(input);
  if (!read.ok) return read;
  const found = await listFor(inside, form, { kind: read.value.kind, input });
  if (!found.ok) return found;
  const taken = new Set(form.fields.map(({ key }) => key));
  const lists = found.value ? new Map(form.lists).set(found.value.id, found.value) : form.lists;
  const field: OwnField = {
    ...read.value,
    id: newId(),
    key: freeKey(read.value.label, { taken, fallback: 'champ' }),
    listId: found.value?.id ?? null,
    removed: false,
    position: Math.max(-1, ...form.fields.map(({ position }) => position)) + 1,
  };
  return saveField(inside, { ...form, lists }, { field, action: 'own-field.created' });
}

/** Changes what a field is called, what helps to fill it in, who sees it and where it shows; facilitators only. */
export function changeField(
  context: Context,
  key: string,
  input: Omit<FieldInput, 'kind'>,
): Promise<Shaped<OwnField>> {
  return shapeForm(context, async (inside, form) => {
    const current = form.fields.find((field) => field.key === key);
    if (!current) return err({ code: 'not-found' });
    const read = readFieldInput({ ...input, kind: current.kind });
    if (!read.ok) return read;
    return saveField(inside, form, { field: { ...current, ...read.value }, action: 'own-field.changed' });
  });
}

/** Switches a field off, or on again; what practices say in it is kept. Facilitators only. */
export function switchField(context: Context, { key, on }: { key: string; on: boolean }) {
  return shapeForm(context, async (inside, form) => {
    const current = form.fields.find((field) => field.key === key);
    if (!current) return err({ code: 'not-found' });
    const action = on ? 'own-field.switched-on' : 'own-field.switched-off';
    return saveField(inside, form, { field: { ...current, removed: !on }, action });
  });
}

/** Puts a field before the one above it, or after the one below; facilitators only. */
export function moveField(
  context: Context,
  { key, up }: { key: string; up: boolean },
): Promise<Shaped<OwnField>> {
  return shapeForm(context, async (inside, form) => {
    const live = form.fields.filter(({ removed }) => !removed);
    const from = live.findIndex((field) => field.key === key);
    const [current, other] = [live[from], live[from + (up ? -1 : 1)]];
    if (!current) return err({ code: 'not-found' });
    if (!other) return ok(current);
    const order = form.fields.map((field) => (field === current ? other : field === other ? current : field));
    for (const [position, field] of order.entries()) await writeField(inside, { ...field, position });
    await appendToJournal(inside, {
      action: 'own-field.moved',
      changes: { field: { before: null, after: current.id } },
    });
    return ok(current);
  });
}

/**
 * Gives a field another kind, when no practice loses what it says: a choice may become several, anything short a text, and
 * a field in which nobody said anything whatever one likes. Facilitators only.
 */
export function changeKind(
  context: Context,
  { key, ...input }: Pick<FieldInput, 'kind' | 'list' | 'options'> & { key: string },
): Promise<Shaped<OwnField>> {
  return shapeForm(context, async (inside, form) => {
    const current = form.fields.find((field) => field.key === key);
    const kind = ownKinds.find((one) => one === input.kind);
    if (!current || !kind) return err({ code: current ? 'kind' : 'not-found' });
    if (kind === current.kind) return ok(current);
    const change = { key, from: current.kind, to: kind };
    const count = await countLosses(inside, change);
    if (count > 0) return err({ code: 'loses', count });
    const found = hasList(current.kind)
      ? ok(hasList(kind) ? (form.lists.get(current.listId ?? '') ?? null) : null)
      : await listFor(inside, form, { kind, input: { ...input, label: current.label } });
    if (!found.ok) return found;
    await convertValues(inside, change);
    const lists = found.value ? new Map(form.lists).set(found.value.id, found.value) : form.lists;
    const field = {
      ...current,
      kind,
      listId: found.value?.id ?? null,
      isFilter: current.isFilter && canFilter(kind),
    };
    const also = { kind: { before: current.kind, after: kind } };
    return saveField(inside, { ...form, lists }, { field, action: 'own-field.kind-changed', also });
  });
}

/** The list of a choice: one that there is, or a new one of the choices that were typed; null for other kinds. */
async function listFor(
  inside: Context,
  form: OwnForm,
  { kind, input }: { kind: OwnKind; input: Pick<FieldInput, 'label' | 'list' | 'options'> },
): Promise<Shaped<OwnList | null>> {
  if (!hasList(kind)) return ok(null);
  if (input.list) {
    const list = [...form.lists.values()].find(({ key }) => key === input.list);
    return list ? ok(list) : err({ code: 'list' });
  }
  if (!input.options?.trim()) return err({ code: 'list' });
  return listOfLines(inside, form, { name: input.label, lines: input.options });
}

/** Makes a list of the choices that were typed, one a line; the caller has checked who may. */
export async function listOfLines(
  inside: Context,
  form: OwnForm,
  { name, lines }: { name: string; lines: string },
): Promise<Shaped<OwnList>> {
  const options = withLines([], lines);
  return typeof options === 'string' ? err({ code: options }) : createList(inside, form, { name, options });
}

/** Makes a list; the caller has checked who may. */
async function createList(
  inside: Context,
  form: OwnForm,
  { name, options }: { name: string; options: readonly OwnOption[] },
): Promise<Shaped<OwnList>> {
  if (labelKey(name) === '' || [...name].length > listLimits.label) return err({ code: 'name' });
  if (form.lists.size >= listLimits.lists) return err({ code: 'too-many-lists' });
  const taken = new Set([...form.lists.values()].map((list) => list.key));
  const list = { id: newId(), key: freeKey(name, { taken, fallback: 'liste' }), name, options };
  await insertList(inside, list);
  return ok(list);
}

/** Writes a new list that was checked. */
export async function insertList(inside: Context, list: OwnList): Promise<void> {
  await writeList(inside, list);
  const changes = changesBetween({}, listState(list));
  const about = { list: { before: null, after: list.id } };
  await appendToJournal(inside, { action: 'own-list.created', changes: { ...about, ...changes } });
}

/** Writes a field if something changed, and what searches find in it. */
export async function saveField(
  inside: Context,
  form: OwnForm,
  change: { field: OwnField; action: FormAction; undoes?: Id; also?: Changes },
): Promise<Shaped<OwnField>> {
  const { field, action, undoes, also = {} } = change;
  const problem = problemOfField(form, field);
  if (problem) return err({ code: problem });
  const before = form.fields.find(({ id }) => id === field.id);
  const changes = { ...also, ...changesBetween(before ? fieldState(before) : {}, fieldState(field)) };
  if (before && Object.keys(changes).length === 0) return ok(field);
  await writeField(inside, field);
  const fields = [...form.fields.filter(({ id }) => id !== field.id), field];
  const isSearched = before && [before.kind, field.kind].includes('text');
  if (isSearched) await writeSearchedTexts(inside, { form: { ...form, fields }, key: field.key });
  const about = { field: { before: null, after: field.id } };
  await appendToJournal(inside, { action, changes: { ...about, ...changes }, undoes: undoes ?? null });
  return ok(field);
}
