import { basemaps } from '#app/maps.server.ts';
import { answerBasemap } from '#kernel/map/map-answers.server.ts';
import { territoryBounds } from '#modules/practices/index.server.ts';
import type { RequestHandler } from './$types.d.ts';

export const GET: RequestHandler = async ({ locals, request }) =>
  answerBasemap(basemaps, request, await territoryBounds(locals.context));
