import type { RequestEvent } from '@sveltejs/kit';
import { findDecision } from '#modules/deliberation/index.server.ts';
import { atAddress } from '../record-address.server.ts';

/** The decision that the address of a page names. */
export function decisionAt(event: RequestEvent) {
  return atAddress(event, 'decision', findDecision);
}
