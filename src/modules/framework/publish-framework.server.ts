import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { readShippedYaml } from '#kernel/shipped-data.server.ts';
import { type RecordFields, newRecordFields } from '#modules/records/index.ts';
import { createRecord } from '#modules/records/index.server.ts';
import { type FrameworkContent, frameworkShape } from './framework-content.ts';
import { can } from './framework.ts';
import { wordsIn } from './words.ts';
import { insertPublishedVersion, versionsFromSource } from './framework-store.server.ts';

/** The framework that comes with the product: a starting point to amend. */
export function readShippedFramework(): FrameworkContent {
  return readShippedYaml('frameworks/general.yaml', frameworkShape);
}

/** All that come with the product: the one above, and a short one for a workshop of an hour. */
export function readShippedFrameworks(): FrameworkContent[] {
  return [readShippedFramework(), readShippedYaml('frameworks/one-hour.yaml', frameworkShape)];
}

/**
 * Publishes a framework that comes with the product, and is idempotent: the record is met again by its author and
 * its id, and a version that is already there stays as it was published, since sessions may have answered it.
 *
 * @returns the record and the version that bears the number `content.version`
 */
export async function publishShippedFramework(
  context: Context,
  content: FrameworkContent,
): Promise<Result<{ recordId: Id; versionId: Id }, { code: 'not-allowed' }>> {
  if (!can(context.actor, 'install')) return err({ code: 'not-allowed' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const source = { name: content.authors.join(', '), recordId: content.id };
    const versions = await versionsFromSource(inside, source);
    const present = versions.find(({ number }) => number === content.version);
    if (present) return ok({ recordId: present.recordId, versionId: present.id });

    const recordId = versions[0]?.recordId ?? (await makeRecord(inside, content));
    const versionId = await insertPublishedVersion(inside, { recordId, content });
    await appendToJournal(inside, {
      recordId,
      action: 'framework.version-published',
      changes: { version: { before: versions.at(-1)?.number ?? null, after: content.version } },
    });
    return ok({ recordId, versionId });
  });
}

async function makeRecord(context: Context, content: FrameworkContent): Promise<Id> {
  const fields: RecordFields = {
    ...newRecordFields,
    title: wordsIn(content.title, 'fr'),
    pitch: '',
    body: parseMarkdown(wordsIn(content.description, 'fr')),
    language: 'fr',
    visibility: 'public',
    licence: content.licence,
    sourceName: content.authors.join(', '),
    sourceUrl: '',
    sourceRecordId: content.id,
    confirmedOn: content.published,
  };
  const { id } = await createRecord(context, { kind: 'framework', fields, details: {} });
  return id;
}
