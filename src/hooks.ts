import type { Reroute } from '@sveltejs/kit/hooks';
import { withoutLocale } from '#app/locale.ts';

/** `/en/pratiques` is the page `/pratiques` with an English interface. */
export const reroute: Reroute = ({ url }) => withoutLocale(url.pathname);
