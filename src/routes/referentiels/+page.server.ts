import { can, criteriaOf, wordsIn } from '#modules/framework/index.ts';
import { listDrafts, listFrameworks } from '#modules/framework/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals: { context, locale } }) => {
  const [frameworks, drafts] = await Promise.all([
    listFrameworks(context),
    can(context.actor, 'read-draft') ? listDrafts(context) : [],
  ]);
  const shown = frameworks.map(({ record, version: { number, content, publishedAt, retiredAt } }) => ({
    id: record.id,
    address: addressOf(record),
    title: content.title,
    description: content.description,
    startingPoint: content.startingPoint,
    number,
    publishedAt,
    isRetired: retiredAt !== null,
    dimensions: content.dimensions.length,
    criteria: criteriaOf(content).length,
  }));
  return {
    frameworks: shown.filter(({ isRetired }) => !isRetired),
    retired: shown.filter(({ isRetired }) => isRetired),
    drafts: drafts.map(({ record, content }) => ({
      id: record.id,
      address: `${addressOf(record)}/brouillon`,
      title: wordsIn(content.title, locale),
      number: content.version,
    })),
    mayWrite: can(context.actor, 'write'),
  };
};
