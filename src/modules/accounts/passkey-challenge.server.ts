import { z } from 'zod';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { makeSignedLink, useSignedLink } from '#kernel/signed-links.server.ts';
import { jsonIn, passkeyMinutes } from './passkey.ts';

/** Where a passkey is made and used: browsers tie it to the host, and say which page asked. */
export interface PasskeySite {
  /** The host without port: the "relying party id" of WebAuthn. */
  host: string;
  /** Scheme, host and port of the pages. */
  origin: string;
  /** What the browser's own window calls this site. */
  name: string;
}

export type PasskeyPurpose = 'passkey-add' | 'passkey-sign-in';

export interface ChallengeRefusal {
  code: 'passkey-unreadable' | 'passkey-too-late' | 'passkey-refused';
}

/**
 * What the key has to sign: one of our signed links, so that it is ours, for this purpose, host and person, for ten
 * minutes and one use, without anything kept until it comes back.
 */
export function makeChallenge(
  context: Context,
  options: { purpose: PasskeyPurpose; site: PasskeySite },
): Promise<string> {
  return makeSignedLink(context, {
    purpose: options.purpose,
    territoryId: context.territoryId,
    subject: options.site.host,
    personId: context.actor.personId,
    minutes: passkeyMinutes,
  });
}

const clientDataShape = z.object({ challenge: z.string().max(5000) });

/**
 * Uses the challenge that the browser's answer carries, whether or not the answer is then good. Returns it as the answer
 * bears it.
 *
 * @param options.personId whom it must have been made for; null for someone who signs in
 */
export async function useChallenge(
  context: Context,
  options: { purpose: PasskeyPurpose; site: PasskeySite; personId: Id | null; clientData: string },
): Promise<Result<string, ChallengeRefusal>> {
  const challenge = challengeIn(options.clientData);
  if (challenge === undefined) return err({ code: 'passkey-unreadable' });
  const token = Buffer.from(challenge, 'base64url').toString();
  const expected = { purpose: options.purpose, territoryId: context.territoryId };
  const link = await useSignedLink(context, token, expected);
  if (!link.ok) {
    return err({ code: link.error.code === 'link-invalid' ? 'passkey-refused' : 'passkey-too-late' });
  }
  const { subject, personId } = link.value;
  const isMeant = subject === options.site.host && personId === options.personId;
  return isMeant ? ok(challenge) : err({ code: 'passkey-refused' });
}

function challengeIn(clientData: string): string | undefined {
  const read = clientDataShape.safeParse(jsonIn(Buffer.from(clientData, 'base64url').toString()));
  return read.data?.challenge;
}
