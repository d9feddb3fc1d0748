import { findEvaluation } from '#modules/evaluation/index.server.ts';
import { atAddress } from '../record-address.server.ts';

/** The session that an address names, or the answer that says why there is none. */
export function sessionAt({
  locals,
  params,
  url,
}: {
  locals: App.Locals;
  params: { slug: string };
  url: URL;
}) {
  const find = (shortId: string) => findEvaluation(locals.context, { shortId });
  return atAddress(locals, { kind: 'evaluation', slug: params.slug, url, find }, (session) => session.record);
}
