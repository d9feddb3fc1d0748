import { createBasemaps } from '#kernel/map/packed-basemaps.server.ts';

/** The basemaps this server holds ready, shared by all its pages. */
export const basemaps = createBasemaps();
