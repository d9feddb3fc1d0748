import { exportGeojson } from '#modules/practices/index.server.ts';
import { practiceQuery, streamText } from '../api-answers.server.ts';
import type { RequestHandler } from './$types.d.ts';

export const GET: RequestHandler = ({ locals, url }) => {
  const query = practiceQuery(locals, url);
  if (!query.ok) return query.error;
  return streamText(exportGeojson(locals.context, query.value.filters), {
    'content-type': 'application/geo+json',
    'content-disposition': 'attachment; filename="pratiques.geojson"',
  });
};
