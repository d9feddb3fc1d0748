export { hideGone, showReturned } from './mirror-records.server.ts';
export { setMirrorOf } from './mirrored-store.server.ts';
export {
  type Details,
  changeRecord,
  createRecord,
  deleteRecord,
  restoreRecord,
  stateBefore,
} from './change-record.server.ts';
export { addComment, deleteComment, readComments, restoreComment } from './comments.server.ts';
export {
  type DetailedKind,
  type DetailedRecord,
  type NewState,
  type SaveError,
  editDetailed,
  undoDetailed,
} from './detailed-records.server.ts';
export { type HideRefusal, type TargetName, findTarget, hide, showAgain } from './hide.server.ts';
export { findHidden, findHiding } from './hiding-store.server.ts';
export { type PageList, listPages, newestPages } from './list-pages.server.ts';
export { linkRecords, unlinkRecords } from './link-records.server.ts';
export {
  comesFrom,
  findStanding,
  mergedIntoOf,
  mergedOrigins,
  mergedSourceNames,
  mergesInto,
  standingRecords,
} from './merge-store.server.ts';
export {
  type ChangedSince,
  type MergeAsked,
  type MergeError,
  type UnmergeError,
  changedSinceMerge,
  mergeDetailed,
  unmergeDetailed,
} from './merge-records.server.ts';
export {
  linkedRecords,
  pointsTo,
  recordsCalled,
  recordsPointedTo,
  relatedRecords,
} from './link-store.server.ts';
export { describeFile, moveFileUp, removeFile, undoFileChange } from './manage-files.server.ts';
export {
  type OpenFile,
  coversOf,
  filesOf,
  openFile,
  readFileOf,
  readFiles,
  readUndescribed,
} from './read-files.server.ts';
export { acceptPageProposal, proposePageByMail, showPageProposal } from './propose-page.server.ts';
export {
  type ProposalPost,
  type ProposedKind,
  acceptProposed,
  proposeRecord,
  showProposed,
} from './propose-record.server.ts';
export { coreForm, prepareCore } from './prepare-core.server.ts';
export { mayAddLinks } from './newcomer-links.server.ts';
export { recordPersonalData } from './personal-data.server.ts';
export {
  type HistoryRules,
  type OwnTeller,
  ownChanges,
  readHistory,
  tellEntries,
} from './read-history.server.ts';
export {
  type Follow,
  type FollowTarget,
  deleteFollow,
  deleteFollows,
  findFollow,
  followersOf,
  insertFollow,
  selectFollows,
} from './follow-store.server.ts';
export { findComments } from './comment-store.server.ts';
export { listGone } from './gone-store.server.ts';
export { type DeletedList, listDeleted } from './list-deleted.server.ts';
export { findTombstone } from './deleted-store.server.ts';
export { fileChore } from './purge-files.server.ts';
export { type PictureProblems, picturesWaiting } from './propose-picture.server.ts';
export { type PurgeRules, purgeChore } from './purge-records.server.ts';
export { type PurgeScope, findPurged, purgedAmong } from './purge-store.server.ts';
export { type ReceiveError, type SentFile, receiveDocument, receivePicture } from './receive-file.server.ts';
export { type BatchChange, changeRecords, createRecords, deleteRecords } from './record-batches.server.ts';
export {
  type Origin,
  findByOrigin,
  lockRecords,
  newRecordIds,
  noteManyRecords,
} from './record-batch-store.server.ts';
export {
  type RecordName,
  type RecordRow,
  findRecord,
  findRecords,
  isNamed,
  recordColumns,
  toRecordCore,
} from './record-store.server.ts';
export { findToRelate, relateRecords, unrelateRecords } from './relate-records.server.ts';
export { createPage, editPage, findPage, undoPageChange, writePage } from './save-page.server.ts';
export { seedComment } from './seed-comment.server.ts';
export { seedLinks } from './seed-links.server.ts';
export { seedPicture } from './seed-picture.server.ts';
export {
  type FoundRecord,
  type FoundRecords,
  type SearchWindow,
  searchRecords,
} from './search-records-store.server.ts';
export {
  type TextSearch,
  matches,
  mostFound,
  newestFound,
  prepareSearch,
  relevance,
  resemblingSearch,
  textSearch,
} from './search-store.server.ts';
export { visibleTo } from './visibility.server.ts';
export {
  type CountedTopic,
  type TopicLists,
  type TopicPage,
  idsAbout,
  idsAsked,
  listTopics,
  readTopicHistory,
  readTopicPage,
  readTopics,
  topicsOf,
} from './read-topics.server.ts';
export {
  type TopicInput,
  type TopicRefusal,
  addTopic,
  changeTopic,
  moveTopic,
  removeTopic,
  topicsNamed,
  undoTopicChange,
} from './shape-topics.server.ts';
export { isAbout, selectNewestAbout } from './topic-store.server.ts';
export { readTitlesAhead } from './title-words-store.server.ts';
