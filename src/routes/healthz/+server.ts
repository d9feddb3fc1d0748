import { json } from '@sveltejs/kit';
import { databaseHealth } from '#app/health.server.ts';
import type { RequestHandler } from './$types.d.ts';

export const GET: RequestHandler = async ({ locals }) => {
  const health = await databaseHealth(locals.app);
  return json(health, {
    status: health.status === 'ok' ? 200 : 503,
    headers: { 'cache-control': 'no-store' },
  });
};
