export { changesShown, linksShown, newsTitle } from './news-html.ts';
export { listAddress } from './list-name.ts';
export { type News, type NewsDay, kindAt, newsByDay } from './news.ts';
