import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { newId } from '#kernel/ids.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { closeEvaluation } from './advance-evaluation.server.ts';
import { openSheet, saveAnswers } from './answer-evaluation.server.ts';
import type { SheetChange } from './answer-form.ts';
import { readInvitations } from './list-invitations.server.ts';
import { closeDoor, enterRoom, findRoom, openDoor, readDoor } from './open-door.server.ts';
import { keyInSheet, listPapers, readPaper } from './paper-sheets.server.ts';
import { findEvaluation, readComposition, readResult } from './read-evaluation.server.ts';
import { takeBackEvaluation } from './take-back-evaluation.server.ts';
import {
  type EvaluationScene,
  anonymous,
  named,
  openEvaluationScene,
  valueOf,
} from './testing/evaluation-scene.server.ts';

let scene: EvaluationScene;
beforeAll(async () => {
  scene = await openEvaluationScene();
});
afterAll(() => scene.world.close());

const colleges = [named('elected'), anonymous('residents', 3)];

async function found(id: string) {
  const session = await findEvaluation(scene.facilitator, { id });
  if (!session) throw new Error('no such session');
  return session;
}

async function resultOf(id: string) {
  valueOf(await closeEvaluation(scene.facilitator, id));
  const [subject] = valueOf(await readResult(scene.facilitator, await found(id))).subjects;
  if (!subject) throw new Error('a result is about something');
  return subject.result;
}

async function actionsOf(recordId: string) {
  const { db, territoryId } = scene.world;
  return historyOf(db, { territoryId, recordId, limit: 20 });
}

describe('the open address of a room', () => {
  async function roomOf(id: string): Promise<string> {
    valueOf(await openDoor(scene.facilitator, id));
    const { code } = valueOf(await readDoor(scene.facilitator, await found(id)));
    if (code === null) throw new Error('an open door has a code');
    return code;
  }
  const enter = (typed: string, known?: string, address = '192.0.2.7') =>
    enterRoom(scene.visitor, { typed, address, known });

  test.each(['visitor', 'contributor'] as const)(
    'is neither opened, closed nor read by a %s',
    async (role) => {
      const id = await scene.opened(colleges);
      const context = await scene.as(role);
      for (const move of [openDoor, closeDoor]) {
        expect(await move(context, id)).toMatchObject({ error: { code: 'not-allowed' } });
      }
      expect(await readDoor(context, await found(id))).toMatchObject({ error: { code: 'not-allowed' } });
    },
  );

  test('opens only in an open session of this territory', async () => {
    expect(await openDoor(scene.facilitator, await scene.draft(colleges))).toMatchObject({
      error: { code: 'wrong-state' },
    });
    const id = await scene.opened(colleges);
    const elsewhere: Context = { ...(await scene.world.elsewhere()), actor: scene.facilitator.actor };
    expect(await openDoor(elsewhere, id)).toMatchObject({ error: { code: 'not-found' } });
    expect(await findRoom(elsewhere, await roomOf(id))).toBeUndefined();
  });

  test('gives each device a sheet of its own, and the same one again', async () => {
    const id = await scene.opened(colleges);
    const code = await roomOf(id);
    const first = valueOf(await enter(code.toLowerCase()));
    const second = valueOf(await enter(code));
    valueOf(await saveAnswers(scene.visitor, first, { answers: { price: 4 }, remarks: {} }));
    expect(valueOf(await enter(code, first))).toBe(first);
    expect(valueOf(await openSheet(scene.visitor, first))).toMatchObject({
      college: { key: 'room', kind: 'anonymous', threshold: 5 },
      sheets: [{ answers: { price: 4 } }],
    });
    expect(valueOf(await openSheet(scene.visitor, second)).sheets[0]?.answers).toEqual({});
    // What a device was given in another room, or what was never given to anyone, opens a new sheet here.
    const other = await roomOf(await scene.opened(colleges));
    expect(valueOf(await enter(other, first))).not.toBe(first);
    expect(await enter(other, 'rien')).toMatchObject({ ok: true });
  });

  test('its answers are shown apart, and count in no college, total, profile or comparison', async () => {
    const id = await scene.opened(colleges);
    const code = await roomOf(id);
    await scene.answer(id, 'elected', { answers: { price: 1 }, signature: 'Une élue' });
    for (const level of [5, 5, 5, 5, 4]) {
      const token = valueOf(await enter(code));
      valueOf(await saveAnswers(scene.visitor, token, { answers: { price: level }, remarks: {} }));
    }
    expect(valueOf(await readDoor(scene.facilitator, await found(id))).answered).toBe(5);
    const composed = valueOf(await readComposition(scene.facilitator, await found(id)));
    expect(composed.colleges.map(({ college }) => college.key)).toEqual(['elected', 'residents']);
    const result = await resultOf(id);
    expect(result.respondents).toBe(1);
    expect(result.groups.map((group) => group.id)).toEqual(['elected']);
    expect(result.totals['price']?.counts).toEqual([1, 0, 0, 0, 0]);
    expect(result.unverified).toMatchObject({
      respondents: 5,
      cells: { price: { distribution: { counts: [0, 0, 0, 1, 4] } }, help: { shown: false } },
    });
  });

  test('fewer than five of them are not shown, and that is all that is said', async () => {
    const id = await scene.opened(colleges);
    const token = valueOf(await enter(await roomOf(id)));
    valueOf(await saveAnswers(scene.visitor, token, { answers: { price: 5 }, remarks: {} }));
    expect(valueOf(await readDoor(scene.facilitator, await found(id))).answered).toBeNull();
    const result = await resultOf(id);
    expect(result.unverified).toBeNull();
    expect(result.withheld.map(({ college }) => college)).toEqual(['elected', 'residents']);
  });

  test('closed, it lets nobody begin; whoever has begun finishes; opened anew, it is another address', async () => {
    const id = await scene.opened(colleges);
    const code = await roomOf(id);
    const begun = valueOf(await enter(code));
    valueOf(await closeDoor(scene.facilitator, id));
    expect(await enter(code)).toMatchObject({ error: { code: 'room-closed' } });
    expect(valueOf(await enter(code, begun))).toBe(begun);
    valueOf(await saveAnswers(scene.visitor, begun, { answers: { price: 5 }, remarks: {} }));
    const next = await roomOf(id);
    expect(next).not.toBe(code);
    expect(await enter(code)).toMatchObject({ error: { code: 'code-unknown' } });
    expect((await actionsOf(id)).map(({ action }) => action).slice(0, 3)).toEqual([
      'evaluation.room-opened',
      'evaluation.room-closed',
      'evaluation.room-opened',
    ]);
  });

  test('a session taken back to draft closes it', async () => {
    const id = await scene.opened(colleges);
    const code = await roomOf(id);
    valueOf(await takeBackEvaluation(scene.facilitator, id));
    expect(await enter(code)).toMatchObject({ ok: false });
  });

  test('from one place, no more sheets are begun than a large room holds', async () => {
    const code = await roomOf(await scene.opened(colleges));
    const from = (address: string) => enter(code, undefined, address);
    for (let device = 0; device < 150; device += 1)
      expect(await from('198.51.100.9')).toMatchObject({ ok: true });
    expect(await from('198.51.100.9')).toMatchObject({ error: { code: 'too-many-tries' } });
    expect(await from('203.0.113.4')).toMatchObject({ ok: true });
  });
});

