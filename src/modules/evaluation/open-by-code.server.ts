import { createHmac, randomInt } from 'node:crypto';
import type { Context } from '#kernel/context.ts';
import { type Database, inTransaction } from '#kernel/database.server.ts';
import { type Limit, isWithin, noteUse } from '#kernel/limits.server.ts';
import { placeOfAddress } from '#kernel/place-of-address.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { secretNamed } from '#kernel/settings.server.ts';
import { makeCode, readCode } from './answer-code.ts';
import { makeAnswerLink } from './answer-link.server.ts';
import { findCard } from './invitation-store.server.ts';

/**
 * Codes that open nothing allowed from one place in a quarter of an hour: a whole room behind one address may
 * mistype. What it leaves to somebody who tries codes at random:
 *
 * 20 letters ^ 10 = 1.02e13 codes. With 1,000 cards out on a territory, one try in 1.02e10 opens one. From one place,
 * 120 tries an hour: 9,700 years to open one on average. From 1,000 places at once: nearly 10 years. Without this
 * limit, at 1,000 tries a second: 118 days.
 */
const misses: Limit = { name: 'answer-code', most: 30, minutes: 15 };

/** A code for a card, and what the database keeps of it: whoever reads a row cannot open a sheet with it. */
export async function newCode(db: Database): Promise<{ code: string; codeKey: string }> {
  const code = makeCode((below) => randomInt(below));
  return { code, codeKey: await codeKeyOf(db, code) };
}

export interface CodeRefusal {
  /** `code-malformed`: it cannot be a code, and is not counted as a try. */
  code: 'code-malformed' | 'code-unknown' | 'too-many-tries';
}

/**
 * Exchanges the code of a card for a link to its sheet: from then on it is an answer link like those of mails.
 *
 * @param attempt.address of the client; only an HMAC of it is kept, for a quarter of an hour, and only of a wrong code
 * @returns the token of the link
 */
export async function openByCode(
  context: Context,
  attempt: { typed: string; address: string },
): Promise<Result<string, CodeRefusal>> {
  const code = readCode(attempt.typed);
  if (code === null) return err({ code: 'code-malformed' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const place = placeOfAddress(attempt.address);
    // Tries made at the very same moment do not see each other: a few more than the limit, never many.
    if (!(await isWithin(inside, misses, place))) return err({ code: 'too-many-tries' });
    const invitationId = await findCard(inside, await codeKeyOf(db, code));
    if (invitationId) return ok(await makeAnswerLink(inside, invitationId));
    await noteUse(inside, misses, place);
    return err({ code: 'code-unknown' });
  });
}

async function codeKeyOf(db: Database, code: string): Promise<string> {
  return createHmac('sha256', await secretNamed(db, 'answer-codes'))
    .update(code)
    .digest('base64url');
}
