import type { RequestEvent } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { type Report, groupNames } from '#modules/evaluation/index.ts';
import { readResult, readWorkshop } from '#modules/evaluation/index.server.ts';
import { wordsIn } from '#modules/framework/index.ts';
import { findFrameworkVersion } from '#modules/framework/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { translators } from '#messages/index.ts';
import { refuse } from '../refusal.server.ts';
import { sessionAt } from './session-at.server.ts';
import { subjectsOf } from './subjects-shown.server.ts';

/**
 * The result that an address names, for whoever may see it: facilitators once the session is closed, everyone once it
 * is published.
 */
export async function resultAt(event: RequestEvent) {
  const { context } = event.locals;
  const session = await sessionAt(event);
  const [result, framework, subjects] = await Promise.all([
    readResult(context, session),
    findFrameworkVersion(context, session.frameworkVersionId),
    subjectsOf(context, session),
  ]);
  if (!result.ok && result.error.code === 'not-allowed') {
    return refuse(context.actor.personId ? 'not-allowed' : 'sign-in-first');
  }
  if (!result.ok || !framework) return refuse('not-found');
  return { session, framework, subjects, result: result.value };
}

/** What the files of a report are written from. */
export async function reportAt(event: RequestEvent): Promise<Report> {
  const { locale, context } = event.locals;
  const { session, framework, subjects, result } = await resultAt(event);
  const workshop = await readWorkshop(context, session);
  const { collective, priorities } = workshop.ok ? workshop.value : { collective: [], priorities: [] };
  const { record, state, closedAt, publishedAt, colleges } = session;
  const t = translators[locale];
  const absolute = (path: string) => context.origin + localPath(locale, path);
  const { content, number } = framework.version;
  return {
    title: record.title,
    url: absolute(addressOf(record)),
    licence: record.licence,
    state,
    closedAt,
    publishedAt,
    framework: {
      title: wordsIn(content.title, locale),
      number,
      url: absolute(addressOf(framework.record)),
      content,
    },
    colleges,
    rules: result.rules,
    collective,
    priorities,
    subjects: result.subjects.map(({ key, result: ofSubject }) => ({
      key,
      title: subjects.find((subject) => subject.key === key)?.title ?? t('evaluation.subjects.gone'),
      result: ofSubject,
    })),
    locale,
    nameOf: groupNames(colleges, t),
    names: { unverified: t('evaluation.unverified.title'), together: t('evaluation.workshop.answered') },
  };
}

/** A file of a report, under the name of its session. No cache keeps it: a session may be hidden or withdrawn. */
export function reportFile(
  text: string,
  file: { event: RequestEvent; name: string; extension: string; type: string },
): Response {
  const slug = file.event.params['slug'] ?? '';
  return new Response(text, {
    headers: {
      'content-type': file.type,
      'content-disposition': `attachment; filename="${file.name}-${slug.slice(-8)}.${file.extension}"`,
      'cache-control': 'private, no-cache',
    },
  });
}
