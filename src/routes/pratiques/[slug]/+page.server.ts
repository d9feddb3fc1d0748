import { audienceOf } from '#kernel/journal-memory.server.ts';
import { renderHtml } from '#kernel/rich-text/to-html.ts';
import { addressOf, can } from '#modules/records/index.ts';
import { readComments, readFiles, relatedRecords } from '#modules/records/index.server.ts';
import { creditsShown } from '../../record-credits.server.ts';
import { recordForms } from '../../record-forms.server.ts';
import { moderationShown } from '../../record-moderation.server.ts';
import { practiceAt } from '../practice-at.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types.d.ts';

/** The page as this reader sees it, worked out once between two changes. */
export const load: PageServerLoad = (event) => {
  const { context, locale } = event.locals;
  event.locals.sameForVisitors = true;
  const key = `practice-page ${locale} ${audienceOf(context)} ${event.url.pathname}`;
  return context.memory.recall(context, key, () => readPage(event));
};

async function readPage(event: RequestEvent) {
  const { context } = event.locals;
  const { record, details } = await practiceAt(event);
  const [comments, files, related] = await Promise.all([
    readComments(context, record.id),
    readFiles(context, record.id),
    relatedRecords(context, record.id),
  ]);
  const credits = await creditsShown(context, record);
  const { actor } = context;
  return {
    practice: {
      title: record.title,
      pitch: record.pitch,
      language: record.language,
      tags: record.tags,
      licence: record.licence,
      sourceName: record.sourceName,
      sourceUrl: record.sourceUrl,
      updatedAt: record.updatedAt,
      confirmedOn: record.confirmedOn,
      shortId: record.shortId,
      isDraft: record.visibility === 'draft',
    },
    details: { ...details, extra: {} },
    html: renderHtml(record.body),
    address: addressOf(record),
    moderation: await moderationShown(context, record),
    credits,
    comments,
    files,
    related: related.map((other) => ({ ...other, address: addressOf(other) })),
    may: {
      edit: can(actor, 'edit', record),
      delete: can(actor, 'delete', record),
      comment: can(actor, 'comment', record),
      evaluate: actor.role === 'facilitator' || actor.role === 'owner',
    },
  };
}

export const actions: Actions = recordForms('practice', async (event) => (await practiceAt(event)).record);
