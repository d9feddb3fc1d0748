import type { IncomingMessage, ServerResponse } from 'node:http';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import compression from 'compression';
import type { App } from './composition.server.ts';
import { isTrustedPeer, requestOrigin, trustedProxies } from './forwarded.server.ts';
import type { Configuration } from './configuration.server.ts';
import type { Handler } from './door.server.ts';
import { withFigures } from './telemetry/figures-page.server.ts';
import { publishApp } from './running-app.server.ts';
import { watchRequests } from './watch-requests.server.ts';

type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** Pages are compressed as they leave; files of the build were beforehand. */
const compress = compression({ level: 6 }) as unknown as Middleware;

/**
 * On every answer, files of the build included. The content policy is the pages' own: a worker would obey one set
 * on its file. A referrer is told to ourselves only, for addresses may hold a link's secret.
 */
const protections = [
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'same-origin'],
  ['permissions-policy', 'camera=(), microphone=(), geolocation=(self), payment=()'],
  ['cross-origin-opener-policy', 'same-origin'],
  // Open data and pictures that everyone sees say otherwise for themselves.
  ['cross-origin-resource-policy', 'same-origin'],
] as const;

/** The built pages, ready to answer with that app. */
export async function openPages(app: App, configuration: Configuration): Promise<Handler> {
  publishApp(app);
  // The adapter reads where a request comes from in headers of our own, which nobody outside can set.
  Object.assign(process.env, {
    PROTOCOL_HEADER: 'x-entrelacs-protocol',
    HOST_HEADER: 'x-entrelacs-host',
    ADDRESS_HEADER: 'x-entrelacs-address',
    BODY_SIZE_LIMIT: '60M',
  });
  const built = pathToFileURL(resolve(import.meta.dirname, '../../build/handler.js')).href;
  const { handler } = (await import(built)) as { handler: Middleware };
  const trusted = trustedProxies(configuration.trustedProxies);
  const ownProtocol =
    app.origin.startsWith('https:') && configuration.trustedProxies.length === 0 ? 'https' : 'http';

  const isProxied = (request: IncomingMessage) => isTrustedPeer(request, trusted);
  const pages: Handler = (request, response) => {
    const origin = requestOrigin(request, trusted, ownProtocol);
    request.headers['x-entrelacs-protocol'] = origin.protocol;
    request.headers['x-entrelacs-host'] = origin.host;
    request.headers['x-entrelacs-address'] = origin.address;
    for (const [name, value] of protections) response.setHeader(name, value);
    compress(request, response, () =>
      handler(request, response, () => {
        response.statusCode = 404;
        response.end();
      }),
    );
  };
  const answer = withFigures(pages, {
    token: configuration.telemetry?.metricsToken,
    telemetry: app.telemetry,
  });
  return watchRequests(answer, { log: app.log, isProxied, watch: app.telemetry?.watchRequest });
}
