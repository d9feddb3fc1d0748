export { applyProposal, withdrawProposal } from './draft/apply-proposal.server.ts';
export {
  type WrittenFramework,
  findWritten,
  listDrafts,
  titlesEverGiven,
} from './draft/draft-store.server.ts';
export { publishDraft } from './draft/publish-draft.server.ts';
export { type FrameworkStart, beginDraft, startFramework } from './draft/start-framework.server.ts';
export {
  type DraftError,
  editDraft,
  giveUpDraft,
  markOf,
  setRetired,
  undoFrameworkChange,
} from './draft/write-draft.server.ts';
export {
  findFramework,
  findFrameworkVersion,
  findNumbered,
  versionsWithCriterion,
  findOrigin,
  listFrameworks,
  listPublishedVersions,
} from './framework-store.server.ts';
export {
  publishShippedFramework,
  readShippedFramework,
  readShippedFrameworks,
} from './publish-framework.server.ts';
export { writeFrameworkCsv } from './files/framework-csv.server.ts';
export { importFramework, importIntoDraft, previewImport } from './files/import-framework.server.ts';
export { savePassage } from './passage/save-passage.server.ts';
