import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { addressOf } from '#modules/records/index.ts';
import { describeFile, readFileOf } from '#modules/records/index.server.ts';
import { refuse } from '../../../refusal.server.ts';
import { recordToChange } from '../../record-of-files.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const record = await recordToChange(event);
  const file = await readFileOf(event.locals.context, { recordId: record.id, id: event.params.file });
  if (!file) return refuse('not-found');
  const { kind, title, language, shortId } = record;
  return { record: { kind, title, language, shortId, address: addressOf(record) }, file };
};

export const actions: Actions = {
  default: async (event) => {
    const { locals, params, request } = event;
    const record = await recordToChange(event);
    const form = await request.formData();
    const typed = (name: string) => String(form.get(name) ?? '');
    const values = {
      description: typed('description'),
      decorative: form.has('decorative'),
      credit: typed('credit'),
      licence: typed('licence'),
    };
    const said = await describeFile(locals.context, { recordId: record.id, id: params.file }, values);
    if (said.ok) redirect(303, `${localPath(locals.locale, addressOf(record))}#fichiers`);
    if (said.error.code !== 'invalid') return refuse(said.error.code);
    return fail(422, { values, problems: said.error.problems });
  },
};
