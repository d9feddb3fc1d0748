export {
  type PracticeList,
  listPractices,
  newestPractices,
  pageOfPractices,
  practiceFilterChoices,
  prepareFilters,
} from './list-practices.server.ts';
export { type PracticeSummary, selectPoints } from './practice-list-store.server.ts';
export { communesWithPractices } from './commune-practices-store.server.ts';
export { findPractice } from './practice-store.server.ts';
export { acceptProposal, proposeByMail, showProposal } from './propose-by-mail.server.ts';
export { type EditError, createPractice, editPractice, proposePractice } from './save-practice.server.ts';
export { undoPracticeChange } from './undo-practice.server.ts';
export {
  type Comparison,
  type MergeInput,
  comparePractices,
  mergePractices,
  mergedSources,
  readUnmerge,
  unmergePractices,
} from './duplicates/merge-practices.server.ts';
export { type ExportFilters, exportCsv, exportGeojson, exportJsonld } from './export-practices.server.ts';
export { type ConsentRefusal, answerConsent, showConsent } from './answer-consent.server.ts';
export { type ContactRefusal, askConsent, readContact, saveContact } from './manage-contact.server.ts';
export { readShownContact, writeToContact } from './write-to-contact.server.ts';
export { practicePersonalData } from './personal-data.server.ts';
export { toPublicPractice } from './public-practice.ts';
export { answerTile } from './map/answer-tile.server.ts';
export { createPracticeMaps, versionOf } from './map/practice-maps.server.ts';
export { practiceMapKey, practicePoints, territoryBounds } from './map-practices.server.ts';
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
export { undoImport } from './undo-import.server.ts';
