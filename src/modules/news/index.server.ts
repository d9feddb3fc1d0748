export { kindWords } from './kind-words.server.ts';
export { listTitle } from './list-title.server.ts';
export { feedOfList, feedOfModeration, feedOfNews } from './make-feeds.server.ts';
export { readLatestNews } from './read-news.server.ts';
export { type FeedEntry, lastUpdate, writeFeed } from './write-feed.server.ts';
