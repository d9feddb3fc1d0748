import { type Context, visitor } from '#kernel/context.ts';
import { type Database, inTransaction } from '#kernel/database.server.ts';
import { forgetAddressInColumns } from '#kernel/forget-in-columns.server.ts';
import type { Id } from '#kernel/ids.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import type { ForgetWish, KnownPerson, PersonalDataPart } from '#kernel/personal-data.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { findTerritoryName, territoryIds } from '#modules/territories/index.server.ts';
import {
  deletePerson,
  findKnownPerson,
  isOnlyOwner,
  lockPerson,
  sessionOpenedAt,
} from './personal-data-store.server.ts';
import { lockAddress } from './person-store.server.ts';
import { lockRoles } from './role-holder-store.server.ts';

/** For how long after signing in someone may erase themselves: whoever finds a screen left open may not. */
export const freshMinutes = 15;

export type EraseRefusal =
  | { code: 'sign-in-first' | 'sign-in-again' | 'unclear-wish' }
  /** They must hand over first: the names of the territories that would be left without an owner. */
  | { code: 'last-owner'; territories: string[] };

/** Whether someone may erase themselves now; nothing is changed. */
export async function mayErase(
  context: Context,
  session: Id | undefined,
): Promise<Result<undefined, EraseRefusal>> {
  const { db, actor, clock } = context;
  const { personId } = actor;
  if (!personId) return err({ code: 'sign-in-first' });
  const territories = await ownedAlone(db, personId);
  if (territories.length > 0) return err({ code: 'last-owner', territories });
  const openedAt = session && (await sessionOpenedAt(db, { id: session, personId }));
  const isFresh = openedAt && clock.now().getTime() - openedAt.getTime() <= freshMinutes * 60_000;
  return isFresh ? ok() : err({ code: 'sign-in-again' });
}

/**
 * Forgets the person who asks, at once, on every territory of the instance, in one transaction: the account and what
 * belongs to it, their name and addresses wherever they stand, and, if they wish, what they alone wrote. What others
 * rely on stays, by nobody in particular. There is no way back.
 *
 * @param request.session the one the request comes with, which must have been opened a short while ago
 */
export async function erasePerson(
  context: Context,
  request: { session: Id | undefined; texts: string; someone: string },
  parts: readonly PersonalDataPart[],
): Promise<Result<undefined, EraseRefusal>> {
  const { texts, someone } = request;
  if (texts !== 'keep' && texts !== 'erase') return err({ code: 'unclear-wish' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const { personId } = context.actor;
    const territories = (await territoryIds(db)).toSorted();
    // In one order for everyone, so that two who leave at once wait for each other rather than for ever.
    for (const territoryId of territories) await lockRoles(db, territoryId);
    if (!personId || !(await lockPerson(db, personId))) return err({ code: 'sign-in-first' });
    const allowed = await mayErase(inside, request.session);
    if (!allowed.ok) return allowed;
    const person = await findKnownPerson(db, personId);
    if (!person) return err({ code: 'sign-in-first' });
    for (const email of person.emails.toSorted()) await lockAddress(db, email);
    for (const territoryId of territories) {
      await forgetOn({ ...inside, territoryId, actor: visitor }, person, { parts, wish: { texts, someone } });
    }
    await deletePerson(db, person);
    return ok();
  });
}

/** The names of the territories of which someone is the only owner. */
async function ownedAlone(db: Database, personId: Id): Promise<string[]> {
  const names: string[] = [];
  for (const territoryId of await territoryIds(db)) {
    if (await isOnlyOwner(db, { territoryId, personId }))
      names.push(await findTerritoryName(db, territoryId));
  }
  return names;
}

async function forgetOn(
  inside: Context,
  person: KnownPerson,
  { parts, wish }: { parts: readonly PersonalDataPart[]; wish: ForgetWish },
): Promise<void> {
  for (const part of parts) await part.forget(inside, person, wish);
  for (const email of person.emails) await forgetAddressInColumns(inside, email);
  // Says that what was worked out from the records is out of date; not of whom.
  await appendToJournal(inside, { action: 'person.forgotten' });
}
