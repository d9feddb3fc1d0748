import { criteriaOf, criterionPath, findCriterion } from '#modules/framework/index.ts';
import { findFramework } from '#modules/framework/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { atAddress } from '../../../../record-address.server.ts';
import { refuse } from '../../../../refusal.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { record, version } = await atAddress(event, 'framework', findFramework);
  const { content } = version;
  const found = findCriterion(content, event.params.criterion);
  if (!found) refuse('not-found');
  const all = criteriaOf(content);
  const place = all.findIndex(({ criterion }) => criterion.id === event.params.criterion);
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
