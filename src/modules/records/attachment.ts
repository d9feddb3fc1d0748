import { z } from 'zod';
import { licences } from '#kernel/content-terms.ts';
import { limitedText } from '#kernel/field-problems.ts';
import { type Actor, hasRole } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { Json } from '#kernel/json.ts';
import { storableLine } from '#kernel/storable-text.ts';
import { type Kind, type RecordCore, can } from './record.ts';

/** Kinds of records to which people add pictures and documents. */
export const kindsWithFiles: readonly Kind[] = ['practice', 'evaluation', 'lever', 'action', 'page'];

export function takesFiles(kind: Kind): boolean {
  return kindsWithFiles.includes(kind);
}

/** Whoever may improve a record may change its files; an evaluation session is run by facilitators, files included. */
export function canChangeFiles(actor: Actor, record: Pick<RecordCore, 'kind' | 'createdBy'>): boolean {
  return can(actor, 'edit', record) && (record.kind !== 'evaluation' || hasRole(actor, 'facilitator'));
}

const megabyte = 1024 * 1024;

/** How much people may send, in bytes unless said otherwise. */
export const fileLimits = {
  picture: 20 * megabyte,
  document: 10 * megabyte,
  /** By one person in 24 hours. */
  perDay: 200 * megabyte,
  /** Kept by a territory, in all. */
  perTerritory: 5 * 1024 * megabyte,
  /** Files of one record. */
  perRecord: 40,
} as const;

/** Hours during which a file that nobody described yet waits for it. */
export const undescribedHours = 24;

/** Days during which the picture of a proposal waits for its author to press the button of their mail, which may leave late. */
export const proposedDays = 30;

/** What people say of a file. */
export interface FileDescription {
  /** What a picture shows, for those who do not see it; what a document is. Empty for a decorative picture only. */
  description: string;
  /** A picture that tells nothing: it is passed over by those who listen to the page. */
  decorative: boolean;
  /** Who made it; may be empty. */
  credit: string;
  /** One of those that forms offer; empty when nobody said. */
  licence: string;
}

export interface Attachment extends FileDescription {
  id: Id;
  recordId: Id;
  kind: 'picture' | 'document';
  name: string;
  mediaType: string;
  createdBy: Id | null;
  attachedAt: Date | null;
  removedAt: Date | null;
}

/** One size of a picture, or the one content of a document, whose width and height are 0. */
export interface AttachmentSize {
  width: number;
  height: number;
  bytes: number;
}

export interface AttachmentShown extends FileDescription {
  id: Id;
  kind: Attachment['kind'];
  name: string;
  /** Smallest first; at least one. */
  sizes: AttachmentSize[];
}

/** A picture as small as it comes, to recognise a record by in a list. */
export interface Cover {
  /** Path of the picture. */
  src: string;
  width: number;
  height: number;
}

/** Path of one content of a file: `/fichiers/3k9x0m2a/0193…/800.webp`. */
export function contentPath(
  recordShortId: string,
  file: { id: Id; kind: Attachment['kind']; name: string },
  width: number,
): string {
  const name = file.kind === 'picture' ? `${width}.webp` : encodeURIComponent(file.name);
  return `/fichiers/${recordShortId}/${file.id}/${name}`;
}

/** What was typed to describe a file, whole; a document has no `decorative`. */
export function descriptionShape(kind: Attachment['kind']) {
  return z
    .object({
      description: limitedText(500, storableLine),
      decorative: z.boolean().transform((ticked) => ticked && kind === 'picture'),
      credit: limitedText(200, storableLine),
      licence: z.enum(['', ...licences]),
    })
    .superRefine(({ description, decorative }, context) => {
      if (description === '' && !decorative) context.addIssue({ code: 'custom', path: ['description'] });
      // One or the other: what is said would never be heard.
      if (description !== '' && decorative) {
        context.addIssue({ code: 'custom', path: ['decorative'] });
      }
    });
}

/** The file as the journal keeps it; without the name of a picture's file, which nobody chose for others to read. */
export function attachmentState(file: Pick<Attachment, 'kind' | 'name'> & FileDescription): Json {
  const { kind, description, decorative, credit, licence } = file;
  const name = kind === 'document' ? file.name : '';
  return { kind, name, description, decorative, credit, licence };
}

const fileField = 'attachment.';

/** The field of the journal under which a file is told. */
export function attachmentField(id: Id): string {
  return fileField + id;
}

/** The file that a field of the journal tells of, if it is one. */
export function attachmentIn(field: string): Id | undefined {
  return field.startsWith(fileField) ? field.slice(fileField.length) : undefined;
}

/** The field under which the order of files is told: their ids. */
export const orderField = 'attachments';

/** What kind of document it is, as people say it: the ending of its name. */
export function endingOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).toUpperCase();
}
