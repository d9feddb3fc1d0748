export { kindWords } from './kind-words.server.ts';
export { listTitle } from './list-title.server.ts';
export { feedOfList, feedOfModeration, feedOfNews } from './make-feeds.server.ts';
export { readLatestNews } from './read-news.server.ts';
export { type FeedEntry, lastUpdate, writeFeed } from './write-feed.server.ts';
export {
  type FollowName,
  chooseRhythm,
  findOwn,
  listFollows,
  readWish,
  startFollowing,
  stopFollowing,
} from './follow.server.ts';
export { newsPersonalData } from './personal-data.server.ts';
export { newsChore } from './send-news.server.ts';
export { showStop, stopByLink } from './stop-link.server.ts';
