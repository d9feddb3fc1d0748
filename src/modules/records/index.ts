export {
  type AttachmentShown,
  type Cover,
  canChangeFiles,
  contentPath,
  fileLimits,
  kindsWithFiles,
  takesFiles,
} from './attachment.ts';
export { type CoreForm, type CoreFormValues, readCoreForm } from './core-form.ts';
export { coreDifferencesShown, coreError } from './core-words.ts';
export { fileError } from './file-words.ts';
export { type DescribedChange, describeChanges } from './describe-changes.ts';
export { type HistoryEntry, type RecordHistory, type ToldLink, isMerge } from './history.ts';
export { type HistoryWords, changeTexts, entryTitle, fieldLabel } from './history-words.ts';
export {
  type Hiding,
  type HidingReason,
  goneFromSource,
  hidingReasons,
  mayRead,
  mostHidingWords,
} from './hiding.ts';
export { hidingWords } from './hiding-words.ts';
export { languageShape } from './language-shape.ts';
export type { MergedOrigin } from './merged-origin.ts';
export { newRecordFields } from './new-record.ts';
export { type PageFormValues, emptyPageForm, pageFormOf, readPageForm } from './page-form.ts';
export { pageDifferences } from './page-words.ts';
export {
  type Kind,
  type Language,
  type RecordAction,
  type RecordCore,
  type RecordFields,
  type Visibility,
  addressOf,
  can,
  kindPaths,
  languages,
  shortIdIn,
  shortIdOfAddress,
  stateOf,
  undoDays,
  chosenVisibilities,
} from './record.ts';
export { recordWords } from './record-words.ts';
export {
  type LinkType,
  type LinkedRecord,
  type PointedRecord,
  type RelatedRecord,
  kindsWithLinks,
} from './record-link.ts';
export { tagsOf, tagsShape } from './tags-shape.ts';
export {
  type AskedTopics,
  type CarriedTopics,
  type PlacedTopic,
  type Topic,
  type TopicAction,
  type TopicEvent,
  type TopicKind,
  type Topics,
  canShapeTopics,
  countTopics,
  orderedTopics,
  readAskedTopics,
  topicAddress,
  topicCalled,
  topicKey,
  topicKinds,
  topicPaths,
  topicsAmong,
} from './topic.ts';