describe('sheets of paper', () => {
  const said = (level: number): SheetChange => ({
    answers: { price: level },
    remarks: { price: [{ kind: 'reason', text: 'Écrit à la main' }] },
    details: {},
  });
  const keyIn = (
    evaluationId: string,
    more: { id?: string; collegeKey?: string; signature?: string; level?: number } = {},
    context = scene.facilitator,
  ) => {
    const { id = newId(), collegeKey = 'residents', signature = '', level = 2 } = more;
    return keyInSheet(context, { evaluationId, id, collegeKey, signature, changes: { '1': said(level) } });
  };

  test.each(['visitor', 'contributor'] as const)('are neither keyed in nor read by a %s', async (role) => {
    const id = await scene.opened(colleges);
    const entry = newId();
    valueOf(await keyIn(id, { id: entry }));
    const context = await scene.as(role);
    const session = await found(id);
    expect(await keyIn(id, {}, context)).toMatchObject({ error: { code: 'not-allowed' } });
    expect(await listPapers(context, session)).toMatchObject({ error: { code: 'not-allowed' } });
    expect(await readPaper(context, session, entry)).toMatchObject({ error: { code: 'not-allowed' } });
  });

  test('count like those people fill in, under a number each; the history tells who keyed in, not what', async () => {
    const id = await scene.opened(colleges);
    for (const level of [2, 2, 4]) valueOf(await keyIn(id, { level }));
    expect(await keyIn(id, { collegeKey: 'elected', signature: 'Une élue' })).toEqual({ ok: true, value: 4 });
    expect(valueOf(await listPapers(scene.facilitator, await found(id))).map(({ number }) => number)).toEqual(
      [1, 2, 3, 4],
    );
    const [entry] = (await actionsOf(id)).filter(({ changes }) => 'answered-on-paper.residents' in changes);
    expect(entry).toMatchObject({
      action: 'evaluation.answered-on-paper',
      actorId: scene.facilitator.actor.personId,
      changes: { 'answered-on-paper.residents': { before: 2, after: 3 } },
    });
    // They are no cards that were handed out.
    expect(
      valueOf(await readInvitations(scene.facilitator, await found(id))).map(({ cards }) => cards),
    ).toEqual([[], []]);
    const result = await resultOf(id);
    expect(result.totals['price']?.counts).toEqual([0, 3, 0, 1, 0]);
    expect(result.signatories['elected']).toEqual(['Une élue']);
    expect(JSON.stringify(result.groups.find((group) => group.id === 'residents'))).toContain(
      'Écrit à la main',
    );
  });

  test('sent twice, a sheet is one; corrected, it says what was typed last, until closing', async () => {
    const id = await scene.opened(colleges);
    const entry = newId();
    expect(valueOf(await keyIn(id, { id: entry, level: 1 }))).toBe(1);
    expect(valueOf(await keyIn(id, { id: entry, level: 5 }))).toBe(1);
    const session = await found(id);
    expect(valueOf(await readPaper(scene.facilitator, session, entry))).toMatchObject({
      number: 1,
      sheets: [{ answers: { price: 5 } }],
    });
    expect((await actionsOf(id))[0]?.action).toBe('evaluation.answered-paper-corrected');
    valueOf(await closeEvaluation(scene.facilitator, id));
    expect(await keyIn(id, { id: entry })).toMatchObject({ error: { code: 'wrong-state' } });
    expect(await readPaper(scene.facilitator, await found(id), entry)).toMatchObject({
      error: { code: 'wrong-state' },
    });
  });

  test('never show what people filled in themselves, nor stand in for it', async () => {
    const id = await scene.opened(colleges);
    const token = await scene.answer(id, 'residents', { answers: { price: 3 } });
    const { id: cardId } = await scene.world.db
      .selectFrom('evaluation_invitation')
      .select('id')
      .where('territory_id', '=', scene.world.territoryId)
      .where('evaluation_id', '=', id)
      .executeTakeFirstOrThrow();
    expect(await readPaper(scene.facilitator, await found(id), cardId)).toMatchObject({
      error: { code: 'not-found' },
    });
    expect(await keyIn(id, { id: cardId })).toMatchObject({ error: { code: 'not-found' } });
    expect(valueOf(await openSheet(scene.visitor, token)).sheets[0]?.answers).toEqual({ price: 3 });
    // Nor of another session.
    const other = await scene.opened(colleges);
    const entry = newId();
    valueOf(await keyIn(other, { id: entry }));
    expect(await readPaper(scene.facilitator, await found(id), entry)).toMatchObject({
      error: { code: 'not-found' },
    });
    expect(await keyIn(id, { id: entry })).toMatchObject({ error: { code: 'not-found' } });
  });

  test.each([
    ['an unknown college', { collegeKey: 'nobody' }, 'not-found'],
    ['the room, which has no paper', { collegeKey: 'room' }, 'not-found'],
    ['an id that is none', { id: 'x' }, 'not-found'],
    ['a signature without end', { collegeKey: 'elected', signature: 'x'.repeat(300) }, 'signature-too-long'],
  ])('%s is refused, and nothing is written', async (_, more, code) => {
    const id = await scene.opened(colleges);
    expect(await keyIn(id, more)).toMatchObject({ error: { code } });
    expect(valueOf(await listPapers(scene.facilitator, await found(id)))).toEqual([]);
  });

  test('an empty sheet is refused', async () => {
    const id = await scene.opened(colleges);
    const empty = { evaluationId: id, id: newId(), collegeKey: 'residents', signature: '', changes: {} };
    expect(await keyInSheet(scene.facilitator, empty)).toMatchObject({ error: { code: 'nothing-keyed' } });
  });
});

