import { can } from '#modules/framework/index.ts';
import { findOrigin, findWritten } from '#modules/framework/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { consultedOn } from '../../consulted-on.server.ts';
import { moderationShown } from '../../record-moderation.server.ts';
import { frameworkAt } from '../framework-at.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { context } = event.locals;
  const { record, version } = await frameworkAt(event);
  const { from } = version.content;
  const [written, origin, consulted] = await Promise.all([
    findWritten(context, { id: record.id }),
    from && findOrigin(context, from),
    consultedOn(context, record),
  ]);
  const { actor } = context;
  return {
    consulted,
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
