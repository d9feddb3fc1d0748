import { isTheme, themeSheet } from '../../../composants/theme-sheet.ts';
import { refuse } from '../../../refusal.server.ts';
import type { RequestHandler } from './$types.d.ts';

/** Light or dark, as the site that frames a page is, whatever the system of the reader asks for. */
export const GET: RequestHandler = ({ params }) => {
  if (!isTheme(params.theme)) return refuse('not-found');
  return new Response(themeSheet(params.theme), {
    headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=3600' },
  });
};
