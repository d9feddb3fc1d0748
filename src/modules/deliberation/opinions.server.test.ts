import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { untilSomeoneWaits } from '#kernel/testing/wait-for-lock.server.ts';
import { findConsultation, holdConsultation } from './consultation-store.server.ts';
import { hideProposal } from './hide-proposal.server.ts';
import { type VotesToRead, readOpinions } from './opinion-picture.ts';
import { findOpinions } from './opinion-store.server.ts';
import {
  followOpinions,
  keepWorkedOut,
  opinionsJob,
  showOpinions,
  workOutOpinions,
} from './opinions.server.ts';
import { deliberationPersonalData } from './personal-data.server.ts';
import type { Vote } from './proposal.ts';
import { proposeChange } from './propose.server.ts';
import { setClosed } from './run-consultation.server.ts';
import { stateWeights } from './state-weights.server.ts';
import { memberParticipant } from './take-part.server.ts';
import { asMember, done, openScene, typedProposal } from './testing/consultation-scene.server.ts';
import { castVote } from './vote.server.ts';

let world: TestWorld;
let facilitator: Context;
let visitor: Context;
let consultationId: Id;
let proposals: Id[];
/** The first ten say yes to everything; the other six, no to all but the first. */
let people: Context[];

beforeAll(async () => {
  world = await openTestWorld();
  facilitator = await world.as('facilitator');
  visitor = await world.as('visitor');
  ({ id: consultationId } = await openScene(facilitator));
  proposals = [];
  for (const title of ['Jardin', 'Four', 'Four à pain', 'Marché']) {
    const input = { ...typedProposal, title };
    proposals.push(
      done(await proposeChange(facilitator, await asMember(facilitator, consultationId), input)),
    );
  }
  people = await Promise.all(Array.from({ length: 16 }, () => world.as('contributor')));
  for (const [person, context] of people.entries())
    await voteAll(context, person < 10 ? 'agree' : 'disagree');
});
afterAll(() => world.close());

async function voteAll(context: Context, vote: string): Promise<void> {
  const participant = await asMember(context, consultationId);
  for (const [place, proposalId] of proposals.entries()) {
    const cast = { proposalId, vote: place === 0 ? 'agree' : vote, nuance: '' };
    done(await castVote(context, participant, cast));
  }
}

async function show(context: Context) {
  const consultation = await findConsultation(context, { id: consultationId });
  if (!consultation) throw new Error('there is no consultation');
  return showOpinions(context, consultation, await memberParticipant(context, consultationId));
}

const asked = () => world.queued.filter(({ name }) => name === 'read-opinions');

/** What the server does with the jobs in line. */
async function runJobs(): Promise<void> {
  const { db, clock, territoryId } = world;
  const { jobs, memory, origin } = facilitator;
  const job = opinionsJob({ db, clock, jobs, memory, origin });
  for (const { input } of asked()) {
    await job.run({ id: consultationId, territoryId, input, report: async () => undefined });
  }
  world.queued.splice(0);
}

it('is asked for once, however many vote, and tells nothing until it is there', async () => {
  expect(asked()).toEqual([{ name: 'read-opinions', input: { consultationId } }]);
  expect(await show(visitor)).toMatchObject({ picture: null, isBehind: true, own: null });
  expect(asked()).toHaveLength(1);
  await runJobs();
  expect(await show(visitor)).toMatchObject({ isBehind: false });
});

it('tells those who voted what unites and divides, and each their own group alone', async () => {
  const [first, last] = [people[0] ?? visitor, people[15] ?? visitor];
  const shown = await show(first);
  expect(shown).toMatchObject({ isHeldBack: false, own: { group: 0, votes: 4 } });
  expect(shown.picture).toMatchObject({ state: 'clear', voters: 16, inRoom: 0 });
  expect(shown.picture?.groups.map((group) => group.people)).toEqual([10, 6]);
  expect(shown.picture?.unites).toEqual([{ proposalId: proposals[0], direction: 'agree' }]);
  expect(shown.picture?.divides.toSorted()).toEqual(proposals.slice(1).toSorted());
  expect((await show(last)).own).toEqual({ group: 1, votes: 4 });
  expect(JSON.stringify(shown)).not.toContain((await asMember(last, consultationId)).key);
});

