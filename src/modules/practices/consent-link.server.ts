import { createHmac } from 'node:crypto';
import type { Context } from '#kernel/context.ts';
import { type Id, isId } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { secretNamed } from '#kernel/settings.server.ts';
import { type SignedLinkError, makeSignedLink, readSignedLink } from '#kernel/signed-links.server.ts';
import { mergedOrigins, standingRecords } from '#modules/records/index.server.ts';
import { findContact } from './contact-store.server.ts';
import type { KeptContact } from './contact.ts';

const purpose = 'contact-consent';
/** Five years: the same link takes back what was agreed to. */
export const consentMinutes = 5 * 365 * 24 * 60;

/** A link for whoever reads that address, and for as long as the practice has it. */
export async function makeConsentLink(context: Context, recordId: Id, email: string): Promise<string> {
  return makeSignedLink(context, {
    purpose,
    territoryId: context.territoryId,
    subject: `${recordId} ${await addressKey(context, email)}`,
    personId: null,
    minutes: consentMinutes,
  });
}

/** The practice that a link is about, with the contact it was sent to. `not-found`: it has another one now, or none. */
export async function readConsentLink(
  context: Context,
  token: string,
): Promise<Result<{ recordId: Id; contact: KeptContact }, SignedLinkError | { code: 'not-found' }>> {
  const link = await readSignedLink(context, token, { purpose, territoryId: context.territoryId });
  if (!link.ok) return link;
  const [recordId = '', key] = link.value.subject.split(' ');
  if (!isId(recordId)) return err({ code: 'not-found' });
  for (const id of await mergedTogether(context, recordId)) {
    const contact = await findContact(context, id);
    if (contact && key === (await addressKey(context, contact.email))) return ok({ recordId: id, contact });
  }
  return err({ code: 'not-found' });
}

/** A practice, then those that were merged with it: a contact may have gone from one to the other. */
export async function mergedTogether(context: Context, recordId: Id): Promise<Id[]> {
  const standing = (await standingRecords(context, [recordId])).get(recordId) ?? recordId;
  const merged = await mergedOrigins(context, [standing]);
  return [...new Set([recordId, standing, ...merged.map(({ id }) => id)])];
}

/** HMAC-SHA-256 (RFC 2104): the address itself does not stand in a link. */
async function addressKey({ db }: Context, email: string): Promise<string> {
  return createHmac('sha256', await secretNamed(db, 'contact-links'))
    .update(email.toLowerCase())
    .digest('base64url');
}
