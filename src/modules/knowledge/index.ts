export { type EntryShown, type Family, entriesByFamily, entryIn, relatedEntries } from './knowledge-base.ts';
export {
  type Lever,
  type LeverSummary,
  can,
  competentBodies,
  longestReason,
  phases,
  postures,
  summaryOfLever,
} from './lever.ts';
export { type LeverFilterName, readLeverFilters } from './lever-filters.ts';
export { searchEntries } from './search-entries.ts';
