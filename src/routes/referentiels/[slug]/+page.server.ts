import { findFramework } from '#modules/framework/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { atAddress } from '../../record-address.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const find = (shortId: string) => findFramework(locals.context, { shortId });
  const request = { kind: 'framework' as const, slug: params.slug, url, find };
  const { record, version } = await atAddress(locals, request, (framework) => framework.record);
  return {
    address: addressOf(record),
    content: version.content,
    number: version.number,
    publishedAt: version.publishedAt,
  };
};
