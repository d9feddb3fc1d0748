import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { renderHtml } from '#kernel/rich-text/to-html.ts';
import { isLate, readActionForm } from '#modules/action-plans/index.ts';
import { changeStatus } from '#modules/action-plans/index.server.ts';
import { addressOf, can } from '#modules/records/index.ts';
import { readComments, readFiles, relatedRecords } from '#modules/records/index.server.ts';
import { creditsShown } from '../../record-credits.server.ts';
import { recordForms } from '../../record-forms.server.ts';
import { moderationShown } from '../../record-moderation.server.ts';
import { refuse } from '../../refusal.server.ts';
import { today } from '../../today.server.ts';
import { actionAt } from '../action-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { context } = event.locals;
  const { record, details } = await actionAt(event);
  const [related, comments, files, credits] = await Promise.all([
    relatedRecords(context, record.id),
    readComments(context, record.id),
    readFiles(context, record.id),
    creditsShown(context, record),
  ]);
  const { actor } = context;
  return {
    action: {
      title: record.title,
      language: record.language,
      licence: record.licence,
      sourceName: record.sourceName,
      sourceUrl: record.sourceUrl,
      updatedAt: record.updatedAt,
      confirmedOn: record.confirmedOn,
      version: record.version,
      shortId: record.shortId,
      who: details.who,
      due: details.due,
      status: details.status,
      late: isLate(details, today(event.locals)),
    },
    html: renderHtml(record.body),
    progress: details.progress === '' ? '' : renderHtml(parseMarkdown(details.progress)),
    address: addressOf(record),
    moderation: await moderationShown(context, record),
    related: related.map((other) => ({ ...other, address: addressOf(other) })),
    credits,
    comments,
    files,
    may: {
      edit: can(actor, 'edit', record),
      comment: can(actor, 'comment', record),
      delete: can(actor, 'delete', record),
    },
  };
};

export const actions: Actions = {
  ...recordForms('action', async (event) => (await actionAt(event)).record),
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
    if (error.code === 'invalid') return fail(422, { progress, problems: error.problems });
    if (error.code === 'changed-meanwhile') return fail(409, { progress, problems: [] });
    return refuse(error.code);
  },
};
