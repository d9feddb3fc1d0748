import { type Language, languages } from '#kernel/content-terms.ts';
import { type Actor, hasRole } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { Json } from '#kernel/json.ts';
import type { RichText } from '#kernel/rich-text/rich-text.ts';

/** Each kind of record and the first part of its address, in French. */
export const kindPaths = {
  practice: 'pratiques',
  framework: 'referentiels',
  evaluation: 'evaluations',
  lever: 'leviers',
  action: 'actions',
  page: 'connaissances',
  deliberation: 'deliberations',
  decision: 'decisions',
} as const;

export type Kind = keyof typeof kindPaths;

export const visibilities = ['public', 'members', 'facilitators', 'draft'] as const;
/** Those that whoever writes chooses among; the other is for what facilitators prepare together. */
export const chosenVisibilities = ['public', 'members', 'draft'] as const;
/** Who may see a record: everyone, whoever signed in, or its authors only. Groups come later. */
export type Visibility = (typeof visibilities)[number];

export { languages, type Language };

/** What every record has, whatever its kind; the kind's module keeps the rest. */
export interface RecordFields {
  title: string;
  /** One line that makes one want to read on. */
  pitch: string;
  body: RichText;
  language: Language;
  visibility: Visibility;
  /** SPDX identifier of the licence of the text, or the name its source gives. */
  licence: string;
  tags: string[];
  /** Themes, challenges and communities of interest, by id, in the order they were given. */
  topicIds: Id[];
  /** Where people talk about it: an https address, or empty. */
  chatUrl: string;
  /** Names of those who wrote it with others and have no account. */
  coAuthors: string[];
  /** Where it comes from; empty for what was written here. */
  sourceName: string;
  sourceUrl: string;
  /** Its id at the source, by which a later import finds it again. */
  sourceRecordId: string;
  /** Day on which someone last said it was still true. */
  confirmedOn: string | null;
}

export interface RecordCore extends RecordFields {
  id: Id;
  kind: Kind;
  shortId: string;
  slug: string;
  /** Everyone who wrote it, who made it and who improved it, in order. */
  authorIds: Id[];
  /** The source that it mirrors: it is corrected there, and only read here. Null for any other record. */
  mirrorOf: Id | null;
  /** Who made it; null for what nobody signed in made. */
  createdBy: Id | null;
  /** Grows by one at each change; whoever edits says which one they saw. */
  version: number;
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
}

/** Days during which a deleted record can be brought back. */
export const undoDays = 30;

/** `/pratiques/jardin-des-cordiers-3k9x0m2a` */
export function addressOf(record: Pick<RecordCore, 'kind' | 'slug' | 'shortId'>): string {
  return `/${kindPaths[record.kind]}/${record.slug}-${record.shortId}`;
}

/**
 * The short id an address ends with, whatever slug precedes it: an old address still leads to its record. Empty, as no
 * record's is, when the address ends with none.
 */
export function shortIdIn(slugAndId: string): string {
  return /(?:^|-)([0-9a-z]{8})$/.exec(slugAndId.toLowerCase())?.[1] ?? '';
}

/** The short id at the end of the address of a record, here or on another site; without what a search or an anchor adds to it. */
export function shortIdOfAddress(address: string): string {
  return shortIdIn((/^[^?#]*/.exec(address)?.[0] ?? '').split('/').at(-1) ?? '');
}

export type RecordAction =
  | 'edit'
  | 'delete'
  | 'restore'
  | 'comment'
  | 'link'
  | 'change-visibility'
  | 'change-licence'
  | 'hide'
  | 'follow';

const ownActions: readonly RecordAction[] = ['delete', 'restore', 'change-visibility', 'change-licence'];

/**
 * Members act first and report: anyone signed in may improve any record they see, since every change is kept
 * and undone in one click. Taking a record away, or showing it to others than before, is for who made it and for
 * facilitators: improving a record gives no right to it. What mirrors a source is changed at its source alone. Hiding is for facilitators, with a public reason. Someone who was removed from the territory only reads.
 */
export function can(
  actor: Actor,
  action: RecordAction,
  record: Pick<RecordCore, 'createdBy'> & Partial<Pick<RecordCore, 'mirrorOf'>>,
): boolean {
  if (record.mirrorOf && (action === 'edit' || ownActions.includes(action))) return false;
  if (!hasRole(actor, action === 'hide' ? 'facilitator' : 'contributor')) return false;
  if (!ownActions.includes(action)) return true;
  const isOwn = actor.personId !== null && record.createdBy === actor.personId;
  return isOwn || hasRole(actor, 'facilitator');
}

/** The fields as the journal keeps them. */
export function stateOf(fields: RecordFields): Record<string, Json> {
  return {
    title: fields.title,
    pitch: fields.pitch,
    body: fields.body as Json,
    language: fields.language,
    visibility: fields.visibility,
    licence: fields.licence,
    tags: fields.tags,
    topicIds: fields.topicIds,
    chatUrl: fields.chatUrl,
    coAuthors: fields.coAuthors,
    sourceName: fields.sourceName,
    sourceUrl: fields.sourceUrl,
    confirmedOn: fields.confirmedOn,
  };
}
