import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { historyOf } from '#kernel/journal.server.ts';
import type { Id } from '#kernel/ids.ts';
import type { CoreFormValues } from '#modules/records/index.ts';
import { addTopic } from '#modules/records/index.server.ts';
import { closeEvaluation, publishEvaluation } from './advance-evaluation.server.ts';
import { createEvaluation, editEvaluation } from './create-evaluation.server.ts';
import { describeEvaluation } from './describe-evaluation.server.ts';
import { undoEvaluationChange } from './undo-workshop.server.ts';
import { findEvaluation, readResult } from './read-evaluation.server.ts';
import { type EvaluationScene, openEvaluationScene, valueOf } from './testing/evaluation-scene.server.ts';
import { withdrawEvaluation } from './take-back-evaluation.server.ts';

let scene: EvaluationScene;
let facilitator: Context;
beforeAll(async () => {
  scene = await openEvaluationScene();
  facilitator = scene.facilitator;
});
afterAll(() => scene.world.close());

const core: CoreFormValues = {
  topics: [],
  chat: 'https://salon.example/session',
  coAuthors: 'Nadia',
  licence: 'CC0-1.0',
};
const refused = (code: string) => ({ ok: false, error: { code } });

async function read(id: Id) {
  const session = await findEvaluation(facilitator, { id });
  if (!session) throw new Error('The session is not there');
  return session;
}

async function entries(recordId: Id) {
  return historyOf(scene.world.db, { territoryId: scene.world.territoryId, recordId, limit: 50 });
}

async function described(id: Id, context = facilitator, change: Partial<CoreFormValues> = {}) {
  const { version } = (await read(id)).record;
  return describeEvaluation(context, { evaluationId: id, version, core: { ...core, ...change } });
}

async function closed(): Promise<Id> {
  const id = await scene.opened();
  valueOf(await closeEvaluation(facilitator, id));
  return id;
}

describe('the description of a session', () => {
  it('is given as it is made, and changed with the rest of its draft', async () => {
    const made = valueOf(
      await createEvaluation(facilitator, { subjectIds: [scene.practiceId], input: scene.input(), core }),
    );
    expect(made).toMatchObject({
      chatUrl: 'https://salon.example/session',
      coAuthors: ['Nadia'],
      licence: 'CC0-1.0',
      visibility: 'facilitators',
    });
    const edit = { evaluationId: made.id, version: 1, input: scene.input(), core: { ...core, chat: '' } };
    expect(await editEvaluation(facilitator, edit)).toMatchObject({ ok: true, value: { chatUrl: '' } });
    const bad = { ...edit, version: 2, core: { ...core, chat: 'http://salon.example' } };
    expect(await editEvaluation(facilitator, bad)).toMatchObject({
      error: { code: 'invalid', problems: [{ field: 'chat' }] },
    });
  });

  it('changes in every state, and nothing that answers rest on changes with it', async () => {
    const theme = valueOf(await addTopic(facilitator, 'theme', { name: 'Réemploi' }));
    const published = await closed();
    valueOf(await publishEvaluation(facilitator, published));
    const withdrawn = await closed();
    valueOf(await withdrawEvaluation(facilitator, { evaluationId: withdrawn, reason: 'Une erreur' }));
    for (const id of [await scene.draft(), await scene.opened(), await closed(), published, withdrawn]) {
      const before = await read(id);
      const result = await readResult(facilitator, before);
      expect(await described(id, facilitator, { topics: [theme.id] })).toMatchObject({ ok: true });
      const { record, ...session } = await read(id);
      expect(record).toMatchObject({ topicIds: [theme.id], coAuthors: ['Nadia'], body: before.record.body });
      expect({ ...session, record: before.record }).toEqual(before);
      expect(await readResult(facilitator, await read(id))).toEqual(result);
    }
  });

  it('is for those who run sessions, on their territory', async () => {
    const id = await scene.opened();
    for (const role of ['visitor', 'contributor'] as const) {
      expect(await described(id, await scene.as(role))).toEqual(refused('not-allowed'));
    }
    expect(await described(id, await scene.as('owner'))).toMatchObject({ ok: true });
    const elsewhere = { ...(await scene.world.elsewhere()), actor: facilitator.actor };
    expect(await described(id, elsewhere)).toEqual(refused('not-found'));
  });

  it('names what was not understood, and writes over nobody', async () => {
    const id = await scene.opened();
    expect(await described(id, facilitator, { coAuthors: 'nadia@exemple.test' })).toMatchObject({
      error: { code: 'invalid', problems: [{ field: 'coAuthors' }] },
    });
    const { version } = (await read(id)).record;
    valueOf(await described(id));
    const late = { evaluationId: id, version, core: { ...core, coAuthors: 'Joël' } };
    expect(await describeEvaluation(facilitator, late)).toMatchObject(refused('changed-meanwhile'));
  });

  it('is undone from the history; what moved a session is not', async () => {
    const id = await scene.opened();
    valueOf(await described(id));
    const [description, opening] = await entries(id);
    const undo = { recordId: id, entryId: description?.id ?? '' };
    expect(await undoEvaluationChange(await scene.as('contributor'), undo)).toEqual(refused('not-allowed'));
    expect(await undoEvaluationChange(facilitator, undo)).toMatchObject({
      ok: true,
      value: { coAuthors: [], chatUrl: '', licence: 'CC-BY-SA-4.0' },
    });
    expect(opening?.changes['state']).toEqual({ before: 'draft', after: 'open' });
    for (const [entryId, code] of [
      [opening?.id ?? '', 'not-undone'],
      ['rien', 'not-found'],
    ] as const) {
      expect(await undoEvaluationChange(facilitator, { recordId: id, entryId })).toEqual(refused(code));
    }
    expect((await read(id)).state).toBe('open');
  });
});
