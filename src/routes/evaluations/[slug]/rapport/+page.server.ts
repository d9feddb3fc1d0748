import { renderHtml } from '#kernel/rich-text/to-html.ts';
import { ServerOnly } from '#kernel/server-only.ts';
import { addressOf } from '#modules/records/index.ts';
import { subjectIn } from '../../subject-in.ts';
import { evidenceOf, readWorkshop } from '#modules/evaluation/index.server.ts';
import { resultAt } from '../../report-at.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { session, framework, subjects, result } = await resultAt(event);
  const { record, state, openedAt, closedAt, publishedAt, colleges } = session;
  const about = subjectIn(event.url, session);
  const workshop = await readWorkshop(event.locals.context, session);
  return {
    evidence: await evidenceOf(event.locals.context, record.id, result),
    session: {
      title: record.title,
      language: record.language,
      licence: record.licence,
      state,
      openedAt,
      closedAt,
      publishedAt,
      colleges,
    },
    html: renderHtml(record.body),
    address: addressOf(record),
    framework: {
      address: addressOf(framework.record),
      number: framework.version.number,
      content: framework.version.content,
    },
    subjects,
    about,
    rules: result.rules,
    collective: (workshop.ok ? workshop.value.collective : []).filter(({ subject }) => subject === about),
    priorities: workshop.ok ? workshop.value.priorities : [],
    result: new ServerOnly(result.subjects.find(({ key }) => key === about)?.result),
  };
};
