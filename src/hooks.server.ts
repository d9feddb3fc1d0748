import { type RequestEvent, error } from '@sveltejs/kit';
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { awayWords } from '#app/away-words.ts';
import { contextFor } from '#app/composition.server.ts';
import { answerWithPage } from '#app/kept-pages.server.ts';
import { isEmbedded, openToFrames } from '#app/embedded.ts';
import { localeOf, withoutLocale } from '#app/locale.ts';
import { preflight } from '#app/open-to-all.ts';
import { tightenPolicy } from '#app/page-policy.ts';
import { refusedOriginPage } from '#app/refused-origin.server.ts';
import { notesOf } from '#app/request-notes.server.ts';
import { routes } from '#app/route-manifest.ts';
import { runningApp } from '#app/running-app.server.ts';
import { isInSections, kindsIn } from '#app/site-sections.ts';
import { isConnectionLost } from '#kernel/database.server.ts';
import { failureFacts } from '#kernel/failure-facts.ts';
import { newId } from '#kernel/ids.ts';
import { readingOnce } from '#kernel/journal-memory.server.ts';
import type { Locale } from '#kernel/translate.ts';
import { paletteOf } from '#kernel/ui/palette.ts';
import { translators } from '#messages/index.ts';
import { findCurrentPerson } from '#modules/accounts/index.server.ts';

const pageIds = new Set(routes.flatMap(({ path, kind }) => (kind === 'page' ? path : [])));
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

export const handle: Handle = async (asked) => {
  const { locals, platform, route } = asked.event;
  const notes = notesOf(platform?.req);
  if (notes) notes.route = route.id ?? 'unknown';
  try {
    const response = await answer(asked);
    return locals.isDatabaseAway ? databaseAway(locals.locale) : response;
  } catch (cause) {
    if (!isConnectionLost(cause)) throw cause;
    tellDatabaseAway(asked.event);
    return databaseAway(locals.locale);
  }
};

/** A program of mail that leaves a round for its reader comes from nowhere (RFC 8058); its link alone says who asks. */
function isByMail(url: URL): boolean {
  return withoutLocale(url.pathname).startsWith('/suivis/');
}

const answer: Handle = async ({ event, resolve }) => {
  const app = runningApp();
  const { locals, request, url } = event;
  locals.app = app;
  locals.locale = localeOf(url.pathname);
  // A form of another site must not act in our name. Kit's own check answers a bare 403; this one explains.
  const sender = request.headers.get('origin');
  if (!safeMethods.has(request.method) && sender !== app.origin && !isByMail(url)) {
    return refusedOriginPage({ locale: locals.locale, expected: app.origin, sender: sender ?? '' });
  }
  if (url.pathname === '/healthz') return resolve(event);
  if (request.method === 'OPTIONS' && url.pathname.startsWith('/api/')) return preflight();

  const territory = await app.territories.find(url.host);
  if (!territory) error(404, { message: 'Unknown territory', code: 'app.error.unknown-territory' });
  locals.territory = territory;
  const notes = notesOf(event.platform?.req);
  if (notes) notes.territory = territory.host;
  const isInFrame = isEmbedded(event.route.id);
  // What stands in another site's page knows nobody: it shows what everyone sees.
  const person = isInFrame
    ? undefined
    : await findCurrentPerson(app.sessions, {
        db: app.db,
        territoryId: territory.id,
        headers: request.headers,
      });
  locals.person = person;
  const actor = person ? { personId: person.id, role: person.role } : undefined;
  const context = { ...contextFor(app, territory.id, actor), kindsOff: kindsIn(territory.sectionsOff) };
  const isReading = safeMethods.has(request.method);
  locals.context = isReading ? readingOnce(context) : context;
  locals.isSectionOff = isInSections(event.route.id ?? '', territory.sectionsOff);
  // Pages say so with their frame around (`open-section.server.ts`); programs and forms have none.
  if (locals.isSectionOff && !(isReading && pageIds.has(event.route.id ?? ''))) refuseSection(locals.locale);

  const response = await answerWithPage(event, async () =>
    resolve(event, {
      transformPageChunk: ({ html }) =>
        html.replace('%lang%', locals.locale).replace('%band%', bandOf(territory.colour)),
    }),
  );
  tightenPolicy(response.headers);
  if (isInFrame) openToFrames(response.headers);
  const asked = response.headers.get('cache-control');
  // A person's own browser may keep the pictures that everyone sees; nobody in between may.
  if (person && !asked?.startsWith('private')) response.headers.set('cache-control', 'private, no-store');
  // Browsers keep a 410 for ever unless told otherwise, and a record may come back.
  else if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-cache');
  return response;
};

function refuseSection(locale: Locale): never {
  error(404, { message: translators[locale]('app.error.section-off'), code: 'app.error.section-off' });
}

/** The colour of the band, which telephones give to what surrounds the page too. */
function bandOf(colour: string | null): string {
  return colour === null ? '#123a44' : paletteOf(colour).light.band;
}

export const handleError: HandleServerError = ({ kind, error: cause, event }) => {
  if (kind === 'app') return cause;
  if (kind !== 'unknown')
    return { message: cause.message, code: cause.status === 404 ? 'app.error.not-found' : '' };
  if (isConnectionLost(cause)) {
    tellDatabaseAway(event);
    return { message: '' };
  }
  // The reference ties what the person saw to the line of the log; neither holds personal data.
  const reference = notesOf(event.platform?.req)?.id ?? newId().slice(-12);
  const told = { request: reference, route: event.route.id ?? 'unknown', ...failureFacts(cause) };
  runningApp().log.error('page-failed', told);
  return { message: reference, code: 'app.error.unexpected' };
};

function tellDatabaseAway({ locals, route, platform }: RequestEvent): void {
  locals.isDatabaseAway = true;
  runningApp().log.error('database-away', {
    request: notesOf(platform?.req)?.id,
    route: route.id ?? 'unknown',
  });
}

function databaseAway(locale: Locale): Response {
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    'retry-after': '5',
    'cache-control': 'no-store',
  };
  return new Response(awayWords('database', locale), { status: 503, headers });
}
