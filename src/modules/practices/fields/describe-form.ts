import type { Id } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { slugify } from '#kernel/slug.ts';
import { type FieldInput, readFieldInput } from './field-input.ts';
import { type FieldProblem, type OwnField, type OwnForm, type OwnKind, problemOfField } from './own-field.ts';
import { type ListProblem, type OwnList, labelKey, listLimits, withDescribed } from './own-list.ts';

/** A choice as another tool gives it: by its key there, when it has one. */
export interface DescribedOption {
  key?: string;
  label: string;
}

export interface DescribedList {
  key: string;
  name: string;
  options: readonly DescribedOption[];
}

export type DescribedField = Omit<FieldInput, 'kind' | 'options'> & { key: string; kind: OwnKind };

/** A form as a file or another tool describes it. Keys are made fit for addresses; labels are texts. */
export interface FormDescription {
  lists: readonly DescribedList[];
  fields: readonly DescribedField[];
}

export type DescribeProblem =
  FieldProblem | ListProblem | 'label' | 'help' | 'kind' | 'name' | 'too-many-lists';

type Made<Value> = Result<Value, { code: DescribeProblem }>;

/** What was made of a description: for each field, the one that stands for it here, or why there is none. */
export type MadeForm = ReadonlyMap<string, Made<OwnField>>;

/** What a description makes of a form. */
export interface DescribedForm {
  form: OwnForm;
  /** The lists that are new, and those that take choices. */
  lists: { before: OwnList | null; after: OwnList }[];
  added: OwnField[];
  made: MadeForm;
}

/** The key of a field or a choice here, for the one that another tool gives it: `bf_adresse` becomes `bf-adresse`. */
export function ownKey(key: string): string {
  return slugify(key, 'champ').slice(0, 50);
}

/** The field that stands for one that is described: that of its key, on or off, else one in use that asks the same. */
export function standingField(
  { fields }: OwnForm,
  { key, label }: Pick<DescribedField, 'key' | 'label'>,
): OwnField | undefined {
  const wanted = labelKey(label);
  return (
    fields.find((field) => field.key === ownKey(key)) ??
    fields.find((field) => !field.removed && labelKey(field.label) === wanted)
  );
}

/**
 * The form with the lists and fields that a description names and that are not there yet. What there is stays as
 * facilitators shaped it, whatever its label or its kind became: describing twice changes nothing. A list that there is
 * takes the choices that it lacks, and none that was taken away.
 */
export function describedForm(before: OwnForm, description: FormDescription, newId: () => Id): DescribedForm {
  const lists = new Map<string, Made<{ before: OwnList | null; after: OwnList }>>();
  let form = before;
  for (const described of description.lists) {
    const list = describedList(form, described, newId);
    lists.set(described.key, list);
    if (list.ok) form = withList(form, list.value.after);
  }
  const made = new Map<string, Made<OwnField>>();
  const added: OwnField[] = [];
  for (const described of description.fields) {
    const known = standingField(form, described);
    const list = lists.get(described.list ?? '');
    const field = known ? ok(known) : list && !list.ok ? list : newField(form, described, newId);
    made.set(described.key, field);
    if (known || !field.ok) continue;
    added.push(field.value);
    form = { ...form, fields: [...form.fields, field.value] };
  }
  const isWanted = (key: string) => {
    const users = description.fields.filter(({ list }) => list === key);
    return users.length === 0 || users.some((field) => made.get(field.key)?.ok);
  };
  const changed = [...lists].flatMap(([key, list]) =>
    list.ok && isWanted(key) && list.value.before !== list.value.after ? [list.value] : [],
  );
  return { form, lists: changed, added, made };
}

function withList(form: OwnForm, list: OwnList): OwnForm {
  return { ...form, lists: new Map(form.lists).set(list.id, list) };
}

function listKeyed({ lists }: OwnForm, key: string): OwnList | undefined {
  return [...lists.values()].find((list) => list.key === ownKey(key));
}

function describedList(
  form: OwnForm,
  { key, name, options: described }: DescribedList,
  newId: () => Id,
): Made<{ before: OwnList | null; after: OwnList }> {
  const known = listKeyed(form, key);
  const keyed = described.map((option) => ({
    label: option.label,
    ...(option.key !== undefined && { key: ownKey(option.key) }),
  }));
  const options = withDescribed(known?.options ?? [], keyed);
  if (typeof options === 'string') return err({ code: options });
  if (known) {
    const { length } = known.options;
    const isSame = options.length === length && options.every((one, place) => one === known.options[place]);
    return ok({ before: known, after: isSame ? known : { ...known, options } });
  }
  if (labelKey(name) === '' || [...name].length > listLimits.label) return err({ code: 'name' });
  if (form.lists.size >= listLimits.lists) return err({ code: 'too-many-lists' });
  return ok({ before: null, after: { id: newId(), key: ownKey(key), name, options } });
}

function newField(
  form: OwnForm,
  { key, list, ...described }: DescribedField,
  newId: () => Id,
): Made<OwnField> {
  const read = readFieldInput(described);
  if (!read.ok) return read;
  const field: OwnField = {
    ...read.value,
    id: newId(),
    key: ownKey(key),
    listId: list === undefined ? null : (listKeyed(form, list)?.id ?? null),
    removed: false,
    position: Math.max(-1, ...form.fields.map(({ position }) => position)) + 1,
  };
  const problem = problemOfField(form, field);
  return problem ? err({ code: problem }) : ok(field);
}
