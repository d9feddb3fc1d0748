import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { type Kind, type RecordCore, addressOf, kindPaths, shortIdIn } from '#modules/records/index.ts';
import { addComment, deleteComment, deleteRecord, restoreRecord } from '#modules/records/index.server.ts';
import { refuse } from './refusal.server.ts';

/**
 * The forms that the page of every record has, whatever its kind: comment, take a comment back, take the record away,
 * and bring it back, which is sent from its tombstone or from the list it has just left.
 *
 * @param recordAt the record that the address of the page names
 */
export function recordForms(
  kind: Kind,
  recordAt: (event: RequestEvent) => Promise<Pick<RecordCore, 'id' | 'kind' | 'slug' | 'shortId'>>,
) {
  const to = ({ locals }: RequestEvent, path: string) => localPath(locals.locale, path);
  return {
    comment: async (event: RequestEvent) => {
      const record = await recordAt(event);
      const markdown = String((await event.request.formData()).get('comment') ?? '');
      const added = await addComment(event.locals.context, { recordId: record.id, markdown });
      if (!added.ok) return fail(422, { comment: markdown, commentError: added.error.code });
      redirect(303, `${to(event, addressOf(record))}#comment-${added.value}`);
    },
    deleteComment: async (event: RequestEvent) => {
      const record = await recordAt(event);
      const id = String((await event.request.formData()).get('id') ?? '');
      const deleted = await deleteComment(event.locals.context, id);
      if (!deleted.ok) refuse(deleted.error.code);
      redirect(303, `${to(event, addressOf(record))}#comments`);
    },
    delete: async (event: RequestEvent) => {
      const record = await recordAt(event);
      const deleted = await deleteRecord(event.locals.context, record.id);
      if (!deleted.ok) refuse(deleted.error.code);
      redirect(303, `${to(event, `/${kindPaths[kind]}`)}?retiree=${record.shortId}`);
    },
    restore: async (event: RequestEvent) => {
      const shortId = shortIdIn(event.params['slug'] ?? '');
      const restored = await restoreRecord(event.locals.context, { kind, shortId });
      if (!restored.ok) refuse(restored.error.code);
      redirect(303, to(event, addressOf(restored.value)));
    },
  };
}

/** Where the form that brings a record back goes. */
export function restoreAction(
  locals: App.Locals,
  { kind, shortId }: Pick<RecordCore, 'kind' | 'shortId'>,
): string {
  return `${localPath(locals.locale, `/${kindPaths[kind]}/${shortId}`)}?/restore`;
}

/** For a list: where the record that was just taken away from it is brought back; undefined when none was. */
export function justTakenAway(locals: App.Locals, kind: Kind, url: URL): string | undefined {
  const shortId = url.searchParams.get('retiree') ?? '';
  return /^[0-9a-z]{8}$/.test(shortId) ? restoreAction(locals, { kind, shortId }) : undefined;
}
