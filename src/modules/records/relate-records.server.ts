import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type Limit, takeTurn } from '#kernel/limits.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { linkRecords, unlinkRecords } from './link-records.server.ts';
import { areLinked, lockTies, recordsCalled } from './link-store.server.ts';
import type { RecordCore } from './record.ts';
import { type LinkedRecord, kindsWithLinks } from './record-link.ts';
import { findRecord } from './record-store.server.ts';

const type = 'related-to';

/** A hundred an hour: an evening of sorting passes, a program that ties everything to everything does not. */
const tiesOfPerson: Limit = { name: 'ties', most: 100, minutes: 60 };

/** Two records, by their ids, which may come from outside. */
export interface Tie {
  recordId: string;
  otherId: string;
}

export type TieRefusal = { code: 'not-found' | 'not-allowed' | 'too-many-ties' };

/**
 * Ties two records that go together, so that each shows the other. Those that are tied already, either way, stay as they
 * are. Whoever is signed in may, with what they see.
 */
export function relateRecords(context: Context, tie: Tie): Promise<Result<RecordCore, TieRefusal>> {
  return inTransaction<Result<RecordCore, TieRefusal>>(context.db, async (db) => {
    const inside = { ...context, db };
    const ends = await findEnds(inside, tie);
    if (!ends) return err({ code: 'not-found' });
    const { from, to } = ends;
    await lockTies(inside);
    const either = [
      { fromId: from.id, toId: to.id, type },
      { fromId: to.id, toId: from.id, type },
    ] as const;
    for (const link of either) if (await areLinked(inside, link)) return ok(from);
    const { personId } = context.actor;
    if (personId && !(await takeTurn(inside, tiesOfPerson, personId))) return err({ code: 'too-many-ties' });
    const linked = await linkRecords(inside, either[0]);
    return linked.ok ? ok(from) : linked;
  });
}

/** Unties two records, whichever of them was tied to the other. */
export function unrelateRecords(context: Context, tie: Tie): Promise<Result<RecordCore, TieRefusal>> {
  return inTransaction<Result<RecordCore, TieRefusal>>(context.db, async (db) => {
    const inside = { ...context, db };
    const ends = await findEnds(inside, tie);
    if (!ends) return err({ code: 'not-found' });
    const { from, to } = ends;
    await lockTies(inside);
    const link = { fromId: from.id, toId: to.id, type } as const;
    const isHere = await areLinked(inside, link);
    const untied = await unlinkRecords(inside, isHere ? link : { ...link, fromId: to.id, toId: from.id });
    return untied.ok ? ok(from) : untied;
  });
}

async function findEnds(context: Context, { recordId, otherId }: Tie) {
  const [from, to] = [
    await findRecord(context, { id: recordId }),
    await findRecord(context, { id: otherId }),
  ];
  const isBoth = from && to && [from, to].every(({ kind }) => kindsWithLinks.includes(kind));
  return isBoth ? { from, to } : undefined;
}

/** Most records that a search for one to tie to answers with. */
const mostFound = 20;

/** Records that the actor may tie to this one: those whose title resembles what was typed, the nearest first. */
export async function findToRelate(
  context: Context,
  { recordId, text }: { recordId: string; text: string },
): Promise<LinkedRecord[]> {
  if (text === '') return [];
  const found = await recordsCalled(context, { text, kinds: kindsWithLinks, limit: mostFound + 1 });
  return found.filter(({ id }) => id !== recordId).slice(0, mostFound);
}
