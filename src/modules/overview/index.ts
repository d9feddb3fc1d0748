export { type SearchItem, type SearchResult, longestSearch } from './search-result.ts';
export { type SearchScope, readScope, searchScopes } from './search-scope.ts';
