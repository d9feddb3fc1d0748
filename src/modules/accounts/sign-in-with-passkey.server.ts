import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import type { z } from 'zod';
import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { jsonIn, usedKeyShape } from './passkey.ts';
import {
  type ChallengeRefusal,
  type PasskeySite,
  makeChallenge,
  useChallenge,
} from './passkey-challenge.server.ts';
import { type Credential, lockCredential, noteUse } from './passkey-store.server.ts';
import type { Person } from './person.ts';
import { findPerson } from './person-store.server.ts';
import { joinTerritory } from './role-holder-store.server.ts';

const purpose = 'passkey-sign-in';

/** What the browser is asked: any key it has for this host; nobody is named beforehand. */
export async function askForPasskey(
  context: Context,
  site: PasskeySite,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  // Whoever signs in is nobody yet, even when this browser is signed in as someone.
  const challenge = await makeChallenge(asNobody(context), { purpose, site });
  // Loaded when somebody first asks: starting would wait for it.
  const { generateAuthenticationOptions } = await import('@simplewebauthn/server');
  return generateAuthenticationOptions({ rpID: site.host, challenge, userVerification: 'required' });
}

export type PasskeyRefusal = ChallengeRefusal | { code: 'passkey-unknown' | 'passkey-copied' };

/**
 * Who signs in with a passkey: its signature is checked over a challenge of ours, from a page of this site, behind the
 * device's lock.
 *
 * @param input.answer what the browser answered, as JSON
 */
export async function signInWithPasskey(
  context: Context,
  input: { site: PasskeySite; answer: string },
): Promise<Result<Person, PasskeyRefusal>> {
  const used = usedKeyShape.safeParse(jsonIn(input.answer));
  if (!used.success) return err({ code: 'passkey-unreadable' });
  const clientData = used.data.response.clientDataJSON;
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const challenge = await useChallenge(inside, { purpose, site: input.site, personId: null, clientData });
    if (!challenge.ok) return challenge;
    const { host } = input.site;
    const credential = await lockCredential(db, { credentialId: used.data.id, host });
    if (!credential) return err({ code: 'passkey-unknown' });
    if (!isFor(used.data.response.userHandle, credential.personId)) return err({ code: 'passkey-refused' });
    const counter = await verifiedCounter(used.data, input.site, {
      credential,
      challenge: challenge.value,
    });
    if (counter === undefined) return err({ code: 'passkey-refused' });
    if (isCopied(credential.counter, counter)) return err({ code: 'passkey-copied' });
    await noteUse(db, { id: credential.passkeyId, counter, now: context.clock.now() });
    return welcome(inside, credential.personId);
  });
}

function asNobody(context: Context): Context {
  return { ...context, actor: { ...context.actor, personId: null } };
}

/** The key says whom it was made for; some keys do not. */
function isFor(userHandle: string | undefined, personId: Id): boolean {
  return userHandle === undefined || Buffer.from(userHandle, 'base64url').toString() === personId;
}

/**
 * A key that counts its uses must count further (WebAuthn level 3, 6.1.1): else there are two of it. Most passkeys that
 * a service keeps for several devices do not count: theirs stays at 0.
 */
function isCopied(known: number, given: number): boolean {
  return (known > 0 || given > 0) && given <= known;
}

async function verifiedCounter(
  used: z.infer<typeof usedKeyShape>,
  site: PasskeySite,
  { credential, challenge }: { credential: Credential; challenge: string },
): Promise<number | undefined> {
  const { id, publicKey } = credential;
  const { userHandle, ...answer } = used.response;
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        ...used,
        response: { ...answer, ...(userHandle !== undefined && { userHandle }) },
        clientExtensionResults: {},
      },
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.host,
      // The counter is compared by us, so that a copied key is told apart from a wrong answer.
      credential: { id, publicKey: new Uint8Array(publicKey), counter: 0 },
    });
    return verified ? authenticationInfo.newCounter : undefined;
  } catch {
    // The library throws for every answer that does not hold: another origin, another host, a lock left open.
    return undefined;
  }
}

async function welcome(context: Context, personId: Id): Promise<Result<Person, PasskeyRefusal>> {
  const { db, territoryId, clock } = context;
  const person = await findPerson(db, personId);
  if (!person) return err({ code: 'passkey-unknown' });
  await joinTerritory(db, { territoryId, personId, now: clock.now() });
  return ok(person);
}
