import { createHash, timingSafeEqual } from 'node:crypto';
import type { Handler } from '../door.server.ts';
import { notesOf } from '../request-notes.server.ts';
import type { Telemetry } from './telemetry.ts';

/**
 * Gives the figures at `/metrics` to who says the word (`Authorization: Bearer …`), for all other addresses and when
 * there are none, what was there before. Being on this machine is not enough: so is the proxy, for everyone.
 */
export function withFigures(
  handler: Handler,
  { token, telemetry }: { token: string | undefined; telemetry: Pick<Telemetry, 'writeFigures'> | undefined },
): Handler {
  const write = telemetry?.writeFigures;
  if (token === undefined || !write) return handler;
  const expected = digestOf(`Bearer ${token}`);
  return (request, response) => {
    if (request.url !== '/metrics') return handler(request, response);
    const notes = notesOf(request);
    if (notes) notes.route = '/metrics';
    response.setHeader('cache-control', 'no-store');
    if (timingSafeEqual(digestOf(request.headers.authorization ?? ''), expected))
      return write(request, response);
    response.statusCode = 401;
    response.setHeader('www-authenticate', 'Bearer');
    response.end();
  };
}

/** Texts of any length are compared in the same time. */
function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
