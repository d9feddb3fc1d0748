import { redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { readDoor } from '#modules/evaluation/index.server.ts';
import { findFrameworkVersion } from '#modules/framework/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { refuse } from '../../../../refusal.server.ts';
import { sessionAt } from '../../../session-at.server.ts';
import { subjectIn } from '../../../subject-in.ts';
import { subjectsOf } from '../../../subjects-shown.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const session = await sessionAt(event);
  const { context, locale } = event.locals;
  const door = await readDoor(context, session);
  if (!door.ok) return refuse(context.actor.personId ? door.error.code : 'sign-in-first');
  const { record } = session;
  if (session.state !== 'open') redirect(303, localPath(locale, addressOf(record)));
  const framework = await findFrameworkVersion(context, session.frameworkVersionId);
  if (!framework) return refuse('not-found');
  const wanted = event.url.searchParams.get('college');
  const { code } = door.value;
  return {
    title: record.title,
    language: record.language,
    address: addressOf(record),
    /** What the sheets of a session are told apart by, on a table of papers. */
    shortId: record.shortId,
    content: framework.version.content,
    colleges: session.colleges,
    college: session.colleges.find(({ key }) => key === wanted) ?? session.colleges[0],
    subjects: await subjectsOf(context, session),
    about: subjectIn(event.url, session),
    /** The room that is open, for whoever would rather answer by telephone; else the page of the session. */
    code,
    reached: `${context.origin}${localPath(locale, code ? `/r/${code}` : addressOf(record))}`,
  };
};
