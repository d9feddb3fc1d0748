import type { RequestEvent } from '@sveltejs/kit';
import { findPage } from '#modules/records/index.server.ts';
import { atAddress } from '../record-address.server.ts';

/** The knowledge page that an address names. */
export function pageAt(event: RequestEvent) {
  return atAddress(event, 'page', findPage);
}
