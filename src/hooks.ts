import type { Reroute, Transport } from '@sveltejs/kit/hooks';
import { withoutLocale } from '#app/locale.ts';
import { ServerOnly } from '#kernel/server-only.ts';

/** `/en/pratiques` is the page `/pratiques` with an English interface. */
export const reroute: Reroute = ({ url }) => withoutLocale(url.pathname);

/** A browser that asked for what was left out gets nothing. */
export const transport: Transport = {
  ServerOnly: {
    encode: (value) => value instanceof ServerOnly,
    decode: () => new ServerOnly(undefined),
  },
};
