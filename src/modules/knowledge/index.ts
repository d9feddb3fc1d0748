export { type EntryShown, type Family, entriesByFamily, entryIn, relatedEntries } from './knowledge-base.ts';
export {
  type Lever,
  type LeverSummary,
  can,
  competentBodies,
  phases,
  postures,
  summaryOfLever,
} from './lever.ts';
export { type LeverFormValues, emptyLeverForm, leverFormOf, readLeverForm } from './lever-form.ts';
export { type LeverFilterName, readLeverFilters } from './lever-filters.ts';
export { type LeverChoices, leverDifferences, leverWords } from './lever-words.ts';
export { searchEntries } from './search-entries.ts';
