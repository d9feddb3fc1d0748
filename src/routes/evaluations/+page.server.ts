import { can } from '#modules/evaluation/index.ts';
import { listEvaluations } from '#modules/evaluation/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { listFollowed } from '../follow-shown.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const sessions = await listEvaluations(locals.context);
  return {
    follow: await listFollowed({ locals, url }, '/evaluations', new URLSearchParams()),
    mayCreate: can(locals.context.actor, 'create'),
    sessions: sessions.map(({ record, state, practices }) => ({
      id: record.id,
      address: addressOf(record),
      title: record.title,
      language: record.language,
      state,
      practices: practices.map(({ title, language }) => ({ title, language })),
    })),
  };
};
