import { componentNotes } from './component-notes.server.ts';
import { isTheme, themes } from './theme-sheet.ts';
import { refuse } from '../refusal.server.ts';
import type { PageServerLoad } from './$types.d.ts';

/** For those who develop: elsewhere there is nothing here. */
export const load: PageServerLoad = async ({ locals, url }) => {
  if (!locals.app.showsComponents) refuse('not-found');
  const asked = url.searchParams.get('theme');
  return { notes: await componentNotes(), themes, theme: isTheme(asked) ? asked : undefined };
};
