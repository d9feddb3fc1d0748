import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server';
import type { z } from 'zod';
import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type Id, isId } from '#kernel/ids.ts';
import { queueMail } from '#kernel/mail.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { jsonIn, madeKeyShape, passkeyNameShape, passkeysPerPerson } from './passkey.ts';
import {
  type ChallengeRefusal,
  type PasskeySite,
  makeChallenge,
  useChallenge,
} from './passkey-challenge.server.ts';
import {
  type Credential,
  type StoredPasskey,
  deletePasskey,
  insertPasskey,
  selectPasskeys,
} from './passkey-store.server.ts';
import { emailOf, findPerson } from './person-store.server.ts';

const purpose = 'passkey-add';

/**
 * What every key of today can sign with, best first: EdDSA, ES256, RS256 (IANA COSE Algorithms). The library's own list tries
 * what this Node calls experimental.
 */
const algorithms = [-8, -7, -257];

/** Two hundred modules, loaded for whoever first has to do with a passkey: starting would wait for them. */
const library = () => import('@simplewebauthn/server');

interface Refused<Code extends string> {
  code: Code;
}

/** The person's passkeys on all hosts of the instance, oldest first; nobody else's are ever shown. */
export async function listPasskeys(
  context: Context,
): Promise<Result<Omit<StoredPasskey, 'credentialId' | 'transports'>[], Refused<'not-allowed'>>> {
  const { personId } = context.actor;
  if (!personId) return err({ code: 'not-allowed' });
  const stored = await selectPasskeys(context.db, personId);
  return ok(stored.map(({ id, host, name, madeAt, usedAt }) => ({ id, host, name, madeAt, usedAt })));
}

/**
 * What the browser is asked: a key that it can offer by itself later (discoverable), behind the device's own lock
 * (finger, face or code), other than those it already has for this person.
 */
export async function offerPasskey(
  context: Context,
  site: PasskeySite,
): Promise<Result<PublicKeyCredentialCreationOptionsJSON, Refused<'not-allowed'>>> {
  const { personId } = context.actor;
  const person = personId ? await findPerson(context.db, personId) : undefined;
  if (!person) return err({ code: 'not-allowed' });
  const email = (await emailOf(context.db, person.id)) ?? '';
  const stored = await selectPasskeys(context.db, person.id);
  const { generateRegistrationOptions } = await library();
  const options = await generateRegistrationOptions({
    rpName: site.name,
    rpID: site.host,
    userID: new Uint8Array(Buffer.from(person.id)),
    userName: email,
    userDisplayName: person.name || email,
    challenge: await makeChallenge(context, { purpose, site }),
    excludeCredentials: stored
      .filter(({ host }) => host === site.host)
      .map(({ credentialId: id, transports }) => ({ id, transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: algorithms,
  });
  return ok(options);
}

export type AddRefusal =
  ChallengeRefusal | Refused<'not-allowed' | 'passkey-name-missing' | 'too-many-passkeys' | 'passkey-known'>;

/**
 * Keeps a passkey under the name that the person gives it, and tells them by mail.
 *
 * @param input.answer what the browser answered, as JSON
 */
export async function addPasskey(
  context: Context,
  input: {
    site: PasskeySite;
    answer: string;
    name: string;
    notice: (name: string) => { subject: string; body: string };
  },
): Promise<Result<{ name: string }, AddRefusal>> {
  const { personId } = context.actor;
  if (!personId) return err({ code: 'not-allowed' });
  const name = passkeyNameShape.safeParse(input.name);
  if (!name.success) return err({ code: 'passkey-name-missing' });
  const made = madeKeyShape.safeParse(jsonIn(input.answer));
  if (!made.success) return err({ code: 'passkey-unreadable' });
  const clientData = made.data.response.clientDataJSON;
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const challenge = await useChallenge(inside, { purpose, site: input.site, personId, clientData });
    if (!challenge.ok) return challenge;
    const credential = await verifiedKey(made.data, input.site, challenge.value);
    if (!credential) return err({ code: 'passkey-refused' });
    const kept = await keep(inside, personId, { name: name.data, host: input.site.host, credential });
    if (!kept.ok) return kept;
    const to = await emailOf(db, personId);
    if (to !== undefined) await queueMail(inside, { to, ...input.notice(name.data) });
    return ok({ name: name.data });
  });
}

async function verifiedKey(
  made: z.infer<typeof madeKeyShape>,
  site: PasskeySite,
  expectedChallenge: string,
): Promise<Credential | undefined> {
  const { transports, ...answer } = made.response;
  const { verifyRegistrationResponse } = await library();
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response: { ...made, response: answer, clientExtensionResults: {} },
      expectedChallenge,
      expectedOrigin: site.origin,
      expectedRPID: site.host,
      supportedAlgorithmIDs: algorithms,
    });
    return registrationInfo && { ...registrationInfo.credential, transports: transports ?? [] };
  } catch {
    // The library throws for every answer that does not hold: another origin, another host, a signature that is wrong.
    return undefined;
  }
}

async function keep(
  { db, clock }: Context,
  personId: Id,
  passkey: { name: string; host: string; credential: Credential },
): Promise<Result<undefined, Refused<'too-many-passkeys' | 'passkey-known'>>> {
  if ((await selectPasskeys(db, personId)).length >= passkeysPerPerson) {
    return err({ code: 'too-many-passkeys' });
  }
  const isNew = await insertPasskey(db, { personId, ...passkey, now: clock.now() });
  return isNew ? ok() : err({ code: 'passkey-known' });
}

/** Takes a passkey away: it opens nothing any more. */
export async function removePasskey(
  context: Context,
  id: string,
): Promise<Result<{ name: string }, Refused<'not-allowed' | 'passkey-gone'>>> {
  const { personId } = context.actor;
  if (!personId) return err({ code: 'not-allowed' });
  const name = isId(id) ? await deletePasskey(context.db, { id, personId }) : undefined;
  return name === undefined ? err({ code: 'passkey-gone' }) : ok({ name });
}
