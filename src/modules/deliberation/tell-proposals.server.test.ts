import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { listOutbox } from '#kernel/mail.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { insertFollow } from '#modules/records/index.server.ts';
import { hideProposal } from './hide-proposal.server.ts';
import { selectLetters } from './letter-store.server.ts';
import { deliberationPersonalData } from './personal-data.server.ts';
import { proposeChange, retractProposal } from './propose.server.ts';
import { findProposal } from './proposal-store.server.ts';
import { readCards } from './read-consultation.server.ts';
import { setClosed } from './run-consultation.server.ts';
import { followLink } from './take-part.server.ts';
import {
  proposalsChore,
  proposalsLetterRule,
  showLettersStop,
  stopLettersByLink,
} from './tell-proposals.server.ts';
import { asMember, done, inRoom, openScene, typedProposal } from './testing/consultation-scene.server.ts';
import { findConsultation } from './consultation-store.server.ts';
import { castVote } from './vote.server.ts';

let world: TestWorld;
let facilitator: Context;
let ana: Context;
let visitor: Context;
let consultationId: Id;

beforeAll(async () => {
  world = await openTestWorld();
  facilitator = await world.as('facilitator', 'Camille');
  visitor = await world.as('visitor');
});
afterAll(() => world.close());

/** A consultation with one proposal, by the facilitator; Ana took part in it. */
let first: Id;
beforeEach(async () => {
  await world.db.deleteFrom('outgoing_mail').where('territory_id', '=', world.territoryId).execute();
  ana = await world.as('contributor', 'Ana');
  ({ id: consultationId } = await openScene(facilitator));
  first = await propose('Garder les clés');
  done(await castVote(ana, await asMember(ana, consultationId), agreeing(first)));
});

const agreeing = (proposalId: Id) => ({ proposalId, vote: 'agree', nuance: '' });

async function propose(title: string, context = facilitator): Promise<Id> {
  world.clock.advance(1000);
  const participant = await asMember(context, consultationId);
  return done(await proposeChange(context, participant, { ...typedProposal, title }));
}

async function runChore(mailLeaves = true): Promise<void> {
  const { db, clock, jobs, memory, origin } = facilitator;
  const localPath = (_: string, path: string) => path;
  await proposalsChore({ db, clock, jobs, memory, origin, mailLeaves, localPath }).run(world.territoryId);
}

/** Letters as they stand in the database, about the consultation of this test. */
async function letters() {
  const rows = await world.db
    .selectFrom('outgoing_mail')
    .select(['recipient', 'subject', 'body', 'link', 'leaves_round as leavesRound'])
    .where('territory_id', '=', world.territoryId)
    .orderBy('queued_at')
    .execute();
  return rows;
}

const addressOfPerson = ({ actor }: Context) => `${actor.personId}@exemple.test`;
const tokenIn = (url: string) => new URL(url).pathname.split('/').at(-1) ?? '';

it('tells who took part what waits for them, whole, with a link for each answer, masked in the outbox', async () => {
  const second = await propose('Fermer à minuit');
  await runChore(false);
  expect(await letters()).toEqual([]);
  await runChore();
  const [letter, ...others] = await letters();
  expect(others).toEqual([]);
  if (!letter) throw new Error('nothing was sent');
  expect(letter).toMatchObject({ recipient: addressOfPerson(ana), leavesRound: true });
  expect(letter.body).toContain('## Fermer à minuit');
  expect(letter.body).toContain('Personne ne le sait.');
  expect(letter.body).not.toContain('Garder les clés');
  const answers = [...letter.body.matchAll(/http\S+carte=(\S+)&avis=(\w+)/g)];
  expect(answers.map(([, card, said]) => [card, said])).toEqual(
    ['agree', 'disagree', 'pass'].map((said) => [second, said]),
  );
  // The link leads to the very person: what they say by it is what they say signed in.
  const { participant } = done(await followLink(visitor, tokenIn(answers[0]?.[0] ?? '')));
  expect(participant).toEqual(await asMember(ana, consultationId));
  const [kept] = await listOutbox(world.db, world.territoryId);
  expect(kept?.body).not.toContain(tokenIn(letter.link));
  expect(kept?.body).not.toContain('avis=');
});

it('writes once a week at most, only when there is something new, and to followers too', async () => {
  const follower = await world.as('contributor', 'Fanch');
  await insertFollow(follower, follower.actor.personId ?? '', { recordId: consultationId });
  await world.as('contributor', 'Quelqu’un d’autre');
  await runChore();
  await runChore();
  expect((await letters()).map(({ recipient }) => recipient)).toEqual([addressOfPerson(follower)]);
  await propose('Fermer à minuit');
  await runChore();
  expect((await letters()).length).toBe(2);
  world.clock.advance(7 * 86_400_000);
  await runChore();
  expect((await letters()).length).toBe(3);
  world.clock.advance(7 * 86_400_000);
  await runChore();
  expect((await letters()).length).toBe(3);
  world.clock.advance(-14 * 86_400_000);
});

