import { describeExport } from '#modules/commons/index.server.ts';
import { refuse } from '../../refusal.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const staying = await describeExport(locals.context);
  if (!staying.ok) refuse(staying.error.code);
  return { ...staying.value, tooMany: url.searchParams.has('plus-tard') };
};
