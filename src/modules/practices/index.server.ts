export { type PracticeList, listPractices, prepareFilters } from './list-practices.server.ts';
export {
  type PracticeSummary,
  findPractice,
  selectFilterChoices,
  selectPoints,
  selectPractices,
} from './practice-store.server.ts';
export { acceptProposal, proposeByMail, showProposal } from './propose-by-mail.server.ts';
export {
  type EditError,
  createPractice,
  editPractice,
  proposePractice,
  undoPracticeChange,
} from './save-practice.server.ts';
