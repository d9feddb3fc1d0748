import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Context, roles } from '#kernel/context.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { linkRecords } from './link-records.server.ts';
import { relatedRecords } from './link-store.server.ts';
import type { RecordCore } from './record.ts';
import { findRecord } from './record-store.server.ts';
import { makeSample } from './testing/sample-record.server.ts';

let world: TestWorld;
let author: Context;
let practice: RecordCore;
let lever: RecordCore;
beforeAll(async () => {
  world = await openTestWorld();
  author = await world.as('contributor');
  practice = await makeSample(author);
  lever = await makeSample(author, { kind: 'lever' });
  await linkRecords(author, { fromId: practice.id, toId: lever.id, type: 'follows-from' });
});
afterAll(() => world.close());

describe('a kind that the territory does without', () => {
  it.each(roles)('is shown to no %s, alone or through links, and stays', async (role) => {
    const context = await world.as(role);
    const without = { ...context, kindsOff: ['lever', 'entry'] };
    expect(await findRecord(without, { id: lever.id })).toBeUndefined();
    expect(await relatedRecords(without, practice.id)).toEqual([]);
    expect(await findRecord(without, { id: practice.id })).toMatchObject({ id: practice.id });
    expect(await findRecord(context, { id: lever.id })).toMatchObject({ id: lever.id });
    expect(await relatedRecords(context, practice.id)).toMatchObject([{ id: lever.id }]);
  });

  it('is not shown to its author either', async () => {
    expect(await findRecord({ ...author, kindsOff: ['lever'] }, { id: lever.id })).toBeUndefined();
  });
});