it('leads nobody who has not voted: they learn how many took part, until the consultation is closed', async () => {
  for (const context of [visitor, facilitator]) {
    const { picture, isHeldBack, own } = await show(context);
    expect({ isHeldBack, own }).toEqual({ isHeldBack: true, own: null });
    expect(picture).toMatchObject({ voters: 16, enough: 16, needed: 15 });
    expect(picture).toMatchObject({ unites: [], divides: [], proposals: [] });
  }
  done(await setClosed(facilitator, { recordId: consultationId, closed: true }));
  expect((await show(visitor)).picture?.unites).toHaveLength(1);
  done(await setClosed(facilitator, { recordId: consultationId, closed: false }));
});

it('is kept while someone votes, neither of them undone', async () => {
  const [first = visitor] = people;
  const typed = { 'w-lien': '60', 'w-sol': '40' };
  done(await stateWeights(first, await asMember(first, consultationId), { branch: '', typed }));
  await runJobs();
  const picture = (await findOpinions(visitor, consultationId))?.picture;
  if (!picture) throw new Error('opinions were worked out');
  let keeping: Promise<void> | undefined;
  await inTransaction(world.db, async (db) => {
    const inside = { ...first, db };
    await holdConsultation(inside, consultationId, 'answering');
    keeping = keepWorkedOut(facilitator, consultationId, { picture, members: [] });
    await untilSomeoneWaits(world.db);
    await followOpinions(inside, consultationId);
  });
  await keeping;
  expect(asked()).toHaveLength(1);
  await runJobs();
});

it('is asked for again by a new vote, and by a proposal that is hidden', async () => {
  const [first = visitor] = people;
  const cast = { proposalId: proposals[1] ?? '', vote: 'pass', nuance: '' };
  done(await castVote(first, await asMember(first, consultationId), cast));
  expect(asked()).toHaveLength(1);
  expect(await show(first)).toMatchObject({ isBehind: true });
  await runJobs();
  expect(await show(first)).toMatchObject({ isBehind: false });

  const hiding = { proposalId: proposals[3] ?? '', reason: 'misplaced', words: '' };
  expect(await hideProposal(facilitator, hiding)).toMatchObject({ ok: true });
  expect((await show(first)).isBehind).toBe(true);
  await runJobs();
  expect((await show(first)).picture?.divides).not.toContain(proposals[3]);
});

it('is asked for again, ten minutes later, when it was lost on its way', async () => {
  const [, second = visitor] = people;
  const participant = await asMember(second, consultationId);
  const cast = { proposalId: proposals[1] ?? '', vote: 'pass', nuance: '' };
  done(await castVote(second, participant, cast));
  world.queued.splice(0);
  done(await castVote(second, participant, cast));
  expect(asked()).toEqual([]);
  world.clock.advance(11 * 60_000);
  done(await castVote(second, participant, cast));
  await runJobs();
  expect(await show(second)).toMatchObject({ isBehind: false });
});

it('is asked for by nobody who only looks', async () => {
  const { id } = await openScene(facilitator);
  const consultation = await findConsultation(facilitator, { id });
  if (!consultation) throw new Error('there is no consultation');
  world.queued.splice(0);
  const shown = await showOpinions(facilitator, consultation, undefined);
  expect(shown).toEqual({ picture: null, isHeldBack: false, isBehind: false, own: null });
  expect(asked()).toEqual([]);
});

it('forgets in which group someone was who left', async () => {
  const [first = visitor] = people;
  expect((await show(first)).own?.group).toBe(0);
  const person = { id: first.actor.personId as Id, name: '', emails: [] };
  await deliberationPersonalData.forget(first, person, { texts: 'keep', someone: 'une personne' });
  expect((await show(first)).own).toBeNull();
});

it('stays on its territory', async () => {
  const other = await world.elsewhere();
  expect(await findOpinions(facilitator, consultationId)).toBeDefined();
  expect(await findOpinions(other, consultationId)).toBeUndefined();
  await workOutOpinions(other, consultationId);
  expect(await findOpinions(other, consultationId)).toBeUndefined();
});

it('is read in a thread of its own as it would be here', async () => {
  const votes: Vote[][] = Array.from({ length: 16 }, (_, person) => [1, person < 10 ? 1 : -1, -1]);
  const workerData: VotesToRead = {
    votes,
    inRoom: 0,
    needed: 5,
    proposals: proposals.slice(0, 3),
    keys: votes.map((_, person) => `key-${person}`),
  };
  const worker = new Worker(new URL('opinions-worker.server.ts', import.meta.url), { workerData });
  const [told] = (await once(worker, 'message')) as unknown[];
  expect(told).toEqual(readOpinions(workerData));
});
