import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { readShippedYaml } from '#kernel/shipped-data.server.ts';
import { type RecordFields, newRecordFields } from '#modules/records/index.ts';
import { createRecords, purgedAmong } from '#modules/records/index.server.ts';
import {
  type LeverFile,
  type LeverInLanguage,
  type LibraryLanguage,
  leverFileShape,
  leverInLanguage,
} from './lever-file.ts';
import { can, leverState } from './lever.ts';
import { insertLeverDetails, lockLibrary, publishedLevers } from './lever-store.server.ts';

/** The library of public levers we ship. */
export function readShippedLevers(): LeverFile {
  return readShippedYaml('levers.yaml', leverFileShape);
}

/**
 * Gives a territory the shipped levers it never had, as records of its own. Running it again adds nothing: a lever the
 * territory changed stays as changed, one it deleted stays deleted.
 *
 * @param options.language the language of the texts (French unless told): a record has one language
 * @returns ids of the levers' records by their ids in the library, those that were there before included
 */
export async function publishShippedLevers(
  context: Context,
  file: LeverFile,
  { language = 'fr' }: { language?: LibraryLanguage } = {},
): Promise<Result<Map<string, Id>, { code: 'not-allowed' }>> {
  if (!can(context.actor, 'publish-library')) return err({ code: 'not-allowed' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    await lockLibrary(inside);
    const published = await publishedLevers(inside);
    const unpublished = file.levers.filter(({ id }) => !published.has(id));
    const purged = await purgedAmong(
      inside,
      'lever',
      unpublished.map(({ id }) => ({ id: null, origin: originOf(file, id) })),
    );
    const missing = unpublished
      .filter((_, place) => !purged.has(place))
      .map((shipped) => leverInLanguage(file, shipped, language));
    const ids = await createRecords(inside, {
      kind: 'lever',
      action: 'lever.created',
      records: missing.map((lever) => ({
        fields: fieldsOf(lever, { file, language }),
        fingerprint: '',
        details: leverState(lever.details),
      })),
    });
    for (const [place, { details }] of missing.entries()) {
      const recordId = ids[place] ?? '';
      await insertLeverDetails(inside, recordId, details);
      published.set(details.shippedId ?? '', recordId);
    }
    return ok(published);
  });
}

function originOf(file: LeverFile, id: string) {
  return { sourceName: file.authors.join(', '), sourceRecordId: id, fingerprint: '' };
}

function fieldsOf(
  lever: LeverInLanguage,
  { file, language }: { file: LeverFile; language: LibraryLanguage },
): RecordFields {
  return {
    ...newRecordFields,
    title: lever.title,
    pitch: '',
    body: parseMarkdown(lever.how),
    language,
    visibility: 'public',
    licence: 'CC-BY-SA-4.0',
    sourceName: file.authors.join(', '),
    sourceUrl: '',
    sourceRecordId: lever.details.shippedId ?? '',
    confirmedOn: null,
  };
}
