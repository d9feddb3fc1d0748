import { awayWords } from './away-words.ts';
import type { DoorOptions } from './door.server.ts';
import { productVersion } from './health.server.ts';
import { localeOf } from './locale.ts';

/** Tells programs and people that the site is starting or stopping, and that they may come back soon. */
export const answerAway: DoorOptions['answerAway'] = (state, request, response) => {
  const path = (request.url ?? '/').replace(/[?#].*/, '');
  if (path === '/healthz') {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ status: state, version: productVersion }));
    return;
  }
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.end(awayWords(state, localeOf(path)));
};
