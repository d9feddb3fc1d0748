import type { Context } from '#kernel/context.ts';
import { renderHtml } from '#kernel/rich-text/to-html.ts';
import { type RecordCore, addressOf, can, canChangeFiles } from '#modules/records/index.ts';
import { readComments, readFiles, relatedRecords } from '#modules/records/index.server.ts';
import { creditsShown } from './record-credits.server.ts';
import { moderationShown } from './record-moderation.server.ts';

/** What the page of a record shows and lets this reader do, whatever its kind; a kind adds its own beside it. */
export async function recordShown(context: Context, record: RecordCore) {
  const [comments, files, related, credits, moderation] = await Promise.all([
    readComments(context, record.id),
    readFiles(context, record.id),
    relatedRecords(context, record.id),
    creditsShown(context, record),
    moderationShown(context, record),
  ]);
  const { actor } = context;
  return {
    record: {
      title: record.title,
      pitch: record.pitch,
      language: record.language,
      visibility: record.visibility,
      tags: record.tags,
      licence: record.licence,
      sourceName: record.sourceName,
      sourceUrl: record.sourceUrl,
      updatedAt: record.updatedAt,
      confirmedOn: record.confirmedOn,
      version: record.version,
      shortId: record.shortId,
    },
    html: renderHtml(record.body),
    address: addressOf(record),
    comments,
    files,
    related: related.map((other) => ({ ...other, address: addressOf(other) })),
    credits,
    moderation,
    may: {
      edit: can(actor, 'edit', record),
      changeFiles: canChangeFiles(actor, record),
      comment: can(actor, 'comment', record),
      delete: can(actor, 'delete', record),
      tie: can(actor, 'link', record),
    },
  };
}
