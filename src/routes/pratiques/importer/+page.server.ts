import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { listImports, receiveImport, sortUpload } from '#modules/practices/index.server.ts';
import { refuse } from '../../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals }) => {
  const imports = await listImports(locals.context);
  if (!imports.ok) refuse(imports.error.code);
  return {
    imports: imports.value.map(({ id, fileName, state, createdAt }) => ({ id, fileName, state, createdAt })),
  };
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const form = await request.formData();
    const source = String(form.get('source') ?? '');
    const licence = String(form.get('licence') ?? '');
    const files = form.getAll('file').filter((file) => file instanceof File);
    const sorted = await sortUpload(files);
    if (!sorted.ok) return fail(422, { source, licence, error: sorted.error });
    const { inventory, companions } = sorted.value;
    const received = await receiveImport(locals.context, {
      bytes: inventory.stream(),
      fileName: inventory.name,
      sourceName: source,
      licence,
      companions,
    });
    if (received.ok) redirect(303, `${localPath(locals.locale, '/pratiques/importer')}/${received.value}`);
    const { code } = received.error;
    if (code === 'not-allowed' || code === 'sign-in-first') return refuse(code);
    return fail(422, { source, licence, error: code });
  },
};
