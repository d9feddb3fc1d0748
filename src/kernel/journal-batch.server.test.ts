import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from './context.ts';
import { newId } from './ids.ts';
import {
  appendBatchToJournal,
  changesOfEntries,
  keepSealed,
  personalValues,
  sealPersonalValues,
} from './journal-batch.server.ts';
import { historyOf } from './journal.server.ts';
import { type TestWorld, openTestWorld } from './testing/test-context.server.ts';

let world: TestWorld;
let context: Context;
beforeAll(async () => {
  world = await openTestWorld();
  context = await world.as('facilitator');
});
afterAll(() => world.close());

describe('many entries at once', () => {
  it('are told like single ones, in the order given', async () => {
    const recordId = newId();
    const undoes = newId();
    const entries = ['made', 'changed', 'undone'].map((word) => ({
      id: newId(),
      recordId,
      action: `essai.${word}`,
      changes: { title: { before: null, after: word } },
      undoes: word === 'undone' ? undoes : null,
    }));
    await appendBatchToJournal(context, entries);
    const { db, territoryId } = context;
    const history = await historyOf(db, { territoryId, recordId, limit: 10 });
    expect(history.toReversed()).toMatchObject(
      entries.map((entry) => ({
        ...entry,
        actorId: context.actor.personId,
        happenedAt: context.clock.now(),
      })),
    );
    const [first] = entries;
    expect(await changesOfEntries(context, [first?.id ?? ''])).toEqual(
      new Map([[first?.id, first?.changes]]),
    );
  });

  it('may be none', async () => {
    await appendBatchToJournal(context, []);
    await keepSealed(context, sealPersonalValues([]));
    expect(await personalValues(context, [])).toEqual(new Map());
  });

  it('are not read from another territory', async () => {
    const entry = { id: newId(), recordId: newId(), action: 'essai.made', changes: {} };
    await appendBatchToJournal(context, [entry]);
    expect(await changesOfEntries(await world.elsewhere(), [entry.id])).toEqual(new Map());
  });
});

describe('many personal values at once', () => {
  it('stand in the journal as references and commitments that prove them', async () => {
    const values = [{ email: 'ana@b.test' }, { email: 'eve@b.test' }];
    const kept = sealPersonalValues(values);
    await keepSealed(context, kept);
    const ids = kept.map(({ id }) => id);
    expect(await personalValues(context, ids)).toEqual(new Map(ids.map((id, index) => [id, values[index]])));
    const { rows } = await sql<{ salt: string }>`
      select salt from personal_value where territory_id = ${context.territoryId} and id = ${ids[0]}`.execute(
      world.db,
    );
    const commitment = createHash('sha256')
      .update(rows[0]?.salt ?? '')
      .update('{"email":"ana@b.test"}')
      .digest('base64url');
    expect(kept[0]?.reference).toEqual({ personal: ids[0], commitment });
  });

  it('are gone for those who had them erased, and unknown elsewhere', async () => {
    const kept = sealPersonalValues(['02 99 00 00 00']);
    await keepSealed(context, kept);
    const ids = kept.map(({ id }) => id);
    expect(await personalValues(await world.elsewhere(), ids)).toEqual(new Map());
    await sql`delete from personal_value where territory_id = ${context.territoryId}`.execute(world.db);
    expect(await personalValues(context, ids)).toEqual(new Map());
  });
});
