export { changesShown, linksShown, newsTitle } from './news-words.ts';
export { listAddress } from './list-name.ts';
export { type News, type NewsDay, kindAt, newsByDay } from './news.ts';
export { rhythms } from './rhythm.ts';
