import type { App } from './composition.server.ts';

/**
 * The server entry and the built pages are two bundles in one process. The entry makes the app, with its one
 * pool of connections, and leaves it here for the pages.
 */
const key = Symbol.for('entrelacs.app');
const holder = globalThis as unknown as Record<symbol, App | undefined>;

export function publishApp(app: App): void {
  holder[key] = app;
}

export function runningApp(): App {
  const app = holder[key];
  if (!app) throw new Error('The pages are served by `npm start` or `npm run dev`, which make the app first');
  return app;
}
