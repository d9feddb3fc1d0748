import type { RequestEvent } from '@sveltejs/kit';
import { findPractice } from '#modules/practices/index.server.ts';
import { atAddress } from '../record-address.server.ts';

/** The practice that the address of a page names. */
export function practiceAt({ locals, params, url, request }: RequestEvent) {
  const find = (shortId: string) => findPractice(locals.context, { shortId });
  const slug = params['slug'] ?? '';
  const named = { kind: 'practice' as const, slug, url, find, method: request.method };
  return atAddress(locals, named, (practice) => practice.record);
}
