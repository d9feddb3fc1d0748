import { refuse } from '../../refusal.server.ts';
import { isTheme, themeSheet } from '../theme-sheet.ts';
import type { RequestHandler } from './$types.d.ts';

/** A theme that the system of the reader does not ask for, for those who develop. */
export const GET: RequestHandler = ({ params, locals }) => {
  if (!locals.app.showsComponents || !isTheme(params.theme)) return refuse('not-found');
  return new Response(themeSheet(params.theme), {
    headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' },
  });
};
