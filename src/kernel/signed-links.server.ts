import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from './clock.ts';
import type { Database } from './database.server.ts';
import { type Id, newId } from './ids.ts';
import { type Result, err, ok } from './result.ts';
import { secretNamed } from './settings.server.ts';

declare module './database.server.ts' {
  interface Tables {
    used_link: { id: Id; expires_at: Date };
  }
}

/**
 * What a mail lets its reader do. Opening the link only shows; a POST acts, so that a scanner that follows
 * links uses nothing up.
 */
export interface SignedLink {
  id: Id;
  /** What it allows, e.g. `sign-in`. A link made for one purpose is refused for any other. */
  purpose: string;
  territoryId: Id;
  /** On what: an id, or an e-mail address for signing in. */
  subject: string;
  /** For whom, when that is known. */
  personId: Id | null;
  expiresAt: Date;
}

export type SignedLinkError = { code: 'link-invalid' } | { code: 'link-expired' } | { code: 'link-used' };

const payloadShape = z.tuple([
  z.string(),
  z.string(),
  z.string(),
  z.string(),
  z.string().nullable(),
  z.number(),
]);

export interface LinkSigner {
  db: Database;
  clock: Clock;
}

/** A token fit for an address, valid for `minutes`. */
export async function makeSignedLink(
  { db, clock }: LinkSigner,
  link: Omit<SignedLink, 'id' | 'expiresAt'> & { minutes: number },
): Promise<string> {
  const expiresAt = new Date(clock.now().getTime() + link.minutes * 60_000);
  return tokenOf({ ...link, id: newId(), expiresAt }, await secretNamed(db, 'signed-links'));
}

/**
 * The same link, whatever it is for, valid for `minutes` from now: for a mail that leaves later than it was written.
 * Refused when it was used; it still serves once.
 */
export async function renewSignedLink(
  signer: LinkSigner,
  token: string,
  minutes: number,
): Promise<Result<string, SignedLinkError>> {
  const secret = await secretNamed(signer.db, 'signed-links');
  const link = verify(token, secret);
  if (!link) return err({ code: 'link-invalid' });
  const renewed = { ...link, expiresAt: new Date(signer.clock.now().getTime() + minutes * 60_000) };
  const standing = await standingOf(signer, renewed);
  return standing.ok ? ok(tokenOf(renewed, secret)) : standing;
}

/** What one of our tokens says, whether or not it still serves; undefined when it is none of ours. */
export async function linkIn({ db }: Pick<LinkSigner, 'db'>, token: string): Promise<SignedLink | undefined> {
  return verify(token, await secretNamed(db, 'signed-links'));
}

/** Where a link stands, whatever it is for: for whoever carries it without opening it. */
export async function checkSignedLink(
  signer: LinkSigner,
  token: string,
): Promise<Result<SignedLink, SignedLinkError>> {
  const link = verify(token, await secretNamed(signer.db, 'signed-links'));
  return link ? standingOf(signer, link) : err({ code: 'link-invalid' });
}

/** Reads a link without using it. */
export async function readSignedLink(
  signer: LinkSigner,
  token: string,
  expected: { purpose: string; territoryId: Id },
): Promise<Result<SignedLink, SignedLinkError>> {
  const link = verify(token, await secretNamed(signer.db, 'signed-links'));
  if (!link || link.purpose !== expected.purpose || link.territoryId !== expected.territoryId) {
    return err({ code: 'link-invalid' });
  }
  return standingOf(signer, link);
}

async function standingOf(
  { db, clock }: LinkSigner,
  link: SignedLink,
): Promise<Result<SignedLink, SignedLinkError>> {
  if (link.expiresAt <= clock.now()) return err({ code: 'link-expired' });
  const used = await db.selectFrom('used_link').select('id').where('id', '=', link.id).executeTakeFirst();
  return used ? err({ code: 'link-used' }) : ok(link);
}

/** Uses a single-use link up, in the transaction of what it allows: of two who try at once, one succeeds. */
export async function useSignedLink(
  signer: LinkSigner,
  token: string,
  expected: { purpose: string; territoryId: Id },
): Promise<Result<SignedLink, SignedLinkError>> {
  const read = await readSignedLink(signer, token, expected);
  if (!read.ok) return read;
  const { numInsertedOrUpdatedRows } = await signer.db
    .insertInto('used_link')
    .values({ id: read.value.id, expires_at: read.value.expiresAt })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n ? read : err({ code: 'link-used' });
}

/** Forgets used links that have expired anyway. */
export async function forgetExpiredLinks({ db, clock }: LinkSigner): Promise<void> {
  await db.deleteFrom('used_link').where('expires_at', '<', clock.now()).execute();
}

function tokenOf(link: SignedLink, secret: string): string {
  const fields = [
    link.id,
    link.purpose,
    link.territoryId,
    link.subject,
    link.personId,
    link.expiresAt.getTime(),
  ];
  const payload = Buffer.from(JSON.stringify(fields)).toString('base64url');
  return `${payload}.${sign(secret, payload)}`;
}

function sign(secret: string, payload: string): string {
  return createHmac('sha256', secret).update(payload).digest('base64url');
}

function verify(token: string, secret: string): SignedLink | undefined {
  const [payload = '', signature = '', ...rest] = token.split('.');
  if (rest.length > 0) return undefined;
  const expected = Buffer.from(sign(secret, payload));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined;
  const fields = payloadShape.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  const [id, purpose, territoryId, subject, personId, expiresAt] = fields;
  return { id, purpose, territoryId, subject, personId, expiresAt: new Date(expiresAt) };
}
