import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { changeRecord, deleteRecord } from './change-record.server.ts';
import { addComment } from './comments.server.ts';
import { linkRecords, unlinkRecords } from './link-records.server.ts';
import { readHistory } from './read-history.server.ts';
import type { RecordCore } from './record.ts';
import { makeSample } from './testing/sample-record.server.ts';

let world: TestWorld;
let member: Context;
let visitor: Context;
beforeAll(async () => {
  world = await openTestWorld();
  member = await world.as('contributor', 'Morgane');
  visitor = await world.as('visitor');
});
afterAll(() => world.close());

function rename(current: RecordCore, title: string) {
  const { version } = current;
  return inTransaction(member.db, (db) =>
    changeRecord(
      { ...member, db },
      { current, version, fields: { ...current, title }, details: { before: {}, after: {} } },
    ),
  );
}

async function told(recordId: string, context = visitor) {
  return (await readHistory(context, { recordId })).entries;
}

describe('the history of a record', () => {
  it('tells who did what, latest first, with what changed', async () => {
    const record = await makeSample(member, { kind: 'action', title: 'Prêter' });
    await rename(record, 'Prêter une remorque');
    await addComment(member, { recordId: record.id, markdown: 'Oui.' });
    expect(await told(record.id)).toMatchObject([
      { action: 'comment.created', author: 'Morgane', undoable: false, changes: [], links: [] },
      {
        action: 'action.changed',
        author: 'Morgane',
        undoable: true,
        changes: [{ field: 'title', before: ['Prêter'], after: ['Prêter une remorque'] }],
      },
      { action: 'action.created', author: 'Morgane', undoable: false, changes: [] },
    ]);
  });

  it('names what was linked, by its title of today, and why', async () => {
    const record = await makeSample(member, { kind: 'lever' });
    const evaluation = await makeSample(member, { kind: 'evaluation', title: 'Le four', language: 'en' });
    const link = {
      fromId: record.id,
      toId: evaluation.id,
      type: 'chosen-for' as const,
      details: { reason: 'On y tient.', criteria: ['welcome', 'encounters'] },
    };
    await linkRecords(member, link);
    await unlinkRecords(member, link);
    await rename(evaluation, 'Le four, un an après');
    const to = {
      title: 'Le four, un an après',
      language: 'en',
      kind: 'evaluation',
      shortId: evaluation.shortId,
    };
    const [withdrawn, chosen] = await told(record.id);
    expect(chosen).toMatchObject({
      action: 'lever.linked',
      undoable: false,
      links: [{ type: 'chosen-for', to }],
      changes: [
        { field: 'reason', before: [], after: ['On y tient.'] },
        { field: 'criteria', before: [], after: ['welcome', 'encounters'] },
      ],
    });
    expect(withdrawn).toMatchObject({ action: 'lever.unlinked', links: [{ type: 'chosen-for', to }] });
  });

  it('names what was linked to those who may see it only', async () => {
    const record = await makeSample(member, { kind: 'action' });
    const draft = await makeSample(member, { kind: 'lever', visibility: 'draft', title: 'Secret' });
    const removed = await makeSample(member, { kind: 'evaluation', title: 'Retirée' });
    await linkRecords(member, { fromId: record.id, toId: draft.id, type: 'carries-out' });
    await linkRecords(member, { fromId: record.id, toId: removed.id, type: 'follows-from' });
    await deleteRecord(member, removed.id);
    const links = async (context: Context) =>
      (await told(record.id, context)).flatMap((entry) => entry.links.map(({ to }) => to?.title ?? null));
    expect(await links(visitor)).toEqual([null, null]);
    expect(await links(member)).toEqual([null, 'Secret']);
  });

  it('tells nothing of the fields one asks to keep', async () => {
    const record = await makeSample(member, { title: 'Four' });
    await rename(record, 'Four à pain');
    const { entries } = await readHistory(visitor, { recordId: record.id, unshown: ['title'] });
    expect(entries[0]).toMatchObject({ action: 'practice.changed', changes: [] });
  });

  it('keeps what a kind says is not told, and offers to undo what it says can be', async () => {
    const record = await makeSample(member, { title: 'Four' });
    await rename(record, 'Four à pain');
    const { entries } = await readHistory(visitor, {
      recordId: record.id,
      isTold: ({ action }) => action !== 'practice.created',
      isUndone: () => false,
    });
    expect(entries).toMatchObject([
      { action: 'practice.changed', isChange: true, undoable: false, changes: [{ field: 'title' }] },
    ]);
  });

  it('tells the two hundred latest entries, and says when there are more', async () => {
    const record = await makeSample(member);
    // Of several people: one alone is asked to leave room to the others.
    const talkers = await Promise.all(Array.from({ length: 8 }, () => world.as('contributor')));
    for (let count = 0; count < 199; count += 1) {
      await addComment(talkers[count % talkers.length] ?? member, {
        recordId: record.id,
        markdown: `Mot ${count}`,
      });
    }
    expect(await readHistory(visitor, { recordId: record.id })).toMatchObject({ cut: false });
    await addComment(member, { recordId: record.id, markdown: 'Un de trop' });
    const { entries, cut } = await readHistory(visitor, { recordId: record.id });
    expect([entries.length, cut]).toEqual([200, true]);
    expect(entries.at(-1)?.action).toBe('comment.created');
  });

  it('on another territory is empty', async () => {
    const record = await makeSample(member);
    expect(await told(record.id, await world.elsewhere())).toEqual([]);
  });
});
