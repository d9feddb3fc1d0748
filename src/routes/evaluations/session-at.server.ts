import type { RequestEvent } from '@sveltejs/kit';
import { findEvaluation } from '#modules/evaluation/index.server.ts';
import { atAddress } from '../record-address.server.ts';

/** The session that an address names, or the answer that says why there is none. */
export function sessionAt(event: RequestEvent) {
  return atAddress(event, 'evaluation', findEvaluation);
}
