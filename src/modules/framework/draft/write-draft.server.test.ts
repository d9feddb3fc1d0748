import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { newId } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import type { FrameworkContent } from '../framework-content.ts';
import { findFramework, findNumbered, listFrameworks } from '../framework-store.server.ts';
import { criteriaOf, findCriterion } from '../framework.ts';
import { publishShippedFramework, readShippedFrameworks } from '../publish-framework.server.ts';
import { applyProposal, withdrawProposal } from './apply-proposal.server.ts';
import { findWritten, listDrafts } from './draft-store.server.ts';
import { changeCriterion, moveCriterion, removeCriterion } from './edit-content.ts';
import { publishDraft } from './publish-draft.server.ts';
import { beginDraft, startFramework } from './start-framework.server.ts';
import { editDraft, giveUpDraft, markOf, setRetired, undoFrameworkChange } from './write-draft.server.ts';

let world: TestWorld;
let facilitator: Context;
let member: Context;
let visitor: Context;
const short = readShippedFrameworks()[1];
if (!short) throw new Error('two frameworks are shipped');

function valueOf<T>(result: Result<T, { code: string }>): T {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

/** A framework forked from the short one that is shipped, and its draft. */
async function fork() {
  const start = {
    title: 'Notre référentiel',
    language: 'fr' as const,
    from: { content: short as FrameworkContent },
  };
  return valueOf(await startFramework(facilitator, start));
}

async function draftOf(recordId: string): Promise<FrameworkContent> {
  const { draft } = (await findWritten(facilitator, { id: recordId }))?.details ?? {};
  if (!draft) throw new Error('no draft');
  return draft;
}

async function publish(recordId: string, note = 'Première version.') {
  const seen = markOf(await draftOf(recordId));
  return publishDraft(facilitator, { recordId, note, language: 'fr', seen });
}

const ask = (recordId: string, id: string, fr: string) =>
  editDraft(facilitator, recordId, (draft) => {
    const found = findCriterion(draft, id);
    return found
      ? changeCriterion(draft, { ...found.criterion, question: { fr } })
      : err({ code: 'not-there' as const });
  });

async function lastEntry(recordId: string) {
  const { territoryId } = facilitator;
  const [entry] = await historyOf(world.db, { territoryId, recordId, limit: 1 });
  if (!entry) throw new Error('no entry');
  return entry;
}

beforeAll(async () => {
  world = await openTestWorld();
  [facilitator, member, visitor] = (await Promise.all(
    (['facilitator', 'contributor', 'visitor'] as const).map((role) => world.as(role)),
  )) as [Context, Context, Context];
  valueOf(await publishShippedFramework(await world.as('owner'), short));
});
afterAll(() => world.close());

describe('a framework that is being written', () => {
  test('is begun and changed by facilitators only; whoever signed in reads it, others do not', async () => {
    const record = await fork();
    for (const context of [member, visitor]) {
      const refused = { ok: false, error: { code: 'not-allowed' } };
      expect(await startFramework(context, { title: 'X', language: 'fr' })).toEqual(refused);
      expect(await beginDraft(context, record.id)).toEqual(refused);
      expect(await editDraft(context, record.id, ok)).toEqual(refused);
      expect(await setRetired(context, record.id, true)).toEqual(refused);
      expect(await giveUpDraft(context, record.id)).toEqual(refused);
      expect(await undoFrameworkChange(context, { recordId: record.id, entryId: newId() })).toEqual(refused);
      const publishing = { recordId: record.id, note: '', language: 'fr' as const, seen: '' };
      expect(await publishDraft(context, publishing)).toEqual(refused);
    }
    expect((await findWritten(member, { id: record.id }))?.details.draft?.title).toEqual({
      fr: 'Notre référentiel',
    });
    expect(await findWritten(visitor, { id: record.id })).toBeUndefined();
    expect(await findFramework(facilitator, record)).toBeUndefined();
    expect((await listDrafts(member)).map((one) => one.record.id)).toContain(record.id);
    const elsewhere = await world.elsewhere();
    expect(await findWritten(elsewhere, { id: record.id })).toBeUndefined();
    expect(await listDrafts(elsewhere)).toEqual([]);
  });

  test('says where it comes from and loses nothing of it', async () => {
    const draft = await draftOf((await fork()).id);
    expect(draft).toMatchObject({
      startingPoint: false,
      version: 1,
      from: { frameworkId: short.id, version: short.version },
    });
    expect(draft.dimensions).toEqual(short.dimensions);
  });

  test('is not published while a criterion of the version before is gone without a reason', async () => {
    const { id } = await fork();
    await publish(id);
    valueOf(await beginDraft(facilitator, id));
    const gone = criteriaOf(await draftOf(id))[0]?.criterion.id;
    const without = ({ passage: _, ...draft }: FrameworkContent): FrameworkContent => ({
      ...draft,
      dimensions: draft.dimensions.map((one) => ({
        ...one,
        criteria: one.criteria.filter((criterion) => criterion.id !== gone),
      })),
    });
    valueOf(await editDraft(facilitator, id, (draft) => ok(without(draft))));
    expect(await publish(id, 'Un critère de moins.')).toEqual(err({ code: 'unsaid' }));
    const dropped = [{ id: gone ?? '', reason: 'Personne n’y répondait.' }];
    valueOf(await editDraft(facilitator, id, (draft) => ok({ ...draft, dropped })));
    valueOf(await publish(id, 'Un critère de moins.'));
  });

  test('is undone change by change from the history, in the order one likes', async () => {
    const { id } = await fork();
    const [first, second] = criteriaOf(await draftOf(id)).map(({ criterion }) => criterion);
    if (!first || !second) throw new Error('no criteria');
    valueOf(await ask(id, first.id, 'Et si elle s’arrêtait ?'));
    const asked = await lastEntry(id);
    valueOf(await editDraft(facilitator, id, (draft) => moveCriterion(draft, second.id, 'up')));
    valueOf(
      await editDraft(facilitator, id, (draft) =>
        removeCriterion(draft, { id: second.id, reason: 'Trop vague.' }),
      ),
    );
    const removed = await lastEntry(id);
    expect(Object.keys(asked.changes)).toEqual([`field.criterion.${first.id}.question`]);
    valueOf(await undoFrameworkChange(facilitator, { recordId: id, entryId: asked.id }));
    valueOf(await undoFrameworkChange(facilitator, { recordId: id, entryId: removed.id }));
    const draft = await draftOf(id);
    expect(findCriterion(draft, first.id)?.criterion).toEqual(first);
    expect(findCriterion(draft, second.id)?.criterion).toEqual(second);
    expect(draft.dropped).toBeUndefined();
    valueOf(await ask(id, first.id, 'Une autre ?'));
    const twice = await undoFrameworkChange(facilitator, { recordId: id, entryId: asked.id });
    expect(twice).toMatchObject({ ok: false, error: { code: 'changed-since' } });
  });

  test('two people who write at once are both kept, and a refusal of what changed meanwhile leaves all as it was', async () => {
    const { id } = await fork();
    const ids = criteriaOf(await draftOf(id)).map(({ criterion }) => criterion.id);
    const both = await Promise.all(ids.slice(0, 4).map((one) => ask(id, one, `Question ${one} ?`)));
    expect(both.every((saved) => saved.ok)).toBe(true);
    const draft = await draftOf(id);
    expect(ids.slice(0, 4).map((one) => findCriterion(draft, one)?.criterion.question.fr)).toEqual(
      ids.slice(0, 4).map((one) => `Question ${one} ?`),
    );
  });

  test('is given up whole, and brought back whole from the history', async () => {
    const { id } = await fork();
    const before = await draftOf(id);
    valueOf(await publish(id));
    valueOf(await beginDraft(facilitator, id));
    valueOf(await ask(id, criteriaOf(before)[0]?.criterion.id ?? '', 'Autre ?'));
    const written = await draftOf(id);
    expect(valueOf(await giveUpDraft(facilitator, id))).toBe(true);
    expect((await findWritten(facilitator, { id }))?.details.draft).toBeNull();
    valueOf(await undoFrameworkChange(facilitator, { recordId: id, entryId: (await lastEntry(id)).id }));
    expect(await draftOf(id)).toEqual(written);
  });
});

describe('a version that is published', () => {
  test('is everyone’s, keeps its words whatever is written next, and names its address', async () => {
    const { id, shortId } = await fork();
    valueOf(await publish(id));
    const first = await findNumbered(visitor, { shortId, number: 1 });
    expect(first?.version.content.published).toBe(world.clock.now().toISOString().slice(0, 10));
    expect(first?.record).toMatchObject({ visibility: 'public', title: 'Notre référentiel' });
    valueOf(await beginDraft(facilitator, id));
    const criterion = criteriaOf(await draftOf(id))[0]?.criterion;
    valueOf(await ask(id, criterion?.id ?? '', 'Qui y perdrait ?'));
    expect(await publish(id, ' ')).toEqual({ ok: false, error: { code: 'no-note' } });
    valueOf(await publish(id, 'Une question plus simple.'));
    expect((await findNumbered(visitor, { shortId, number: 1 }))?.version.content).toEqual(
      first?.version.content,
    );
    const second = await findNumbered(visitor, { shortId, number: 2 });
    expect(second?.version.content).toMatchObject({
      changeNote: { fr: 'Une question plus simple.' },
      passage: { [criterion?.id ?? '']: { from: [criterion?.id], how: 'ask-again' } },
    });
    const kept = Object.values(second?.version.content.passage ?? {}).filter(({ how }) => how === 'kept');
    expect(kept).toHaveLength(criteriaOf(short).length - 1);
  });

  test('is refused any change by the database itself', async () => {
    const { id } = await fork();
    const { versionId } = valueOf(await publish(id));
    const rewrite = sql`
      update framework_version set content = content || '{"licence": "0"}'::jsonb
      where id = ${versionId} and territory_id = ${facilitator.territoryId}`.execute(world.db);
    await expect(rewrite).rejects.toThrow('a published version of a framework never changes');
    const again = sql`
      update framework_version set state = 'draft', published_at = null
      where id = ${versionId} and territory_id = ${facilitator.territoryId}`.execute(world.db);
    await expect(again).rejects.toThrow('never changes');
  });

  test('is not what nobody read: empty, or changed since', async () => {
    const { id } = valueOf(await startFramework(facilitator, { title: 'Vide', language: 'fr' }));
    expect(await publish(id)).toEqual({ ok: false, error: { code: 'incomplete' } });
    const stale = await publishDraft(facilitator, { recordId: id, note: '', language: 'fr', seen: 'older' });
    expect(stale).toEqual({ ok: false, error: { code: 'changed-meanwhile' } });
    const blank = await startFramework(facilitator, { title: '  ', language: 'fr' });
    expect(blank).toEqual({ ok: false, error: { code: 'no-title' } });
  });

  test('may be retired and put back, and stays readable', async () => {
    const { id, shortId } = await fork();
    valueOf(await publish(id));
    valueOf(await setRetired(facilitator, id, true));
    const retired = async () =>
      (await listFrameworks(visitor)).find(({ record }) => record.id === id)?.version.retiredAt ?? null;
    expect(await retired()).not.toBeNull();
    expect(await findFramework(visitor, { shortId })).toBeDefined();
    valueOf(await undoFrameworkChange(facilitator, { recordId: id, entryId: (await lastEntry(id)).id }));
    expect(await retired()).toBeNull();
  });
});

test('a decision is carried out in the next version, which keeps it, and may be taken back', async () => {
  const { id } = await fork();
  valueOf(await publish(id));
  const criterion = criteriaOf(short)[0]?.criterion.id ?? '';
  const change = {
    kind: 'split' as const,
    criterion,
    into: [{ question: { fr: 'Qui en a besoin ?' } }, { question: { fr: 'Qui s’en passerait ?' } }],
  };
  const decisionId = newId();
  const refused = await applyProposal(member, { framework: id, change, decisionId });
  expect(refused).toEqual({ ok: false, error: { code: 'not-allowed' } });
  const { criteria } = valueOf(await applyProposal(facilitator, { framework: id, change, decisionId }));
  const draft = await draftOf(id);
  expect(draft).toMatchObject({ version: 2, adopted: [{ decisionId, kind: 'split', criteria }] });
  expect(criteria.map((one) => draft.passage?.[one]?.from)).toEqual([[criterion], [criterion]]);
  valueOf(await withdrawProposal(facilitator, { framework: id, decisionId }));
  const back = await draftOf(id);
  expect(back.adopted).toBeUndefined();
  expect(findCriterion(back, criterion)).toBeDefined();
  const nowhere = await applyProposal(facilitator, {
    framework: id,
    change: { ...change, criterion: 'x' },
    decisionId,
  });
  expect(nowhere).toEqual({ ok: false, error: { code: 'not-there' } });
});
