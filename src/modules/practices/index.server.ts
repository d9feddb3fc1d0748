export {
  type PracticeList,
  listPractices,
  newestPractices,
  pageOfPractices,
  prepareFilters,
  type PracticeSummary,
  readPracticeList,
} from './list-practices.server.ts';
export { columnsWithin, readColumnsAhead } from './columns/keep-columns.server.ts';
export { communesWithPractices } from './commune-practices-store.server.ts';
export { findPractice } from './practice-store.server.ts';
export { askConfirmation } from './ask-confirmation.server.ts';
export {
  answerConfirmation,
  confirmPractice,
  editByConfirmation,
  showConfirmation,
  stopAsking,
} from './answer-confirmation.server.ts';
export { confirmationChore } from './confirmation-chore.server.ts';
export { acceptCorrection, correctByMail, correctionOf, showCorrection } from './correct-by-mail.server.ts';
export { correctionChore } from './correction-store.server.ts';
export { acceptProposal, proposeByMail, showProposal } from './propose-by-mail.server.ts';
export { type EditError, createPractice, editPractice, proposePractice } from './save-practice.server.ts';
export { undoPracticeChange } from './undo-practice.server.ts';
export {
  decideDuplicate,
  listDuplicates,
  practicesCalled,
  sayDuplicate,
  searchDuplicates,
} from './duplicates/decide-duplicates.server.ts';
export { duplicatesChore, duplicatesJob, findDuplicates } from './duplicates/find-duplicates.server.ts';
export {
  type Comparison,
  type StandingMerge,
  comparePractices,
  mergePractices,
  mergedSources,
  mergesToUndo,
  readUnmerge,
  unmergePractices,
} from './duplicates/merge-practices.server.ts';
export { type ExportFilters, exportCsv, exportGeojson, exportJsonld } from './export-practices.server.ts';
export { type ConsentRefusal, answerConsent, showConsent } from './answer-consent.server.ts';
export { type ContactRefusal, askConsent, readContact, saveContact } from './manage-contact.server.ts';
export { readShownContact, writeToContact } from './write-to-contact.server.ts';
export { practicePersonalData } from './personal-data.server.ts';
export { publicPractices } from './public-practices.server.ts';
export { answerTile } from './map/answer-tile.server.ts';
export { versionOf } from './map/map-key.server.ts';
export { readSpot } from './read-spot.server.ts';
export { countWithoutPlace, drawTile, practiceMapKey, territoryBounds } from './map-practices.server.ts';
export { type CountedFacet, countFacets, countWithoutFilter } from './count-facets.server.ts';
export type { Narrowed } from './narrow-practices.server.ts';
export { practicePurge } from './imported-record-store.server.ts';
export { importChore, importJob } from './import-job.server.ts';
export { type ImportInput, importPractices } from './import-practices.server.ts';
export type { ImportRun, ImportState } from './import-run-store.server.ts';
export {
  abandonImport,
  chooseColumns,
  listImports,
  readImport,
  receiveImport,
  startImport,
  startUndo,
} from './manage-imports.server.ts';
export { type ImportPreview, previewImport } from './preview-import.server.ts';
export { fetchInventory, refusalOfTrouble } from './sources/fetch-inventory.server.ts';
export { addressLimits, receiveFromAddress } from './sources/receive-from-address.server.ts';
export {
  type SourceForm,
  type SourceShown,
  addSource,
  changeSource,
  decideHeld,
  listSources,
  pauseSource,
  readSource,
  removeSource,
  runNow,
  troubledSources,
} from './sources/manage-sources.server.ts';
export { followedSource } from './sources/followed-source-store.server.ts';
export { sourceChore, sourceJob } from './sources/source-job.server.ts';
export { sortUpload } from './sort-upload.server.ts';
export { undoImport } from './undo-import.server.ts';
export { readSeenForm, showOwnForm } from './fields/read-own-form.server.ts';
export {
  type Shaped,
  addField,
  changeField,
  changeKind,
  moveField,
  switchField,
} from './fields/shape-form.server.ts';
export {
  addList,
  addOptions,
  moveOption,
  removeOption,
  renameList,
  renameOption,
  undoFormChange,
} from './fields/shape-lists.server.ts';
export { askOwnFields, namedByOthers, ownFactsOf, publicOwnValues } from './fields/own-values.server.ts';
export { describeDifferences, tellOwnFields } from './fields/tell-own-fields.server.ts';
export { type OwnFilterChoice, ownFilterChoices } from './fields/own-filter-choices.server.ts';
export { writeSearchedTextsOf } from './fields/own-value-store.server.ts';
export { ensureOwnForm } from './fields/describe-form.server.ts';