it('tells neither what is hidden, nor one’s own proposal, nor anything once the consultation is closed', async () => {
  const hidden = await propose('À masquer');
  done(await hideProposal(facilitator, { proposalId: hidden, reason: 'abusive', words: '' }));
  await propose('De moi', ana);
  await runChore();
  expect((await letters()).map(({ recipient }) => recipient)).toEqual([addressOfPerson(facilitator)]);
  await propose('Trop tard');
  const there = { ...(await world.elsewhere()), actor: facilitator.actor };
  const rule = proposalsLetterRule(facilitator);
  expect(await rule.isOffered(facilitator, consultationId)).toBe(true);
  expect(await rule.isOffered(there, consultationId)).toBe(false);
  done(await setClosed(facilitator, { recordId: consultationId, closed: true }));
  await runChore();
  expect(await letters()).toHaveLength(1);
  expect(await rule.isOffered(facilitator, consultationId)).toBe(false);
});

it('writes nothing while the territory does without consultations, and goes on once it has them again', async () => {
  await propose('Fermer à minuit');
  const rule = proposalsLetterRule(facilitator);
  await doWithout(['deliberations']);
  await runChore();
  expect(await letters()).toEqual([]);
  expect(await rule.isOffered(facilitator, consultationId)).toBe(false);
  await doWithout([]);
  await runChore();
  expect(await letters()).toHaveLength(1);
  expect(await rule.isOffered(facilitator, consultationId)).toBe(true);
});

function doWithout(sections: 'deliberations'[]) {
  return world.db
    .updateTable('territory')
    .set({ sections_off: sections })
    .where('id', '=', world.territoryId)
    .execute();
}

it('stops by the link of a letter, and forgets with the person who goes', async () => {
  await propose('Fermer à minuit');
  await runChore();
  const token = tokenIn((await letters())[0]?.link ?? '');
  const { key } = await asMember(ana, consultationId);
  expect(done(await showLettersStop(visitor, token)).isDone).toBe(false);
  const there = await world.elsewhere();
  expect(await stopLettersByLink(there, token)).toMatchObject({ error: { code: 'link-invalid' } });
  done(await stopLettersByLink(visitor, token));
  done(await stopLettersByLink(visitor, token));
  expect(done(await showLettersStop(visitor, token)).isDone).toBe(true);
  world.clock.advance(7 * 86_400_000);
  await propose('Encore une');
  await runChore();
  expect((await letters()).length).toBe(1);
  expect((await selectLetters(visitor, consultationId)).has(key)).toBe(true);
  const person = { id: ana.actor.personId ?? '', name: 'Ana', emails: [] };
  await deliberationPersonalData.forget(ana, person, { texts: 'keep', someone: 'une personne' });
  expect((await selectLetters(visitor, consultationId)).has(key)).toBe(false);
  world.clock.advance(-7 * 86_400_000);
});

it('is taken back by its author alone, while nobody else voted on it', async () => {
  const own = await asMember(ana, consultationId);
  const proposalId = await propose('De moi', ana);
  done(await castVote(ana, own, agreeing(proposalId)));
  const camille = await asMember(facilitator, consultationId);
  const [someone] = await inRoom(facilitator, consultationId, 1);
  if (!someone) throw new Error('nobody in the room');
  for (const [context, who] of [[facilitator, camille] as const, [visitor, someone] as const]) {
    expect(await retractProposal(context, who, proposalId)).toMatchObject({ error: { code: 'not-found' } });
  }
  const consultation = await findConsultation(ana, { id: consultationId });
  if (!consultation) throw new Error('no consultation');
  const retractable = async () => (await readCards(ana, consultation, own)).retractable.map(({ id }) => id);
  expect(await retractable()).toEqual([proposalId]);
  const voted = await propose('De moi aussi', ana);
  done(await castVote(visitor, someone, agreeing(voted)));
  expect(await retractable()).toEqual([proposalId]);
  expect(await retractProposal(ana, own, voted)).toMatchObject({ error: { code: 'voted' } });
  done(await retractProposal(ana, own, proposalId));
  expect(await findProposal(ana, proposalId)).toBeUndefined();
  expect(await retractProposal(ana, own, proposalId)).toMatchObject({ error: { code: 'not-found' } });
});
