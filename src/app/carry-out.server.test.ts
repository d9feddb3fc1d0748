import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { Context } from '#kernel/context.ts';
import type { Result } from '#kernel/result.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import {
  decide,
  memberParticipant,
  openConsultation,
  proposeChange,
  takeBack,
} from '#modules/deliberation/index.server.ts';
import { type FrameworkContent, criteriaOf } from '#modules/framework/index.ts';
import {
  findWritten,
  markOf,
  publishDraft,
  readShippedFrameworks,
  startFramework,
  titlesEverGiven,
} from '#modules/framework/index.server.ts';
import { type RecordCore, newRecordFields } from '#modules/records/index.ts';
import { createRecord } from '#modules/records/index.server.ts';
import { carryOut, undoCarriedOut } from './carry-out.server.ts';
import { branchesOf } from './subject-branches.server.ts';

let world: TestWorld;
let facilitator: Context;
let framework: RecordCore;
let published: FrameworkContent;
beforeAll(async () => {
  world = await openTestWorld();
  facilitator = await world.as('facilitator');
  const content = readShippedFrameworks()[1];
  if (!content) throw new Error('two frameworks are shipped');
  framework = valueOf(
    await startFramework(facilitator, { title: 'Le nôtre', language: 'fr', from: { content } }),
  );
  published = await draft();
  const publish = { recordId: framework.id, note: '', language: 'fr', seen: markOf(published) } as const;
  valueOf(await publishDraft(facilitator, publish));
});
afterAll(() => world.close());

function valueOf<T>(result: Result<T, { code: string }>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

async function draft(): Promise<FrameworkContent> {
  const written = await findWritten(facilitator, { id: framework.id });
  if (!written?.details.draft) throw new Error('no draft');
  return written.details.draft;
}

const typed = {
  title: 'Que changer ?',
  why: '',
  needed: '5',
  opensOn: '',
  closesOn: '',
  colleges: '',
  weighing: '',
};

/** Has a change of a subject proposed and adopted; returns the decision. */
async function adopt(subject: RecordCore, change: { kind: string; places: string[]; wordings?: string }) {
  const { id: subjectId } = subject;
  const branches = await branchesOf(facilitator, subject);
  const { id } = valueOf(await openConsultation(facilitator, { input: typed, subjectId, branches }));
  const participant = await memberParticipant(facilitator, id);
  if (!participant) throw new Error('facilitators take part');
  const input = { wordings: '', ...change, title: 'Une idée', reason: 'Elle manque.' };
  const proposalId = valueOf(await proposeChange(facilitator, participant, input));
  return valueOf(await decide(facilitator, { proposalId, outcome: 'adopted', reason: 'Oui.' }, carryOut));
}

describe('what is adopted', () => {
  const kinds = [
    { kind: 'add', wordings: 'Qui garde les clés ?', criteria: 12 },
    { kind: 'change', wordings: 'Qui garde les clés ?', criteria: 11 },
    { kind: 'split', wordings: 'Qui les garde ?\nQui les prête ?', criteria: 12 },
    { kind: 'merge', wordings: 'Qui garde les clés ?', criteria: 10 },
    { kind: 'drop', wordings: '', criteria: 10 },
  ];

  test.each(kinds)(
    'to $kind goes into the next version, and out again when it is taken back',
    async (one) => {
      const [first, second] = criteriaOf(published).map(({ criterion }) => criterion.id);
      const [dimension] = published.dimensions;
      const places = { add: [dimension?.id ?? ''], merge: [first ?? '', second ?? ''] }[one.kind] ?? [
        first ?? '',
      ];
      const decision = await adopt(framework, { ...one, places });
      const after = await draft();
      expect(criteriaOf(after)).toHaveLength(one.criteria);
      expect(after.adopted).toMatchObject([{ decisionId: decision.id, kind: one.kind }]);
      const questions = criteriaOf(after).map(({ criterion }) => criterion.question.fr);
      for (const wording of one.wordings.split('\n').filter(Boolean)) expect(questions).toContain(wording);
      if (one.kind === 'drop') expect(after.dropped).toEqual([{ id: first, reason: 'Elle manque.' }]);
      valueOf(await takeBack(facilitator, decision.id, undoCarriedOut));
      const { adopted, ...back } = await draft();
      expect(adopted ?? []).toEqual([]);
      expect(back.dimensions).toEqual(published.dimensions);
    },
  );

  it('is refused whole when what it changes is not there any more', async () => {
    const [first] = criteriaOf(published).map(({ criterion }) => criterion.id);
    const dropped = await adopt(framework, { kind: 'drop', places: [first ?? ''] });
    // The consultation was opened on the published version, where the criterion still stands.
    await expect(adopt(framework, { kind: 'drop', places: [first ?? ''] })).rejects.toThrow(
      'not-carried-out',
    );
    // What it was called is known still, for the history of the draft.
    const once = await titlesEverGiven(facilitator, framework.id);
    expect(once.get(first ?? '')).toEqual(criteriaOf(published)[0]?.criterion.title);
    valueOf(await takeBack(facilitator, dropped.id, undoCarriedOut));
  });

  it('about any other record is a decision, and changes nothing by itself', async () => {
    const fields = { ...newRecordFields, title: 'Le four partagé' };
    for (const kind of ['practice', 'page'] as const) {
      const subject = await createRecord(facilitator, { kind, fields, details: {} });
      expect(await branchesOf(facilitator, subject)).toEqual([]);
      const decision = await adopt(subject, { kind: 'free', places: [] });
      valueOf(await takeBack(facilitator, decision.id, undoCarriedOut));
    }
  });
});
