export {
  type PracticeListQuery,
  type PracticeSort,
  practiceSorts,
  readPracticeQuery,
} from './practice-filters.ts';
export {
  type Practice,
  type PracticeDetails,
  type PracticeInput,
  type Purpose,
  type Status,
  legalStatuses,
  purposes,
  sectors,
  statuses,
} from './practice.ts';
export { type FormValues, emptyForm, formOf, readForm } from './practice-form.ts';
export { mapStrings } from './map/map-strings.ts';
