import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';
import { type Result, err, ok } from '#kernel/result.ts';

/** What a page asks of the browser: to make a key, or to use one. */
export type PasskeyAsk =
  | { kind: 'make'; options: PublicKeyCredentialCreationOptionsJSON }
  | { kind: 'use'; options: PublicKeyCredentialRequestOptionsJSON };

/** What a page says meanwhile, in its reader's language. */
export interface PasskeyWords {
  needsScript: string;
  unsupported: string;
  waiting: string;
  stopped: string;
  already: string;
  failed: string;
}

export function knowsPasskeys(): boolean {
  return browserSupportsWebAuthn();
}

/** The browser's answer as JSON; or that its person stopped, that it has a key already, or that it failed. */
export async function answerOf(
  ask: PasskeyAsk,
): Promise<Result<string, { code: 'stopped' | 'already' | 'failed' }>> {
  try {
    const answer =
      ask.kind === 'make'
        ? await startRegistration({ optionsJSON: ask.options })
        : await startAuthentication({ optionsJSON: ask.options });
    return ok(JSON.stringify(answer));
  } catch (error) {
    return err({ code: codeOf(error) });
  }
}

/** WebAuthn level 3, 5.1: browsers say `NotAllowedError` when their person stops, or time is over. */
function codeOf(error: unknown): 'stopped' | 'already' | 'failed' {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'AbortError') return 'stopped';
  return name === 'InvalidStateError' ? 'already' : 'failed';
}
