import { takeCookie } from '../provider-cookies.server.ts';
import type { PageServerLoad } from './$types.d.ts';

/** Said once someone has signed out; on the way to the identity provider, and on the way back from it. */
export const load: PageServerLoad = ({ locals, cookies, setHeaders }) => {
  const { provider, origin } = locals.app;
  setHeaders({ 'cache-control': 'no-store' });
  const end = takeCookie(cookies, { name: 'exit', origin });
  if (!provider || !URL.canParse(end)) return {};
  // A page that moves on by itself: a redirect after a form may not leave the site.
  setHeaders({ refresh: `0; url=${end}` });
  return { provider: { name: provider.name, href: end } };
};
