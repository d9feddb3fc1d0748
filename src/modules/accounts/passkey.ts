import { z } from 'zod';
import { storableLine } from '#kernel/storable-text.ts';

/** How many passkeys one person may have. */
export const passkeysPerPerson = 20;

/** For how long the browser's answer to what a page asks is taken, in minutes. */
export const passkeyMinutes = 10;

/** The name by which a person knows their key: one line of plain text. */
export const passkeyNameShape = z.string().overwrite(storableLine).min(1).max(100);

const encoded = z.string().min(1).max(20_000);

/** What a browser answers when a key was made: WebAuthn level 3, RegistrationResponseJSON. */
export const madeKeyShape = z.object({
  id: encoded,
  rawId: encoded,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: encoded,
    attestationObject: encoded,
    transports: z.array(z.string().max(40)).max(10).optional(),
  }),
});

/** What a browser answers when a key was used: WebAuthn level 3, AuthenticationResponseJSON. */
export const usedKeyShape = z.object({
  id: encoded,
  rawId: encoded,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: encoded,
    authenticatorData: encoded,
    signature: encoded,
    userHandle: z.string().max(200).optional(),
  }),
});

/** JSON that came from outside; undefined when it is not JSON. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
