import type { RequestEvent } from '@sveltejs/kit';
import { findLever } from '#modules/knowledge/index.server.ts';
import { atAddress } from '../record-address.server.ts';

/** The lever that the address of a page names. */
export function leverAt(event: RequestEvent) {
  return atAddress(event, 'lever', findLever);
}
