import type { PasskeySite } from '#modules/accounts/index.server.ts';

/** The site as passkeys know it: the host of the territory that is visited, by the public scheme. */
export function passkeySite({ app, territory }: App.Locals, { hostname, host }: URL): PasskeySite {
  return { host: hostname, origin: `${new URL(app.origin).protocol}//${host}`, name: territory.name };
}
