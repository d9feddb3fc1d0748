import { type RequestEvent, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { privateFields } from '#modules/practices/index.ts';
import { mergesToUndo, tellOwnFields, undoPracticeChange } from '#modules/practices/index.server.ts';
import { can, isMerge } from '#modules/records/index.ts';
import { historyShown, undoForm } from '../../../record-history.server.ts';
import { practiceAt } from '../../practice-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { context } = event.locals;
  const { record } = await practiceAt(event);
  const merges = await mergesToUndo(context, record.id);
  return {
    ...(await historyShown(context, record, {
      unshown: privateFields,
      tellOwn: tellOwnFields,
      isUndone: ({ id, action }) => !isMerge(action) || merges.has(id),
    })),
    mayUndo: can(context.actor, 'edit', record),
  };
};

export const actions: Actions = {
  default: (event: RequestEvent) =>
    undoForm(
      async () => (await practiceAt(event)).record,
      async (context, undo) => {
        const undone = await undoPracticeChange(context, undo);
        // Of a merge that people worked on since, they decide field by field.
        const isToDecide = !undone.ok && undone.error.code === 'changed-since';
        if (isToDecide && (await mergesToUndo(context, undo.recordId)).has(undo.entryId)) {
          const { record } = await practiceAt(event);
          const query = new URLSearchParams({ fiche: record.shortId, entree: undo.entryId });
          redirect(303, `${localPath(event.locals.locale, '/gestion/doublons/separer')}?${query}`);
        }
        return undone;
      },
    )(event),
};
