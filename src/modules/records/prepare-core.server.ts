import { licences } from '#kernel/content-terms.ts';
import type { Context } from '#kernel/context.ts';
import type { FieldProblem } from '#kernel/field-problems.ts';
import { type Result, ok } from '#kernel/result.ts';
import { type CoreForm, type CoreFormValues, checkCore } from './core-form.ts';
import { writingDefaults } from '#modules/territories/index.server.ts';
import { newRecordFields } from './new-record.ts';
import { type RecordCore, type RecordFields, can } from './record.ts';
import { readTopics } from './read-topics.server.ts';
import { type TopicKind, orderedTopics, topicsAmong } from './topic.ts';

/**
 * Checks the shared part of a form and puts it over what was there.
 *
 * @param typed undefined for a form or a file that does not have it: nothing changes
 */
export async function prepareCore(
  context: Context,
  typed: CoreFormValues | undefined,
  base: RecordFields,
): Promise<Result<RecordFields, FieldProblem[]>> {
  if (!typed) return ok(base);
  const topics = await readTopics(context);
  return checkCore(typed, base, (ids) => topicsAmong(topics, ids).map(({ id }) => id));
}

/** The shared part of a form for this record, or for one to be made. */
export async function coreForm(context: Context, record?: RecordCore): Promise<CoreForm> {
  const topics = await readTopics(context);
  const { topicIds, chatUrl, coAuthors, licence } = record ?? {
    ...newRecordFields,
    ...(await writingDefaults(context)),
  };
  const choicesOf = (kind: TopicKind) =>
    orderedTopics(topics, kind).map(({ id, name, depth }) => ({
      value: id,
      label: `${'— '.repeat(depth)}${name}`,
    }));
  const mayChoose = !record || can(context.actor, 'change-licence', record);
  return {
    choices: {
      topics: {
        theme: choicesOf('theme'),
        challenge: choicesOf('challenge'),
        community: choicesOf('community'),
      },
      licences: mayChoose ? [...new Set([...licences, licence].filter(Boolean))] : [],
    },
    values: {
      topics: topicsAmong(topics, topicIds).map(({ id }) => id),
      chat: chatUrl,
      coAuthors: coAuthors.join('\n'),
      licence: mayChoose ? licence : '',
    },
  };
}
