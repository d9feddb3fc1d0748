import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { type TestWorld, becomeDemonstration, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { findConsultation } from './consultation-store.server.ts';
import { showOpinions } from './opinions.server.ts';
import { proposeChange } from './propose.server.ts';
import { readStatedWeights } from './read-stated-weights.server.ts';
import { readVotes } from './read-votes.server.ts';
import { setClosed } from './run-consultation.server.ts';
import { type SeededVoice, seedVoices } from './seed-voices.server.ts';
import { asMember, done, openScene, typedProposal } from './testing/consultation-scene.server.ts';

let world: TestWorld;
let facilitator: Context;
let consultationId: Id;
let proposalId: Id;

beforeAll(async () => {
  world = await openTestWorld();
  await becomeDemonstration(world);
  facilitator = await world.as('facilitator');
  ({ id: consultationId } = await openScene(facilitator));
  const participant = await asMember(facilitator, consultationId);
  proposalId = done(await proposeChange(facilitator, participant, typedProposal));
});
afterAll(() => world.close());

const voice = (changes: Partial<SeededVoice> = {}): SeededVoice => ({
  college: 'Habitantes',
  votes: [{ proposalId, vote: 1, nuance: '' }],
  weights: [[60, 40], null],
  ...changes,
});

const said = async () => {
  const { participants, votes } = await readVotes(facilitator, consultationId);
  return { votes: votes.length, people: participants.filter(({ college }) => college !== null).length };
};

describe('the voices of a demonstration', () => {
  test.each<[string, Partial<SeededVoice>]>([
    ['a college nobody declared', { college: 'Marins' }],
    ['a budget that is not a hundred points', { weights: [[60, 30]] }],
    ['points for what is not weighed', { weights: [[60, 40], null, null, [100]] }],
    ['a vote on what nobody proposed', { votes: [{ proposalId: 'x', vote: 1, nuance: '' }] }],
  ])('are refused whole with %s', async (_, wrong) => {
    const refused = await seedVoices(facilitator, consultationId, [voice(), voice(wrong)]);
    expect(refused).toEqual({ ok: false, error: { code: 'voice-invalid' } });
    expect(await said()).toEqual({ votes: 0, people: 0 });
  });

  test('are for facilitators, in a demonstration only', async () => {
    const refusal = { ok: false, error: { code: 'not-allowed' } };
    expect(await seedVoices(await world.as('contributor'), consultationId, [voice()])).toEqual(refusal);
    await becomeDemonstration(world, false);
    expect(await seedVoices(facilitator, consultationId, [voice()])).toEqual(refusal);
    await becomeDemonstration(world);
    expect(await said()).toEqual({ votes: 0, people: 0 });
  });

  test('count as if people had voted and shared their points, and opinions are there at once', async () => {
    const voices = Array.from({ length: 12 }, (_, place) => voice(place < 2 ? { college: 'Élus' } : {}));
    done(await seedVoices(facilitator, consultationId, voices));
    expect(await said()).toEqual({ votes: 12, people: 12 });
    done(await setClosed(facilitator, { recordId: consultationId, closed: true }));

    const consultation = await findConsultation(facilitator, { id: consultationId });
    if (!consultation) throw new Error('the consultation is there');
    const { picture, isBehind } = await showOpinions(facilitator, consultation, undefined);
    expect({ isBehind, voters: picture?.voters }).toEqual({ isBehind: false, voters: 12 });
    const stated = await readStatedWeights(facilitator, consultation.details.subjectId ?? '');
    expect(stated?.people).toHaveLength(12);
    expect(stated?.people[0]?.weights).toMatchObject({ eau: 0.4 });

    expect(await seedVoices(facilitator, consultationId, [voice()])).toEqual({
      ok: false,
      error: { code: 'wrong-state' },
    });
  });
});
