import { error } from '@sveltejs/kit';

/** Ends the request of a page in a part of the site that the territory does without, with a page that says so. */
export function requireOpenSection({ locals }: { locals: App.Locals }): void {
  if (locals.isSectionOff) error(404, { message: 'section-off', code: 'app.error.section-off' });
}
