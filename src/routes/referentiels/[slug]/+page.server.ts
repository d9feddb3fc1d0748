import { findFramework } from '#modules/framework/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { atAddress } from '../../record-address.server.ts';
import { moderationShown } from '../../record-moderation.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { record, version } = await atAddress(event, 'framework', findFramework);
  return {
    address: addressOf(record),
    moderation: await moderationShown(event.locals.context, record),
    content: version.content,
    number: version.number,
    publishedAt: version.publishedAt,
  };
};
