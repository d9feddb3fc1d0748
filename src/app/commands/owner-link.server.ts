import { ok } from '#kernel/result.ts';
import { makeOwnerLink } from '#modules/accounts/index.server.ts';
import { localPath } from '../locale.ts';
import { withTerritory } from '../with-territory.server.ts';
import type { Command } from './index.server.ts';

/** `entrelacs owner-link`: prints a link that makes its visitor an owner within 24 hours. */
export const ownerLink: Command = {
  options: { data: { type: 'string' }, territory: { type: 'string' } },
  positionals: 0,
  run: ({ values, locale }) =>
    withTerritory(values, async (context) => {
      const token = await makeOwnerLink(context);
      return ok(`${context.origin}${localPath(locale, `/proprietaire/${token}`)}`);
    }),
};
