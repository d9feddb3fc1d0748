import { type Actor, type Context, hasRole } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type Id, isId } from '#kernel/ids.ts';
import { entriesBeside, entriesOfActor } from '#kernel/journal-search.server.ts';
import { type JournalEntry, appendToJournal, findJournalEntry } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { findPerson } from '#modules/accounts/index.server.ts';
import { type UndoOutcome, type Undoers, undoEntries, undoOutcomes } from './undo-entries.server.ts';

/** Periods one may choose, in hours: an hour, a day, a week, thirty days. */
export const undoPeriods = [1, 24, 168, 720] as const;
/** More changes than this are undone in several times, by shorter periods. */
const mostEntries = 1000;

/** What undoes each kind, the id of the work, and who is told how far it is. */
export interface UndoWork {
  undoers: Undoers;
  /** Id of the entry that tells of the whole: when it is there already, the work was done, and is not done again. */
  id: Id;
  report?: (done: number, total: number) => Promise<void>;
}

export interface UndoRequest {
  personId: string;
  hours: number;
  /** The end of the period: when the preview was made, so that what was previewed is what is undone. */
  until: Date;
}

export type UndoRefusal = { code: 'not-allowed' | 'sign-in-first' | 'not-found' | 'too-many' };

/** What undoing would do, or did: how many changes had each outcome. */
export type UndoCounts = Record<UndoOutcome, number>;

export interface UndoPreview {
  person: { id: Id; name: string };
  counts: UndoCounts;
  changes: { id: Id; action: string; recordId: Id | null; at: Date; outcome: UndoOutcome }[];
}

function canUndoOthers(actor: Actor): boolean {
  return hasRole(actor, 'facilitator');
}

function refusalOf(actor: Actor): UndoRefusal {
  return { code: actor.personId ? 'not-allowed' : 'sign-in-first' };
}

/** What someone did in a period that can be undone or not; nothing is changed: it is tried, and taken back whole. */
export async function previewUndo(
  context: Context,
  request: UndoRequest,
  undoers: Undoers,
): Promise<Result<UndoPreview, UndoRefusal>> {
  const found = await findEntries(context, request);
  if (!found.ok) return found;
  const { person, entries } = found.value;
  const outcomes = await tryOut(context, (inside) => undoEntries(inside, entries, { undoers }));
  const changes = entries.map(({ id, action, recordId, happenedAt }) => ({
    id,
    action,
    recordId,
    at: happenedAt,
    outcome: outcomes.get(id) ?? 'kept',
  }));
  return ok({ person, counts: countsOf(outcomes), changes });
}

/**
 * Undoes what someone did in a period, whole or not at all, and says so in the public log. What others built on stays.
 * With the id of the work, the undoing is itself undone.
 */
export async function undoAuthor(
  context: Context,
  request: UndoRequest,
  work: UndoWork,
): Promise<Result<undefined, UndoRefusal>> {
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    if (await findUndoing(inside, work.id)) return ok();
    const found = await findEntries(inside, request);
    if (!found.ok) return found;
    await undoAll(inside, { ...work, act: 'undone', entries: found.value.entries });
    return ok();
  });
}

/** Puts back what an undoing undid, as far as nobody changed it since. */
export async function undoUndoing(
  context: Context,
  entryId: string,
  work: UndoWork,
): Promise<Result<undefined, UndoRefusal>> {
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    if (await findUndoing(inside, work.id)) return ok();
    const undoing = await findUndone(inside, entryId);
    if (!undoing.ok) return undoing;
    const { id } = undoing.value;
    const entries = await entriesBeside(db, { territoryId: context.territoryId, entryId: id });
    await undoAll(inside, { ...work, act: 'redone', entries, undoes: id });
    return ok();
  });
}

/** What was undone at once, if the actor may put it back. */
export async function findUndone(
  context: Context,
  entryId: string,
): Promise<Result<JournalEntry, UndoRefusal>> {
  if (!canUndoOthers(context.actor)) return err(refusalOf(context.actor));
  const entry = await findUndoing(context, entryId);
  return entry?.action === 'moderation.undone' ? ok(entry) : err({ code: 'not-found' });
}

/** The entry that tells of an undoing, or of one that was put back. */
export async function findUndoing(context: Context, entryId: string): Promise<JournalEntry | undefined> {
  const { db, territoryId } = context;
  const entry = await findJournalEntry(db, { territoryId, entryId });
  return entry && /^moderation\.(undone|redone)$/.test(entry.action) ? entry : undefined;
}

async function undoAll(
  inside: Context,
  work: UndoWork & { act: 'undone' | 'redone'; entries: JournalEntry[]; undoes?: Id },
): Promise<void> {
  const counts = countsOf(await undoEntries(inside, work.entries, work));
  await appendToJournal(inside, {
    id: work.id,
    action: `moderation.${work.act}`,
    changes: { counts: { before: null, after: { ...counts } } },
    undoes: work.undoes ?? null,
  });
}

/** Who is meant, and what they did in the period. */
export async function findEntries(context: Context, { personId, hours, until }: UndoRequest) {
  if (!canUndoOthers(context.actor)) return err(refusalOf(context.actor));
  const isPeriod = undoPeriods.some((period) => period === hours) && until <= context.clock.now();
  const person = isPeriod && isId(personId) ? await findPerson(context.db, personId) : undefined;
  if (!person) return err({ code: 'not-found' as const });
  const entries = await entriesOfActor(context.db, {
    territoryId: context.territoryId,
    actorId: person.id,
    since: new Date(until.getTime() - hours * 3_600_000),
    until,
    limit: mostEntries + 1,
  });
  return entries.length > mostEntries ? err({ code: 'too-many' as const }) : ok({ person, entries });
}

function countsOf(outcomes: Map<Id, UndoOutcome>): UndoCounts {
  const all = [...outcomes.values()];
  const count = (outcome: UndoOutcome) => all.filter((one) => one === outcome).length;
  return Object.fromEntries(undoOutcomes.map((outcome) => [outcome, count(outcome)])) as UndoCounts;
}

class TriedOut extends Error {}

/** Does something in a transaction, keeps what it found, and lets nothing of it stay. */
async function tryOut<Value>(context: Context, work: (inside: Context) => Promise<Value>): Promise<Value> {
  let found: { value: Value } | undefined;
  try {
    await context.db.transaction().execute(async (db) => {
      found = { value: await work({ ...context, db }) };
      throw new TriedOut();
    });
  } catch (error) {
    if (!(error instanceof TriedOut)) throw error;
  }
  if (!found) throw new Error('What was tried out found nothing');
  return found.value;
}
