import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { hasRole } from '#kernel/context.ts';
import { renderHtml } from '#kernel/rich-text/to-html.ts';
import { type RecordCore, addressOf, hidingReasons, shortIdIn } from '#modules/records/index.ts';
import { type HideRefusal, findTarget, hide, showAgain } from '#modules/records/index.server.ts';
import type { Result } from '#kernel/result.ts';
import { refuse } from '../../../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { context } = event.locals;
  if (!hasRole(context.actor, 'facilitator'))
    refuse(context.actor.personId ? 'not-allowed' : 'sign-in-first');
  const found = await findTarget(context, targetOf(event));
  if (!found) return refuse('not-found');
  const { record, comment, hiding } = found;
  return {
    record: { title: record.title, language: record.language, address: addressOf(record) },
    comment: comment && { id: comment.id, html: renderHtml(comment.body) },
    hiding,
    reasons: hidingReasons,
  };
};

/** The record that the address names, or the comment on it. */
function targetOf({ params, url }: RequestEvent) {
  return { shortId: shortIdIn(params['slug'] ?? ''), commentId: url.searchParams.get('commentaire') };
}

export const actions: Actions = {
  hide: async (event) => {
    const form = await event.request.formData();
    const typed = { reason: String(form.get('reason') ?? ''), words: String(form.get('words') ?? '') };
    const hidden = await hide(event.locals.context, { target: targetOf(event), ...typed });
    if (!hidden.ok && hidden.error.code === 'invalid') {
      return fail(422, { ...typed, problems: hidden.error.problems });
    }
    return settled(event, hidden);
  },
  show: async (event) => settled(event, await showAgain(event.locals.context, targetOf(event))),
};

/** Back to what was hidden or shown; what someone else has just done is told on this page. */
function settled(event: RequestEvent, done: Result<RecordCore, HideRefusal>) {
  if (!done.ok) return done.error.code === 'already' ? fail(409, { already: true }) : refuse(done.error.code);
  const commentId = event.url.searchParams.get('commentaire');
  const at = localPath(event.locals.locale, addressOf(done.value));
  return redirect(303, commentId === null ? at : `${at}#comment-${encodeURIComponent(commentId)}`);
}
