import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import {
  type Onlooker,
  type RecordState,
  maySee,
  onlookers,
  putInState,
  recordStates,
} from '#kernel/testing/visibility-matrix.server.ts';
import { deleteRecord } from './change-record.server.ts';
import { addComment } from './comments.server.ts';
import { linkRecords } from './link-records.server.ts';
import { pointsTo, recordsPointedTo, relatedRecords } from './link-store.server.ts';
import type { RecordCore } from './record.ts';
import { findRecord } from './record-store.server.ts';
import { findTombstone } from './deleted-store.server.ts';
import { matches, prepareSearch } from './search-store.server.ts';
import { makeSample } from './testing/sample-record.server.ts';
import { visibleTo } from './visibility.server.ts';

let world: TestWorld;
let as: Record<Onlooker, Context>;
/** Two public records linked to the one looked for, both ways. */
let neighbours: { before: RecordCore; after: RecordCore };
/** One record per state, made by `author`. */
const records = new Map<RecordState, RecordCore>();

beforeAll(async () => {
  world = await openTestWorld();
  const author = await world.as('contributor');
  as = {
    visitor: await world.as('visitor'),
    contributor: await world.as('contributor'),
    author,
    facilitator: await world.as('facilitator'),
    owner: await world.as('owner'),
    elsewhere: { ...author, territoryId: (await world.elsewhere()).territoryId },
  };
  neighbours = { before: await makeSample(author), after: await makeSample(author) };
  for (const state of recordStates) {
    const title = `Secret ${state}`;
    const record = await makeSample(author, {
      title,
      body: { type: 'doc', content: [{ type: 'paragraph' }] },
    });
    await linkRecords(author, { fromId: neighbours.before.id, toId: record.id, type: 'follows-from' });
    await linkRecords(author, { fromId: record.id, toId: neighbours.after.id, type: 'follows-from' });
    await putInState(author, record.id, state);
    records.set(state, record);
  }
});
afterAll(() => world.close());

const cases = recordStates.flatMap((state) => onlookers.map((onlooker) => [state, onlooker] as const));

function recordIn(state: RecordState): RecordCore {
  const record = records.get(state);
  if (!record) throw new Error(`No record was made for ${state}`);
  return record;
}

describe.each(cases)('a %s record, for the %s', (state, onlooker) => {
  const expected = maySee(onlooker, state);
  const seen = (ids: string[]) => ids.includes(recordIn(state).id);

  it(`is ${expected ? 'found' : 'not found'} by its id and by its address`, async () => {
    const { id, kind, shortId } = recordIn(state);
    expect((await findRecord(as[onlooker], { id })) !== undefined).toBe(expected);
    expect((await findRecord(as[onlooker], { kind, shortId })) !== undefined).toBe(expected);
    expect(await findRecord(as[onlooker], { kind: 'lever', shortId })).toBeUndefined();
  });

  it(`is ${expected ? 'listed and counted' : 'neither listed nor counted'}`, async () => {
    const { db, territoryId } = as[onlooker];
    const rows = await db
      .selectFrom('record')
      .select('record.id')
      .where('record.territory_id', '=', territoryId)
      .where(visibleTo(as[onlooker]))
      .execute();
    expect(seen(rows.map((row) => row.id))).toBe(expected);
  });

  it(`is ${expected ? 'found' : 'not found'} by its words, nor does the search tell that it is there`, async () => {
    const context = as[onlooker];
    const search = await prepareSearch(context, { kind: 'practice', text: recordIn(state).title });
    expect(search.mode).toBe(expected ? 'words' : 'typos');
    const rows = await context.db
      .selectFrom('record')
      .select('record.id')
      .where('record.territory_id', '=', context.territoryId)
      .where(visibleTo(context))
      .where(matches(search))
      .execute();
    expect(seen(rows.map((row) => row.id))).toBe(expected);
  });

  it(`is ${expected ? 'reached' : 'not reached'} through its links, from either end`, async () => {
    const context = as[onlooker];
    const { before, after } = neighbours;
    expect(seen((await relatedRecords(context, before.id)).map((row) => row.id))).toBe(expected);
    expect(seen((await relatedRecords(context, after.id)).map((row) => row.id))).toBe(expected);
    expect(seen((await recordsPointedTo(context, [before.id])).map((row) => row.id))).toBe(expected);
    const pointing = await context.db
      .selectFrom('record')
      .select('record.id')
      .where('record.territory_id', '=', context.territoryId)
      .where(visibleTo(context))
      .where(pointsTo(context, { toId: after.id, type: 'follows-from' }))
      .execute();
    expect(seen(pointing.map((row) => row.id))).toBe(expected);
  });

  it('is answered "not found" when it cannot be seen, whatever one tries on it', async () => {
    if (expected) return;
    const { id } = recordIn(state);
    const context = as[onlooker];
    const notFound = { ok: false, error: { code: 'not-found' } };
    expect(await addComment(context, { recordId: id, markdown: 'Bonjour' })).toEqual(notFound);
    expect(await deleteRecord(context, id)).toEqual(notFound);
    const link = { fromId: id, toId: neighbours.after.id, type: 'follows-from' as const };
    expect(await linkRecords(context, link)).toEqual(notFound);
    expect(await linkRecords(context, { ...link, fromId: link.toId, toId: id })).toEqual(notFound);
  });

  it('leaves a tombstone only to those who saw it before it was deleted', async () => {
    const { kind, shortId } = recordIn(state);
    const wasDeleted = state.startsWith('deleted ');
    const before = state === 'deleted draft' ? 'draft' : 'public';
    const tombstone = await findTombstone(as[onlooker], { kind, shortId });
    expect(tombstone !== undefined).toBe(wasDeleted && maySee(onlooker, before));
  });
});

describe('what is no id', () => {
  it('finds nothing, quietly', async () => {
    for (const id of ['', 'x', "' or 1=1 --", '\0', '\uD800', 'null']) {
      expect(await findRecord(as.owner, { id })).toBeUndefined();
    }
    expect(await findRecord(as.owner, { kind: 'practice', shortId: '' })).toBeUndefined();
  });
});
