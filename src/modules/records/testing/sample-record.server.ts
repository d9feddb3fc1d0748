import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { createRecord } from '../change-record.server.ts';
import type { Kind, RecordCore, RecordFields } from '../record.ts';

/** Fields of a record, those that a test is about aside. */
function sampleFields(fields: Partial<RecordFields> = {}): RecordFields {
  return {
    title: 'Four à pain partagé',
    pitch: 'On cuit ensemble le samedi',
    body: parseMarkdown('Chacun apporte sa **pâte** et son bois.'),
    language: 'fr',
    visibility: 'public',
    licence: 'CC-BY-SA-4.0',
    tags: ['pain', 'four'],
    topicIds: [],
    chatUrl: '',
    coAuthors: [],
    sourceName: '',
    sourceUrl: '',
    sourceRecordId: '',
    confirmedOn: null,
    ...fields,
  };
}

/** A record made by the actor of `context`. */
export function makeSample(
  context: Context,
  { kind = 'practice', ...fields }: Partial<RecordFields> & { kind?: Kind } = {},
): Promise<RecordCore> {
  return inTransaction(context.db, (db) =>
    createRecord({ ...context, db }, { kind, fields: sampleFields(fields), details: {} }),
  );
}
