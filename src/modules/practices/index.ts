export {
  type Facet,
  type PracticeFilters,
  type PracticeListQuery,
  type PracticeSort,
  type QueryError,
  practiceSorts,
  readDeletedQuery,
  readBounds,
  readPracticeQuery,
} from './practice-filters.ts';
export {
  type NamedPlace,
  type Practice,
  type PracticeDetails,
  type PracticeInput,
  type Purpose,
  type Status,
  digitals,
  emptyDetails,
  legalStatuses,
  milieus,
  privateFields,
  purposes,
  reaches,
  sectors,
  statuses,
} from './practice.ts';
export { confirmationAnswers } from './confirmation.ts';
export { type Area, areaFrom, middleOf, readArea } from './practice-area.ts';
export { contactAnswers, mostMessage } from './contact.ts';
export { type FormValues, emptyForm, formOf, readForm } from './practice-form.ts';
export { meansEverywhere } from './practice-place.ts';
export { placeWords, practiceWords } from './practice-words.ts';
export { understoodQuery } from './understood-query.ts';
export { mapStrings } from './map/map-strings.ts';
export { type ColumnUse, type ExplicitMapping, isColumnUse, readMapping } from './import/explicit-mapping.ts';
export { type Companion, type ImportFormat, importFormats } from './import/formats/source-table.ts';
export { rhythms } from './sources/source.ts';
export type { FetchRefusal } from './sources/fetch-refusal.ts';
export { type FileRefusal, type ImportReport, tellReport } from './import/import-report.ts';
export { type NewKind, newKinds } from './import/own-columns.ts';
export { type ImportField, importFields } from './import/practice-draft.ts';
export { type ChipShown, type FacetShown, type FiltersShown, filterWords } from './ui/filters-shown.ts';
export { fieldWord, reasonWord } from './duplicates/duplicate-words.ts';
export { pairStates } from './duplicates/pair-state.ts';
export {
  type OwnAsked,
  type OwnFact,
  askedFields,
  factText,
  ownDifferences,
  readOwnTyped,
} from './fields/own-answers.ts';
export { canFilter, canShapeForm, ownKinds, ownName, ownVisibilities } from './fields/own-field.ts';
export { optionLabel } from './fields/own-value.ts';
export { noPhoto, readPhotoTyped } from './ui/photo-typed.ts';
export { controlOf, noQuestion, readTypedQuestion } from './fields/typed-question.ts';
