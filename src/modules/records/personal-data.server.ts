import type { Context } from '#kernel/context.ts';
import { forgetFiles } from '#kernel/files/stored-files.server.ts';
import type { Id } from '#kernel/ids.ts';
import { emptyEntriesOf } from '#kernel/personal-data-store.server.ts';
import type { PersonalDataPart } from '#kernel/personal-data.ts';
import { filesWithoutUse } from './file-purge-store.server.ts';
import {
  commentsBy,
  filesBy,
  purgeComments,
  purgeFilesBy,
  purgeRecords,
  recordsBy,
  recordsOnlyBy,
  renameInCredits,
} from './personal-data-store.server.ts';

/**
 * What someone wrote. What nobody else sees (drafts, what they took away) always goes with them; what everyone reads
 * goes when they wish, if they alone wrote it and nothing was built on it.
 *
 * @param options.reliedOn which of these records others need, beside those that another record points to
 */
export function recordPersonalData(options: {
  reliedOn: (inside: Context, ids: readonly Id[]) => Promise<Set<Id>>;
}): PersonalDataPart {
  return {
    tell: (context, { id }) => [
      {
        name: 'records',
        columns: recordColumns,
        rows: () => recordsBy(context, id),
      },
      {
        name: 'comments',
        columns: ['record', 'text', 'at', 'deleted_at', 'hidden_at'],
        rows: () => commentsBy(context, id),
      },
      {
        name: 'files',
        columns: ['record', 'name', 'kind', 'text', 'credit', 'licence', 'url', 'at', 'deleted_at'],
        rows: () => filesBy(context, id),
      },
    ],
    async forget(inside, { id, name }, { texts, someone }) {
      const which = texts === 'erase' ? 'all' : 'unseen';
      const theirs = await recordsOnlyBy(inside, id, which);
      const needed = await options.reliedOn(inside, theirs);
      const gone = theirs.filter((recordId) => !needed.has(recordId));
      await purgeRecords(inside, gone);
      await emptyEntriesOf(inside, gone);
      await purgeComments(inside, id, which);
      await purgeFilesBy(inside, id, which);
      const { db, territoryId } = inside;
      await forgetFiles(db, { territoryId, ids: await filesWithoutUse(db, territoryId) });
      await renameInCredits(inside, name, someone);
    },
  };
}

const recordColumns = [
  'title',
  'kind',
  'url',
  'pitch',
  'text',
  'visibility',
  'licence',
  'made',
  'at',
  'updated_at',
  'deleted_at',
];
