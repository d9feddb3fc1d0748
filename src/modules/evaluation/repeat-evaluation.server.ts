import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { toMarkdown } from '#kernel/rich-text/to-markdown.ts';
import { type Result, err } from '#kernel/result.ts';
import { findFramework, findFrameworkVersion } from '#modules/framework/index.server.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { type InvalidEvaluation, createEvaluation } from './create-evaluation.server.ts';
import { can } from './evaluation.ts';
import { findSession } from './evaluation-store.server.ts';

/**
 * Prepares the same session again: same practices, same colleges under the same keys, the latest version of the same
 * framework. It is a draft like any other: everything may still be changed before it opens.
 *
 * @param repeat.title of the new session, which says in words that it comes later
 */
export async function repeatEvaluation(
  context: Context,
  repeat: { evaluationId: Id; title: string },
): Promise<
  Result<RecordCore, InvalidEvaluation | { code: 'not-allowed' | 'not-found' | 'wrong-state' | 'gone' }>
> {
  if (!can(context.actor, 'create')) return err({ code: 'not-allowed' });
  const session = await findSession(context, { id: repeat.evaluationId });
  if (!session) return err({ code: 'not-found' });
  if (session.state !== 'published') return err({ code: 'wrong-state' });
  const answered = await findFrameworkVersion(context, session.frameworkVersionId);
  const latest = answered && (await findFramework(context, { shortId: answered.record.shortId }));
  const subjectIds = session.subjects.flatMap(({ recordId }) => recordId ?? []);
  if (!latest || subjectIds.length === 0) return err({ code: 'gone' });
  const { record, colleges } = session;
  return createEvaluation(context, {
    subjectIds,
    repeatsId: record.id,
    input: {
      title: repeat.title,
      purpose: toMarkdown(record.body),
      frameworkVersionId: latest.version.id,
      closesOn: null,
      colleges,
    },
    core: {
      topics: record.topicIds,
      chat: record.chatUrl,
      coAuthors: record.coAuthors.join('\n'),
      licence: record.licence,
    },
  });
}
