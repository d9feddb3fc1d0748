export {
  type ChangeError,
  type Details,
  changeRecord,
  createRecord,
  deleteRecord,
  restoreRecord,
  stateBefore,
} from './change-record.server.ts';
export { type Comment, listComments } from './comment-store.server.ts';
export { addComment, deleteComment } from './comments.server.ts';
export { linkRecords, unlinkRecords } from './link-records.server.ts';
export {
  type LinkType,
  type PointedRecord,
  type RelatedRecord,
  pointsTo,
  recordsPointedTo,
  relatedRecords,
} from './link-store.server.ts';
export { type BatchChange, changeRecords, createRecords, deleteRecords } from './record-batches.server.ts';
export { type Origin, findByOrigin, lockRecords } from './record-batch-store.server.ts';
export {
  type RecordRow,
  findRecord,
  findTombstone,
  recordColumns,
  toRecordCore,
} from './record-store.server.ts';
export { type TextSearch, matches, prepareSearch, relevance } from './search-store.server.ts';
export { visibleTo } from './visibility.server.ts';
