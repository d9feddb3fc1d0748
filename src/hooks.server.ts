import { error } from '@sveltejs/kit';
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { contextFor } from '#app/composition.server.ts';
import { answerWithPage } from '#app/kept-pages.server.ts';
import { localeOf } from '#app/locale.ts';
import { tightenPolicy } from '#app/page-policy.ts';
import { refusedOriginPage } from '#app/refused-origin.server.ts';
import { runningApp } from '#app/running-app.server.ts';
import { newId } from '#kernel/ids.ts';
import { readingOnce } from '#kernel/journal-memory.server.ts';
import { findCurrentPerson } from '#modules/accounts/index.server.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

export const handle: Handle = async ({ event, resolve }) => {
  const app = runningApp();
  const { locals, request, url } = event;
  locals.app = app;
  locals.locale = localeOf(url.pathname);
  // A form of another site must not act in our name. Kit's own check answers a bare 403; this one explains.
  const sender = request.headers.get('origin');
  if (!safeMethods.has(request.method) && sender !== app.origin) {
    return refusedOriginPage({ locale: locals.locale, expected: app.origin, sender: sender ?? '' });
  }
  if (url.pathname === '/healthz') return resolve(event);

  const territory = await app.territories.find(url.host);
  if (!territory) error(404, { message: 'Unknown territory', code: 'app.error.unknown-territory' });
  locals.territory = territory;
  const person = await findCurrentPerson(app.sessions, {
    db: app.db,
    territoryId: territory.id,
    headers: request.headers,
  });
  locals.person = person;
  const actor = person ? { personId: person.id, role: person.role } : undefined;
  const context = contextFor(app, territory.id, actor);
  locals.context = safeMethods.has(request.method) ? readingOnce(context) : context;

  const response = await answerWithPage(event, async () =>
    resolve(event, { transformPageChunk: ({ html }) => html.replace('%lang%', locals.locale) }),
  );
  tightenPolicy(response.headers);
  const asked = response.headers.get('cache-control');
  // A person's own browser may keep the pictures that everyone sees; nobody in between may.
  if (person && !asked?.startsWith('private')) response.headers.set('cache-control', 'private, no-store');
  // Browsers keep a 410 for ever unless told otherwise, and a record may come back.
  else if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-cache');
  return response;
};

export const handleError: HandleServerError = ({ kind, error: cause, event }) => {
  if (kind === 'app') return cause;
  if (kind !== 'unknown')
    return { message: cause.message, code: cause.status === 404 ? 'app.error.not-found' : '' };
  // The reference ties what the person saw to the line of the log; neither holds personal data.
  const reference = newId().slice(-12);
  const stack = cause instanceof Error ? cause.stack : String(cause);
  process.stderr.write(`${JSON.stringify({ level: 'error', reference, route: event.route.id, stack })}\n`);
  return { message: reference, code: 'app.error.unexpected' };
};
