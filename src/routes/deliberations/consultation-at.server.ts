import type { RequestEvent } from '@sveltejs/kit';
import { findConsultation } from '#modules/deliberation/index.server.ts';
import { atAddress } from '../record-address.server.ts';

/** The consultation that the address of a page names. */
export function consultationAt(event: RequestEvent) {
  return atAddress(event, 'deliberation', findConsultation);
}
