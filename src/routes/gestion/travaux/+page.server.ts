import { readJobs } from '#modules/accounts/index.server.ts';
import { refuse } from '../../refusal.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals }) => {
  const jobs = await readJobs(locals.context);
  return jobs.ok ? { jobs: jobs.value } : refuse(jobs.error.code);
};
