import { criteriaOf, criterionPath, findCriterion } from '#modules/framework/index.ts';
import { findFramework } from '#modules/framework/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { atAddress } from '../../../../record-address.server.ts';
import { refuse } from '../../../../refusal.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const find = (shortId: string) => findFramework(locals.context, { shortId });
  const request = { kind: 'framework' as const, slug: params.slug, url, find };
  const { record, version } = await atAddress(locals, request, (framework) => framework.record);
  const { content } = version;
  const found = findCriterion(content, params.criterion);
  if (!found) refuse('not-found');
  const all = criteriaOf(content);
  const place = all.findIndex(({ criterion }) => criterion.id === params.criterion);
  const neighbour = (at: number) => {
    const criterion = all[at]?.criterion;
    return criterion && { title: criterion.title, address: criterionPath(record, criterion.id) };
  };
  return {
    ...found,
    framework: { title: content.title, address: addressOf(record), licence: content.licence },
    sources: content.sources.filter(({ id }) => found.criterion.sources.includes(id)),
    previous: neighbour(place - 1),
    next: neighbour(place + 1),
  };
};
