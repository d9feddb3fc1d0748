import { emptyRichText } from '#kernel/rich-text/rich-text.ts';
import type { RecordFields } from './record.ts';

/** The fields of a record before anyone filled them in. */
export const newRecordFields: RecordFields = {
  title: '',
  pitch: '',
  body: emptyRichText(),
  language: 'fr',
  visibility: 'public',
  licence: 'CC-BY-SA-4.0',
  tags: [],
  topicIds: [],
  chatUrl: '',
  coAuthors: [],
  sourceName: '',
  sourceUrl: '',
  sourceRecordId: '',
  confirmedOn: null,
};
