import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { audienceOf } from '#kernel/journal-memory.server.ts';
import { renderHtml } from '#kernel/rich-text/to-html.ts';
import { namesOf } from '#modules/accounts/index.server.ts';
import { addressOf, can } from '#modules/records/index.ts';
import {
  addComment,
  deleteComment,
  deleteRecord,
  listComments,
  relatedRecords,
} from '#modules/records/index.server.ts';
import { practiceAt } from '../practice-at.server.ts';
import { refuse } from '../../refusal.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types.d.ts';

/** The page as this reader sees it, worked out once between two changes. */
export const load: PageServerLoad = (event) => {
  const { context, locale } = event.locals;
  const key = `practice-page ${locale} ${audienceOf(context)} ${event.url.pathname}`;
  return context.memory.recall(context, key, () => readPage(event));
};

async function readPage(event: RequestEvent) {
  const { context } = event.locals;
  const { record, details } = await practiceAt(event);
  const [comments, related] = await Promise.all([
    listComments(context, record.id),
    relatedRecords(context, record.id),
  ]);
  const people = [...record.authorIds, ...comments.flatMap((comment) => comment.authorId ?? [])];
  const names = await namesOf(context.db, [...new Set(people)]);
  const { actor } = context;
  return {
    practice: {
      title: record.title,
      pitch: record.pitch,
      language: record.language,
      tags: record.tags,
      licence: record.licence,
      source: { name: record.sourceName, url: record.sourceUrl },
      updatedAt: record.updatedAt,
      confirmedOn: record.confirmedOn,
      shortId: record.shortId,
      isDraft: record.visibility === 'draft',
    },
    details: { ...details, extra: {} },
    html: renderHtml(record.body),
    address: addressOf(record),
    authors: record.authorIds.flatMap((id) => names.get(id) || []),
    comments: comments.map((comment) => ({
      id: comment.id,
      html: renderHtml(comment.body),
      author: (comment.authorId && names.get(comment.authorId)) || '',
      at: comment.createdAt,
      mayDelete:
        comment.authorId === actor.personId
          ? actor.personId !== null
          : can(actor, 'delete', { createdBy: null }),
    })),
    related: related.map((other) => ({ ...other, address: addressOf(other) })),
    may: {
      edit: can(actor, 'edit', record),
      delete: can(actor, 'delete', record),
      comment: can(actor, 'comment', record),
      evaluate: actor.role === 'facilitator' || actor.role === 'owner',
    },
  };
}

export const actions: Actions = {
  comment: async (event) => {
    const { record } = await practiceAt(event);
    const markdown = String((await event.request.formData()).get('comment') ?? '');
    const added = await addComment(event.locals.context, { recordId: record.id, markdown });
    if (!added.ok) return fail(422, { comment: markdown, error: added.error.code });
    redirect(303, `${localPath(event.locals.locale, addressOf(record))}#comment-${added.value}`);
  },
  deleteComment: async (event) => {
    const { record } = await practiceAt(event);
    const id = String((await event.request.formData()).get('id') ?? '');
    const deleted = await deleteComment(event.locals.context, id);
    if (!deleted.ok) refuse(deleted.error.code);
    redirect(303, `${localPath(event.locals.locale, addressOf(record))}#comments`);
  },
  delete: async (event) => {
    const { record } = await practiceAt(event);
    const deleted = await deleteRecord(event.locals.context, record.id);
    if (!deleted.ok) refuse(deleted.error.code);
    redirect(303, `${localPath(event.locals.locale, '/pratiques')}?retiree=${record.shortId}`);
  },
};
