import { addressOf } from '#modules/records/index.ts';
import { comparedAt } from '../../compare-at.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { now, before, about, contents, comparison } = await comparedAt(event);
  const shown = ({ record, closedAt, colleges }: typeof before) => ({
    title: record.title,
    language: record.language,
    address: addressOf(record),
    closedAt,
    colleges,
  });
  return {
    session: shown(now.session),
    before: shown(before),
    subjects: now.subjects,
    about,
    contents,
    frameworkAddress: addressOf(now.framework.record),
    comparison,
  };
};
