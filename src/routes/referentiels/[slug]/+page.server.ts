import { can as mayDeliberate } from '#modules/deliberation/index.ts';
import { listConsultations, listDecisions } from '#modules/deliberation/index.server.ts';
import { can } from '#modules/framework/index.ts';
import { findOrigin, findWritten } from '#modules/framework/index.server.ts';
import { type RecordCore, addressOf } from '#modules/records/index.ts';
import { moderationShown } from '../../record-moderation.server.ts';
import { frameworkAt } from '../framework-at.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { context } = event.locals;
  const { record, version } = await frameworkAt(event);
  const { from } = version.content;
  const [written, origin, consultations, decisions] = await Promise.all([
    findWritten(context, { id: record.id }),
    from && findOrigin(context, from),
    listConsultations(context, { subjectId: record.id }),
    listDecisions(context, { subjectId: record.id }),
  ]);
  const { actor } = context;
  return {
    consultations: named(consultations),
    decisions: named(decisions),
    mayConsult: mayDeliberate(actor, 'run'),
    shortId: record.shortId,
    address: addressOf(record),
    moderation: await moderationShown(context, record),
    content: version.content,
    versionId: version.id,
    number: version.number,
    last: written?.published.at(-1)?.number ?? version.number,
    publishedAt: version.publishedAt,
    isRetired: written?.details.retired ?? false,
    hasDraft: written?.details.draft != null && can(actor, 'read-draft'),
    mayWrite: can(actor, 'write'),
    origin: origin && `${addressOf(origin.record)}?version=${origin.version.number}`,
    isJustPublished: event.url.searchParams.has('publiee'),
  };
};

function named(found: { record: RecordCore }[]) {
  return found.map(({ record: { title, language, ...rest } }) => ({
    title,
    language,
    address: addressOf(rest),
  }));
}
