export { type SearchQuery, searchEverything } from './search-everything.server.ts';
