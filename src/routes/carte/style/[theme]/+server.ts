import { answerMapStyle } from '#kernel/map/map-answers.server.ts';
import { isMapTheme } from '#kernel/map/map-theme.ts';
import { refuse } from '../../../refusal.server.ts';
import type { RequestHandler } from './$types.d.ts';

export const GET: RequestHandler = ({ params, request }) =>
  isMapTheme(params.theme)
    ? answerMapStyle(request, { theme: params.theme, basemapPath: '/carte/fond' })
    : refuse('not-found');
