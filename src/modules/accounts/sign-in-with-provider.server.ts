import { z } from 'zod';
import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { makeSignedLink, useSignedLink } from '#kernel/signed-links.server.ts';
import type { Identity, ProviderVisit } from './identity-provider.server.ts';
import { findByIdentity, putIdentity } from './identity-store.server.ts';
import { type Person, emailShape, normaliseEmail } from './person.ts';
import { findOrCreatePerson, findPerson, lockAddress, proveEmail } from './person-store.server.ts';
import { joinTerritory } from './role-holder-store.server.ts';

const visitPurpose = 'provider-visit';
/** How long a visit at the provider's may last, in minutes. */
const visitMinutes = 15;

/** A visit to the provider, and where its person goes afterwards. */
export interface PlannedVisit extends ProviderVisit {
  locale: string;
  returnTo: string;
}

const visitShape = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  locale: z.string(),
  returnTo: z.string(),
});

/** What the browser keeps in a cookie while its person is away: ours, for this territory, for one use. */
export function writeVisit(context: Context, visit: PlannedVisit): Promise<string> {
  return makeSignedLink(context, {
    purpose: visitPurpose,
    territoryId: context.territoryId,
    subject: JSON.stringify(visit),
    personId: null,
    minutes: visitMinutes,
  });
}

/** Reads what the browser kept, and uses it up: one answer of the provider is heard once. */
export async function useVisit(
  context: Context,
  kept: string,
): Promise<Result<PlannedVisit, { code: 'provider-too-late' }>> {
  const expected = { purpose: visitPurpose, territoryId: context.territoryId };
  const link = await inTransaction(context.db, (db) =>
    useSignedLink({ db, clock: context.clock }, kept, expected),
  );
  return link.ok ? ok(visitShape.parse(JSON.parse(link.value.subject))) : err({ code: 'provider-too-late' });
}

/**
 * The person whom the provider vouches for: the one it already means by that subject; else the one who has the address
 * that it verified, known or new. An address it did not verify proves nothing, and matches nobody.
 */
export async function signInWithIdentity(
  context: Context,
  identity: Identity,
): Promise<Result<Person, { code: 'provider-no-email' | 'provider-email-unverified' }>> {
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const known = await findByIdentity(db, identity);
    const personId = known === undefined ? await matched(inside, identity) : ok(known);
    if (!personId.ok) return personId;
    const { territoryId, clock } = context;
    await joinTerritory(db, { territoryId, personId: personId.value, now: clock.now() });
    const person = await findPerson(db, personId.value);
    if (!person) throw new Error('An identity belongs to a person who exists');
    return ok(person);
  });
}

async function matched(
  { db, clock }: Context,
  identity: Identity,
): Promise<Result<Id, { code: 'provider-no-email' | 'provider-email-unverified' }>> {
  const email = emailShape.safeParse(normaliseEmail(identity.email ?? ''));
  if (!email.success) return err({ code: 'provider-no-email' });
  if (!identity.emailVerified) return err({ code: 'provider-email-unverified' });
  const now = clock.now();
  // Two who come back at once with the same identity: the second waits, and finds it known.
  await lockAddress(db, email.data);
  const known = await findByIdentity(db, identity);
  if (known !== undefined) return ok(known);
  const { id } = await findOrCreatePerson(db, { email: email.data, name: '', now });
  await proveEmail(db, id);
  await putIdentity(db, { issuer: identity.issuer, subject: identity.subject, personId: id, now });
  return ok(id);
}
