import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = ({ locals }) => ({ origin: locals.context.origin });
