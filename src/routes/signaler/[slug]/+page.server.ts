import { type RequestEvent, fail } from '@sveltejs/kit';
import { renderHtml } from '#kernel/rich-text/to-html.ts';
import { reportReasons } from '#modules/moderation/index.ts';
import { makeReport } from '#modules/moderation/index.server.ts';
import { addressOf, shortIdIn } from '#modules/records/index.ts';
import { findTarget } from '#modules/records/index.server.ts';
import { refuse } from '../../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { context, person } = event.locals;
  const found = await findTarget(context, targetOf(event));
  if (!found) return refuse('not-found');
  const { record, comment } = found;
  return {
    record: { title: record.title, language: record.language, address: addressOf(record) },
    comment: comment && { id: comment.id, html: renderHtml(comment.body) },
    reasons: reportReasons,
    isSignedIn: person !== undefined,
  };
};

/** The record that the address names, or the comment on it. */
function targetOf({ params, url }: RequestEvent) {
  return { shortId: shortIdIn(params['slug'] ?? ''), commentId: url.searchParams.get('commentaire') };
}

export const actions: Actions = {
  default: async (event) => {
    const { context, locale } = event.locals;
    const form = await event.request.formData();
    const read = (name: string) => String(form.get(name) ?? '');
    const typed = { reason: read('reason'), words: read('words'), email: read('email') };
    const made = await makeReport(context, {
      ...typed,
      target: targetOf(event),
      address: event.getClientAddress(),
      language: locale,
    });
    if (made.ok) return { isMade: true as const };
    const { error } = made;
    if (error.code === 'invalid') return fail(422, { ...typed, problems: error.problems, tooMany: false });
    return error.code === 'too-many'
      ? fail(429, { ...typed, problems: [], tooMany: true })
      : refuse(error.code);
  },
};
