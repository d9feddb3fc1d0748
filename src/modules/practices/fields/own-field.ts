import { z } from 'zod';
import { type Actor, hasRole } from '#kernel/context.ts';
import { limitedText } from '#kernel/field-problems.ts';
import type { Id } from '#kernel/ids.ts';
import type { Json } from '#kernel/json.ts';
import { storableLine } from '#kernel/storable-text.ts';
import { type OwnList, labelKey } from './own-list.ts';

/** What a field of a territory's own holds. `choices`: several of a list; `practices`: other practices. */
export const ownKinds = ['text', 'number', 'date', 'choice', 'choices', 'link', 'practices'] as const;
export type OwnKind = (typeof ownKinds)[number];

/** Who sees what practices say in a field, and fills it in. */
export const ownVisibilities = ['public', 'members', 'facilitators'] as const;
export type OwnVisibility = (typeof ownVisibilities)[number];

export interface OwnField {
  id: Id;
  /** Stands in addresses, files and the API as `field.<key>`; it stays when the label changes. */
  key: string;
  label: string;
  help: string;
  kind: OwnKind;
  /** The list of a choice; null for the other kinds. */
  listId: Id | null;
  visibility: OwnVisibility;
  /** Asked for in the form; files and confirmations do without. */
  required: boolean;
  /** Shown under the title in lists. */
  inList: boolean;
  /** Offered among the filters. */
  isFilter: boolean;
  /** A field that is switched off is shown nowhere; what practices say in it stays. */
  removed: boolean;
  position: number;
}

/** The form of a territory: all its own fields in order, those that are off included, and the lists they share. */
export interface OwnForm {
  fields: readonly OwnField[];
  lists: ReadonlyMap<Id, OwnList>;
}

export const emptyOwnForm: OwnForm = { fields: [], lists: new Map() };

/** The name of a field in addresses, files, histories and states: `field.<key>`. */
export type OwnName = `field.${string}`;

export function ownName({ key }: Pick<OwnField, 'key'>): OwnName {
  return `field.${key}`;
}

export function isOwnName(name: string): name is OwnName {
  return /^field\.[a-z0-9-]{1,60}$/.test(name);
}

/** Facilitators shape the form; what it asks may be read by all who see it. */
export function canShapeForm(actor: Actor): boolean {
  return hasRole(actor, 'facilitator');
}

const leastRole = { public: 'visitor', members: 'contributor', facilitators: 'facilitator' } as const;

/** The one place that decides who sees, and fills in, what practices say in a field. */
export function canSeeField(actor: Actor, { removed, visibility }: OwnField): boolean {
  return !removed && hasRole(actor, leastRole[visibility]);
}

/** The fields that this actor sees, in the order of the form. */
export function seenFields({ fields }: OwnForm, actor: Actor): OwnField[] {
  return fields.filter((field) => canSeeField(actor, field));
}

/** The form as this actor sees it. */
export function seenForm(form: OwnForm, actor: Actor): OwnForm {
  return { ...form, fields: seenFields(form, actor) };
}

/** The fields of open data: whoever asks, files and the API tell no more. */
export function publicFields(form: OwnForm): OwnField[] {
  return seenFields(form, { personId: null, role: 'visitor' });
}

/** The field of this name, off or on. */
export function fieldNamed({ fields }: OwnForm, name: string): OwnField | undefined {
  return fields.find((field) => ownName(field) === name);
}

export function listOf(form: OwnForm, { listId }: OwnField): OwnList | undefined {
  return listId === null ? undefined : form.lists.get(listId);
}

export function hasList(kind: OwnKind): boolean {
  return kind === 'choice' || kind === 'choices';
}

/** The kinds by which a list can be narrowed: texts and links are found by searching. */
export function canFilter(kind: OwnKind): boolean {
  return kind !== 'text' && kind !== 'link';
}

/** Most fields in use, so that the form stays one that people fill in. */
const mostFields = 50;

/** What a form or a file says of a field. */
export const ownFieldShape = z.object({
  label: limitedText(100, storableLine).refine((label) => labelKey(label) !== ''),
  help: limitedText(300, storableLine).default(''),
  kind: z.enum(ownKinds),
  visibility: z.enum(ownVisibilities).default('public'),
  required: z.boolean().default(false),
  inList: z.boolean().default(false),
  isFilter: z.boolean().default(false),
});

export type FieldProblem = 'label-taken' | 'too-many-fields' | 'list';

/** What forbids a field to become so: a label that another one has, a form that is full, a choice without its list. */
export function problemOfField(form: OwnForm, changed: OwnField): FieldProblem | undefined {
  if (hasList(changed.kind) !== (changed.listId !== null && form.lists.has(changed.listId))) return 'list';
  if (changed.removed) return undefined;
  const others = form.fields.filter(({ id, removed }) => id !== changed.id && !removed);
  if (others.some(({ label }) => labelKey(label) === labelKey(changed.label))) return 'label-taken';
  return others.length >= mostFields ? 'too-many-fields' : undefined;
}

/** What the journal keeps of a field: all that undoing gives back. */
export function fieldState(field: OwnField): Record<string, Json> {
  const { label, help, visibility, required, inList, isFilter, removed } = field;
  return { label, help, visibility, required, inList, isFilter, removed };
}

/** What can happen to the form, as the journal says it. */
export const formActions = [
  'own-field.created',
  'own-field.changed',
  'own-field.moved',
  'own-field.kind-changed',
  'own-field.switched-off',
  'own-field.switched-on',
  'own-field.change-undone',
  'own-list.created',
  'own-list.changed',
  'own-list.moved',
  'own-list.change-undone',
] as const;
export type FormAction = (typeof formActions)[number];

/** Whether an entry about the form can be undone: not the making of a field or a list, nor a move, nor a change of kind. */
export function isUndoableFormAction(action: string): boolean {
  return /^own-(field\.(changed|switched-off|switched-on|change-undone)|list\.(changed|change-undone))$/.test(
    action,
  );
}

/** One entry of what happened to the form. */
export interface FormEvent {
  id: Id;
  /** The id of the field or the list. */
  about: Id;
  action: FormAction;
  at: Date;
  /** The name of who did it; empty when they gave none. */
  author: string;
  /** What the field or the list is called today. */
  name: string;
  undoable: boolean;
}
