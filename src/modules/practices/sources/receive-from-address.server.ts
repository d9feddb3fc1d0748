import { type Context, hasRole } from '#kernel/context.ts';
import type { GuardedStream } from '#kernel/guarded-client.server.ts';
import type { Id } from '#kernel/ids.ts';
import { type Limit, takeTurn } from '#kernel/limits.server.ts';
import { type Result, err } from '#kernel/result.ts';
import { maxFileBytes } from '../import-practices.server.ts';
import { receiveImport } from '../manage-imports.server.ts';
import { fetchCompanions } from './fetch-companions.server.ts';
import { fetchInventory, refusalOfTrouble } from './fetch-inventory.server.ts';
import type { FetchRefusal } from './fetch-refusal.ts';

/** Bytes and milliseconds: someone waits for it at their screen. */
export const addressLimits = { maxBytes: maxFileBytes, maxWait: 60_000 };

/** An import from an address has another site work. */
const fetchesOfPerson: Limit = { name: 'import-address', most: 30, minutes: 60 };

/** An inventory at an address, with what its records are to say of it. */
export interface AddressGiven {
  address: string;
  sourceName: string;
  licence: string;
}

export type ReceiveRefusal = FetchRefusal | { code: 'not-allowed' | 'sign-in-first' };

/**
 * Reads an inventory at an address into a received file, then finds out what importing it would do, as of a file that someone
 * sends. For facilitators.
 */
export async function receiveFromAddress(
  context: Context,
  open: GuardedStream,
  given: AddressGiven,
): Promise<Result<Id, ReceiveRefusal>> {
  const { actor } = context;
  if (!hasRole(actor, 'facilitator'))
    return err({ code: actor.personId === null ? 'sign-in-first' : 'not-allowed' });
  if (!(await takeTurn(context, fetchesOfPerson, actor.personId ?? 'host')))
    return err({ code: 'too-many-fetches', params: {}, proposals: [] });
  const fetched = await fetchInventory(open, given.address);
  if (!fetched.ok) return fetched;
  if (fetched.value === null)
    return err({ code: 'answer-not-understood', params: { status: 304 }, proposals: [] });
  const companions = await fetchCompanions(open, given.address);
  if (!companions.ok) return companions;
  const { bytes, fileName } = fetched.value;
  try {
    const received = await receiveImport(context, {
      ...given,
      address: given.address.trim(),
      bytes,
      fileName,
      companions: companions.value,
    });
    if (received.ok) return received;
    const { code } = received.error;
    if (code === 'not-allowed' || code === 'sign-in-first') return err({ code });
    return err({ code: code === 'empty' ? 'empty' : 'too-large', params: {}, proposals: [] });
  } catch (error) {
    return err(refusalOfTrouble(error));
  }
}
