import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import type { Result } from '#kernel/result.ts';
import type { Context } from '#kernel/context.ts';
import { type RecordCore, addressOf } from '#modules/records/index.ts';
import { type HistoryRules, readHistory, undoFileChange } from '#modules/records/index.server.ts';

/** What the history page of a record shows, whatever its kind. */
export async function historyShown(context: Context, record: RecordCore, rules: HistoryRules = {}) {
  const { kind, title, language } = record;
  return {
    record: { kind, title, language, address: addressOf(record) },
    history: await readHistory(context, { ...rules, recordId: record.id }),
  };
}

type Undo = (
  context: Context,
  undo: { recordId: string; entryId: string },
) => Promise<Result<RecordCore, { code: string }>>;

/** The form of a history page: undoes the entry it names, then shows the record; a refusal explains itself on the page. */
export function undoForm(recordAt: (event: RequestEvent) => Promise<RecordCore>, undo: Undo) {
  return async (event: RequestEvent) => {
    const { id: recordId } = await recordAt(event);
    const entryId = String((await event.request.formData()).get('entry') ?? '');
    const { context } = event.locals;
    const undone =
      (await undoFileChange(context, { recordId, entryId })) ?? (await undo(context, { recordId, entryId }));
    if (!undone.ok) return fail(422, { error: undone.error.code });
    redirect(303, localPath(event.locals.locale, addressOf(undone.value)));
  };
}
