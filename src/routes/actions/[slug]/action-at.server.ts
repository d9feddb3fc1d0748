import type { Action } from '#modules/action-plans/index.ts';
import { findAction } from '#modules/action-plans/index.server.ts';
import { atAddress } from '../../record-address.server.ts';

/** The action that the address of a page or of a form names. */
export function actionAt(event: {
  locals: App.Locals;
  params: { slug: string };
  url: URL;
  request: Request;
}): Promise<Action> {
  const { locals, params, url, request } = event;
  const find = (shortId: string) => findAction(locals.context, { shortId });
  const asked = { kind: 'action' as const, slug: params.slug, url, find, method: request.method };
  return atAddress(locals, asked, (action) => action.record);
}
