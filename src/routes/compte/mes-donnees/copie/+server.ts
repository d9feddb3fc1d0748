import { redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { filesOfCopy } from '#app/personal-copy.server.ts';
import { personalData } from '#app/personal-data.server.ts';
import { streamArchive } from '#kernel/archive/stream-archive.server.ts';
import { streamBody } from '#kernel/stream-body.server.ts';
import { tellPerson } from '#modules/accounts/index.server.ts';
import { signedIn } from '../../../signed-in.server.ts';
import type { RequestHandler } from './$types.d.ts';

export const GET: RequestHandler = async ({ locals }) => {
  signedIn(locals, '/compte/mes-donnees');
  const told = await tellPerson(locals.context, personalData);
  if (!told.ok) redirect(303, `${localPath(locals.locale, '/compte/mes-donnees')}?plus-tard`);
  const archive = streamArchive(filesOfCopy(told.value, locals.locale));
  return new Response(streamBody(archive), {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': 'attachment; filename="mes-donnees.zip"',
    },
  });
};
