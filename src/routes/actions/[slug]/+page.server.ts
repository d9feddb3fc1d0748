import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { renderHtml } from '#kernel/rich-text/to-html.ts';
import { namesOf } from '#modules/accounts/index.server.ts';
import { isLate, readActionForm } from '#modules/action-plans/index.ts';
import { changeStatus, undoActionChange, undoable } from '#modules/action-plans/index.server.ts';
import { addressOf, can } from '#modules/records/index.ts';
import { deleteRecord, relatedRecords } from '#modules/records/index.server.ts';
import { describeChanges } from '../../describe-changes.ts';
import { refuse } from '../../refusal.server.ts';
import { today } from '../../today.server.ts';
import { actionAt } from './action-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { context } = event.locals;
  const { record, details } = await actionAt(event);
  const [related, history] = await Promise.all([
    relatedRecords(context, record.id),
    historyShown(context, record.id),
  ]);
  return {
    action: {
      title: record.title,
      language: record.language,
      licence: record.licence,
      source: record.sourceName,
      updatedAt: record.updatedAt,
      version: record.version,
      who: details.who,
      due: details.due,
      status: details.status,
      late: isLate(details, today(event.locals)),
    },
    html: renderHtml(record.body),
    progress: details.progress === '' ? '' : renderHtml(parseMarkdown(details.progress)),
    address: addressOf(record),
    related: related.map((other) => ({ ...other, address: addressOf(other) })),
    history,
    may: { edit: can(context.actor, 'edit', record), delete: can(context.actor, 'delete', record) },
  };
};

async function historyShown(context: Context, recordId: Id) {
  const { db, territoryId } = context;
  const entries = await historyOf(db, { territoryId, recordId, limit: 100 });
  const names = await namesOf(db, [...new Set(entries.flatMap((entry) => entry.actorId ?? []))]);
  return entries.map((entry) => ({
    id: entry.id,
    action: entry.action,
    at: entry.happenedAt,
    author: (entry.actorId && names.get(entry.actorId)) || '',
    undoable: undoable(entry.action),
    changes: undoable(entry.action) ? describeChanges(entry.changes) : [],
  }));
}

export const actions: Actions = {
  report: async (event) => {
    const { record } = await actionAt(event);
    const form = await event.request.formData();
    const typed = (name: string) => String(form.get(name) ?? '');
    const { locals } = event;
    const { progress } = readActionForm(form);
    const saved = await changeStatus(locals.context, {
      recordId: record.id,
      version: Number(typed('version')),
      status: typed('status'),
      progress,
    });
    if (saved.ok) redirect(303, localPath(locals.locale, addressOf(saved.value)));
    const { error } = saved;
    if (error.code === 'not-found' || error.code === 'not-allowed') return refuse(error.code);
    return fail(error.code === 'invalid' ? 422 : 409, { progress, error: error.code });
  },
  undo: async (event) => {
    const { record } = await actionAt(event);
    const entryId = String((await event.request.formData()).get('entry') ?? '');
    const undone = await undoActionChange(event.locals.context, { recordId: record.id, entryId });
    if (undone.ok) redirect(303, localPath(event.locals.locale, addressOf(undone.value)));
    const { code } = undone.error;
    if (code === 'not-found' || code === 'not-allowed' || code === 'invalid') return refuse(code);
    return fail(409, { progress: '', error: code });
  },
  delete: async (event) => {
    const { record } = await actionAt(event);
    const deleted = await deleteRecord(event.locals.context, record.id);
    if (!deleted.ok) refuse(deleted.error.code);
    redirect(303, localPath(event.locals.locale, '/actions'));
  },
};
