import type { Context } from '#kernel/context.ts';
import type { Branch } from '#modules/deliberation/index.ts';
import { findFramework } from '#modules/framework/index.server.ts';
import type { RecordCore } from '#modules/records/index.ts';

/** What may be changed and weighed in the subject of a consultation: of a framework, its dimensions and criteria. */
export async function branchesOf(context: Context, subject: RecordCore): Promise<Branch[]> {
  if (subject.kind !== 'framework') return [];
  const framework = await findFramework(context, { shortId: subject.shortId });
  return (framework?.version.content.dimensions ?? []).map(({ id, title, criteria }) => ({
    id,
    title: { ...title },
    items: criteria.map((criterion) => ({ id: criterion.id, title: { ...criterion.title } })),
  }));
}
