import { redirect } from '@sveltejs/kit';
import { productVersion } from '#app/health.server.ts';
import { slugify } from '#kernel/slug.ts';
import { streamBody } from '#kernel/stream-body.server.ts';
import { streamTerritory } from '#modules/commons/index.server.ts';
import { refuse } from '../../../refusal.server.ts';
import type { RequestHandler } from './$types.d.ts';

export const GET: RequestHandler = async ({ locals }) => {
  const archive = await streamTerritory(locals.context, { product: productVersion });
  if (!archive.ok) {
    if (archive.error.code === 'too-many-archives') redirect(303, '/gestion/archive?plus-tard');
    refuse(archive.error.code);
  }
  const day = locals.context.clock.now().toISOString().slice(0, 10);
  const name = `${slugify(locals.territory.name)}-${day}.zip`;
  return new Response(streamBody(archive.value), {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="${name}"`,
    },
  });
};
