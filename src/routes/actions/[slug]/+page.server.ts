import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { renderHtml } from '#kernel/rich-text/to-html.ts';
import { isLate, readActionForm } from '#modules/action-plans/index.ts';
import { changeStatus } from '#modules/action-plans/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { recordFollowed } from '../../follow-shown.server.ts';
import { recordForms } from '../../record-forms.server.ts';
import { recordShown } from '../../record-shown.server.ts';
import { refuse } from '../../refusal.server.ts';
import { today } from '../../today.server.ts';
import { actionAt } from '../action-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { record, details } = await actionAt(event);
  const shown = await recordShown(event.locals.context, record);
  const { who, due, status, progress } = details;
  return {
    ...shown,
    follow: await recordFollowed(event, record),
    action: { ...shown.record, who, due, status, late: isLate(details, today(event.locals)) },
    progress: progress === '' ? '' : renderHtml(parseMarkdown(progress)),
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
