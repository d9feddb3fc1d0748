import type { RequestEvent } from '@sveltejs/kit';
import { findPractice } from '#modules/practices/index.server.ts';
import { atAddress } from '../record-address.server.ts';

/** The practice that the address of a page names. */
export function practiceAt(event: RequestEvent) {
  return atAddress(event, 'practice', findPractice);
}