describe('what is said beside answers', () => {
  test('is kept piece by piece, and shown under the same rule as the answers', async () => {
    const id = await scene.opened(colleges);
    const evidence = [{ url: 'https://exemple.org/bilan', words: 'Le bilan' }];
    const save = async (token: string, details: SheetChange['details']) =>
      valueOf(await saveAnswers(scene.visitor, token, { answers: {}, remarks: {}, details }));
    const tokens: string[] = [];
    for (const level of [1, 2, 3]) {
      tokens.push(await scene.answer(id, 'residents', { answers: { price: level, help: level } }));
    }
    const [first = '', second = '', third = ''] = tokens;
    await save(first, { price: { confidence: 1 } });
    await save(first, { price: { evidence }, help: { confidence: 2 } });
    await save(second, { price: { confidence: 3 } });
    await save(third, { price: { confidence: 3 } });
    expect(valueOf(await openSheet(scene.visitor, first)).sheets[0]?.details).toEqual({
      price: { confidence: 1, evidence },
      help: { confidence: 2 },
    });
    const result = await resultOf(id);
    // One person alone said how sure they were of `help`.
    expect(result.confidence).toEqual({ residents: { price: [1, 0, 2] } });
    expect(result.groups[0]?.cells['price']).toMatchObject({
      remarks: [
        {
          kind: 'evidence',
          text: 'Le bilan – https://exemple.org/bilan',
          url: 'https://exemple.org/bilan',
          respondent: null,
        },
      ],
    });
  });

  test('of an anonymous college of two, nothing is shown: neither reason, evidence nor confidence', async () => {
    const id = await scene.opened([anonymous('staff', 3), anonymous('residents', 3)]);
    for (const word of ['premier', 'second']) {
      const token = await scene.answer(id, 'staff', { answers: { price: 5 }, reasons: { price: word } });
      const evidence = [{ url: `https://exemple.org/${word}`, words: word }];
      const details = { price: { confidence: 1 as const, evidence } };
      valueOf(await saveAnswers(scene.visitor, token, { answers: {}, remarks: {}, details }));
    }
    const told = JSON.stringify(await resultOf(id));
    expect(told).not.toMatch(/premier|second|exemple/);
    expect(JSON.parse(told)).toMatchObject({ respondents: 0, confidence: {}, groups: [] });
  });
});
