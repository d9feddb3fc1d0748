import { createBasemaps } from '#kernel/map/packed-basemaps.server.ts';
import { createPracticeMaps } from '#modules/practices/index.server.ts';

/** The maps this server holds ready, shared by all its pages. */
export const basemaps = createBasemaps();
export const practiceMaps = createPracticeMaps();
