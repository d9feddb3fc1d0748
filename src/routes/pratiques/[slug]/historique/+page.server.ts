import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { namesOf } from '#modules/accounts/index.server.ts';
import { privateFields } from '#modules/practices/index.ts';
import { undoPracticeChange } from '#modules/practices/index.server.ts';
import { addressOf, can } from '#modules/records/index.ts';
import { practiceAt } from '../../practice-at.server.ts';
import { describeChanges } from '../../../describe-changes.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { context } = event.locals;
  const { record } = await practiceAt(event);
  const entries = await historyOf(context.db, {
    territoryId: context.territoryId,
    recordId: record.id,
    limit: 200,
  });
  const names = await namesOf(context.db, [...new Set(entries.flatMap((entry) => entry.actorId ?? []))]);
  return {
    title: record.title,
    address: addressOf(record),
    mayUndo: can(context.actor, 'edit', record),
    entries: entries.map((entry) => ({
      id: entry.id,
      action: entry.action,
      at: entry.happenedAt,
      author: (entry.actorId && names.get(entry.actorId)) || '',
      undoable: /\.(changed|change-undone)$/.test(entry.action),
      changes: describeChanges(entry.changes, privateFields),
    })),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const { record } = await practiceAt(event);
    const entryId = String((await event.request.formData()).get('entry') ?? '');
    const undone = await undoPracticeChange(event.locals.context, { recordId: record.id, entryId });
    if (!undone.ok) return fail(422, { error: undone.error.code });
    redirect(303, localPath(event.locals.locale, addressOf(undone.value)));
  },
};
