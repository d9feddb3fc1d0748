import { refuse } from '../../refusal.server.ts';
import { colourSheet } from '../../colours.server.ts';
import type { RequestHandler } from './$types.d.ts';

/** A page that was open before the colours changed still gets those of today, which it then must not keep. */
export const GET: RequestHandler = ({ params, locals }) => {
  const { colour } = locals.territory;
  if (!/^[\da-f]{16}\.css$/.test(params.file)) return refuse('not-found');
  const { css, hash } = colour === null ? { css: '', hash: '' } : colourSheet(colour);
  const cacheControl = params.file === `${hash}.css` ? 'public, max-age=31536000, immutable' : 'no-cache';
  return new Response(css, {
    headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': cacheControl },
  });
};
