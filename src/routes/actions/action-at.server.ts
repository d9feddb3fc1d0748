import type { RequestEvent } from '@sveltejs/kit';
import { findAction } from '#modules/action-plans/index.server.ts';
import { atAddress } from '../record-address.server.ts';

/** The action that the address of a page names. */
export function actionAt(event: RequestEvent) {
  return atAddress(event, 'action', findAction);
}
