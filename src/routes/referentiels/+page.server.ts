import { criteriaOf } from '#modules/framework/index.ts';
import { listFrameworks } from '#modules/framework/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals }) => {
  const frameworks = await listFrameworks(locals.context);
  return {
    frameworks: frameworks.map(({ record, version: { number, content, publishedAt } }) => ({
      id: record.id,
      address: addressOf(record),
      title: content.title,
      description: content.description,
      startingPoint: content.startingPoint,
      number,
      publishedAt,
      dimensions: content.dimensions.length,
      criteria: criteriaOf(content).length,
    })),
  };
};
