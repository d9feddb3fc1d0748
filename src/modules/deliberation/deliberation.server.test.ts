import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { deleteRecord, findRecord, readHistory } from '#modules/records/index.server.ts';
import { decide, takeBack } from './decide.server.ts';
import { findDecision } from './decision-store.server.ts';
import { hideProposal, mergeProposal, moderateNuance, showProposal } from './hide-proposal.server.ts';
import { workOutOpinions } from './opinions.server.ts';
import { deliberationPersonalData } from './personal-data.server.ts';
import { confirmProposal, proposeByMail, proposeChange } from './propose.server.ts';
import { findProposal, selectProposals, selectWaiting } from './proposal-store.server.ts';
import { readCards, readConsultation } from './read-consultation.server.ts';
import { readVotes } from './read-votes.server.ts';
import { editConsultation, openConsultation, setClosed, setRoom } from './run-consultation.server.ts';
import { askWayIn, enterRoom, followLink, memberParticipant, stateNow } from './take-part.server.ts';
import {
  asMember,
  branches,
  done,
  inRoom,
  openScene,
  typedConsultation,
  typedProposal,
} from './testing/consultation-scene.server.ts';
import { findConsultation } from './consultation-store.server.ts';
import { castVote, sayWho } from './vote.server.ts';
import { findParticipant, selectOwnVotes } from './vote-store.server.ts';

let world: TestWorld;
let facilitator: Context;
let member: Context;
let visitor: Context;
beforeAll(async () => {
  world = await openTestWorld();
  facilitator = await world.as('facilitator', 'Camille');
  member = await world.as('contributor', 'Ana');
  visitor = await world.as('visitor');
});
afterAll(() => world.close());

const yes = (proposalId: string, nuance = '') => ({ proposalId, vote: 'agree', nuance });

/** Links that were mailed, the last one last. */
const links: string[] = [];
const mail = {
  subject: 'Votre lien',
  body: (link: string) => {
    links.push(link);
    return link;
  },
};
const lastToken = () => links.at(-1)?.split('/').at(-1) ?? '';

describe('a consultation', () => {
  it('is opened, edited and closed by facilitators alone', async () => {
    const { id: recordId, version } = await openScene(facilitator);
    const found = await findConsultation(facilitator, { id: recordId });
    expect(found?.details).toMatchObject({
      needed: 12,
      colleges: ['Habitantes', 'Élus'],
      weighing: 'budget',
    });
    const edit = { recordId, version, input: { ...typedConsultation, needed: '20' } };
    for (const actor of [member, visitor]) {
      const opening = { input: typedConsultation, subjectId: recordId, branches };
      expect(await openConsultation(actor, opening)).toMatchObject({ error: { code: 'not-allowed' } });
      expect(await editConsultation(actor, edit)).toMatchObject({ error: { code: 'not-allowed' } });
      expect(await setClosed(actor, { recordId, closed: true })).toMatchObject({
        error: { code: 'not-allowed' },
      });
      expect(await setRoom(actor, { recordId, open: true })).toMatchObject({
        error: { code: 'not-allowed' },
      });
    }
    done(await editConsultation(facilitator, edit));
    expect((await findConsultation(visitor, { id: recordId }))?.details.needed).toBe(20);
  });

  test.each([
    [{ needed: '-5' }, 'needed'],
    [{ needed: '2,5' }, 'needed'],
    [{ closesOn: '2026-02-31' }, 'closesOn'],
    [{ opensOn: '2027-01-02', closesOn: '2027-01-01' }, 'closesOn'],
    [{ weighing: 'lots' }, 'weighing'],
    [{ title: '' }, 'title'],
  ])('with %j is refused at %s', async (typed, field) => {
    const { id: subjectId } = await openScene(facilitator);
    const opening = { input: { ...typedConsultation, ...typed }, subjectId, branches };
    const refused = await openConsultation(facilitator, opening);
    expect(refused).toMatchObject({ ok: false, error: { problems: [{ field }] } });
  });

  it('is another territory’s to nobody', async () => {
    const { id, shortId } = await openScene(facilitator);
    const there = { ...(await world.elsewhere()), actor: facilitator.actor };
    expect(await findConsultation(there, { shortId })).toBeUndefined();
    const proposalId = done(await proposeChange(member, await asMember(member, id), typedProposal));
    const voted = await castVote(there, await asMember(member, id), yes(proposalId));
    expect(voted).toEqual({ ok: false, error: { code: 'not-found' } });
    expect(await decide(there, { proposalId, outcome: 'adopted', reason: 'Oui' })).toMatchObject({
      error: { code: 'not-found' },
    });
  });
});

describe('taking part', () => {
  it('is one person’s, by mail or signed in, with one vote each: the last counts', async () => {
    const { id } = await openScene(facilitator);
    const ana = await asMember(member, id);
    const proposalId = done(await proposeChange(member, ana, typedProposal));
    done(await askWayIn(visitor, { consultationId: id, email: 'zoe@exemple.test', mail, path: '/x' }));
    const byMail = done(await followLink(visitor, lastToken())).participant;
    done(await castVote(visitor, byMail, { ...yes(proposalId), vote: 'disagree' }));
    done(await castVote(visitor, byMail, yes(proposalId, ' À condition de le dire. ')));
    const zoe = { ...visitor, actor: { personId: byMail.personId, role: 'contributor' as const } };
    expect(await asMember(zoe, id)).toEqual(byMail);
    expect(await selectOwnVotes(visitor, byMail)).toEqual(
      new Map([[proposalId, { vote: 1, nuance: 'À condition de le dire.' }]]),
    );
    expect((await readVotes(facilitator, id)).votes).toHaveLength(1);
  });

  it('in a room is unverified, each device apart, and ends with the room for newcomers', async () => {
    const { id } = await openScene(facilitator);
    const proposalId = done(await proposeChange(member, await asMember(member, id), typedProposal));
    const [one, other] = await inRoom(facilitator, id, 2);
    if (!one || !other) throw new Error('nobody in the room');
    expect(one.key).not.toBe(other.key);
    done(await castVote(visitor, one, yes(proposalId)));
    expect((await readVotes(facilitator, id)).participants).toContainEqual(
      expect.objectContaining({ key: one.key, verified: false }),
    );
    const code = (await findConsultation(facilitator, { id }))?.roomCode ?? '';
    done(await setRoom(facilitator, { recordId: id, open: false }));
    expect(await enterRoom(visitor, { code, address: '192.0.2.7' })).toMatchObject({
      error: { code: 'not-found' },
    });
    done(await castVote(visitor, other, yes(proposalId)));
  });

  it('is refused to whoever was removed, to links made up, before the first day and after the last', async () => {
    const { id } = await openScene(facilitator, { opensOn: '2026-12-01' });
    const early = await proposeChange(member, await asMember(member, id), typedProposal);
    expect(early).toMatchObject({ error: { code: 'consultation-closed' } });
    world.clock.advance(10 * 86_400_000);
    const proposalId = done(await proposeChange(member, await asMember(member, id), typedProposal));
    const removed = { ...member, actor: { ...member.actor, role: 'visitor' as const } };
    expect(await memberParticipant(removed, id)).toBeUndefined();
    expect(await followLink(visitor, 'rien.du-tout')).toMatchObject({ error: { code: 'link-invalid' } });
    const consultation = await findConsultation(visitor, { id });
    expect(consultation && (await stateNow(visitor, consultation))).toBe('open');
    world.clock.advance(30 * 86_400_000);
    const late = await castVote(member, await asMember(member, id), yes(proposalId));
    expect(late).toMatchObject({ error: { code: 'consultation-closed' } });
    world.clock.advance(-40 * 86_400_000);
  });

  it('takes no vote that says nothing, nor a nuance without end, nor one on what is hidden or elsewhere', async () => {
    const { id } = await openScene(facilitator);
    const other = await openScene(facilitator);
    const ana = await asMember(member, id);
    const proposalId = done(await proposeChange(member, ana, typedProposal));
    const there = done(await proposeChange(member, await asMember(member, other.id), typedProposal));
    const cast = (change: object) => castVote(member, ana, { ...yes(proposalId), ...change });
    expect(await cast({ vote: 'maybe' })).toMatchObject({ error: { code: 'vote-missing' } });
    expect(await cast({ nuance: 'é'.repeat(501) })).toMatchObject({ error: { code: 'nuance-too-long' } });
    expect(await cast({ proposalId: there })).toMatchObject({ error: { code: 'not-found' } });
    expect(await cast({ proposalId: 'x' })).toMatchObject({ error: { code: 'not-found' } });
  });

  it('says what one is among the colleges there are, and a name only when asked', async () => {
    const { id } = await openScene(facilitator);
    const ana = await asMember(member, id);
    done(await sayWho(member, ana, { college: 'Élus', namedAs: ' Ana  Le Goff ' }));
    expect(await findParticipant(member, ana)).toMatchObject({ college: 'Élus', namedAs: 'Ana  Le Goff' });
    done(await sayWho(member, ana, { college: 'Martiens', namedAs: '' }));
    expect(await findParticipant(member, ana)).toMatchObject({ college: null, namedAs: '' });
  });
});

describe('a proposal', () => {
  it('of a visitor waits for their button, and is nobody’s in the history', async () => {
    const { id } = await openScene(facilitator);
    const asked = { consultationId: id, input: typedProposal, email: 'lou@exemple.test', mail, path: '/x' };
    done(await proposeByMail(visitor, asked));
    expect(await selectProposals(facilitator, id)).toEqual([]);
    const { participant } = done(await followLink(visitor, lastToken()));
    const authorId = participant.personId ?? '';
    const [waiting] = await selectWaiting(visitor, { consultationId: id, authorId });
    if (!waiting) throw new Error('nothing waits');
    const stranger = await asMember(member, id);
    expect(await confirmProposal(member, stranger, waiting.id)).toMatchObject({
      error: { code: 'not-found' },
    });
    done(await confirmProposal(visitor, participant, waiting.id));
    expect((await selectProposals(facilitator, id)).map(({ title }) => title)).toEqual([typedProposal.title]);
    const { entries } = await readHistory(facilitator, { recordId: id });
    expect(entries.find(({ action }) => action === 'deliberation.proposed')?.author ?? '').toBe('');
  });

  it('with a wrong field or address is refused, and nothing is kept', async () => {
    const { id } = await openScene(facilitator);
    const asked = { consultationId: id, input: typedProposal, email: 'lou', mail, path: '/x' };
    expect(await proposeByMail(visitor, asked)).toMatchObject({ error: { email: 'email-invalid' } });
    const unclear = { ...typedProposal, places: [] };
    expect(await proposeChange(member, await asMember(member, id), unclear)).toMatchObject({
      error: { problems: [{ field: 'places' }] },
    });
    expect(await selectProposals(facilitator, id)).toEqual([]);
  });
});

describe('a decision', () => {
  it('tells what was proposed, what was said and how many took part, and is carried out whole or not at all', async () => {
    const { id } = await openScene(facilitator);
    const proposalId = done(await proposeChange(member, await asMember(member, id), typedProposal));
    for (const person of await inRoom(facilitator, id, 6)) {
      done(await sayWho(visitor, person, { college: 'Élus', namedAs: '' }));
      done(await castVote(visitor, person, yes(proposalId)));
    }
    done(await castVote(member, await asMember(member, id), yes(proposalId)));
    const asked = { proposalId, outcome: 'adopted', reason: 'Six sur six.' };
    expect(await decide(member, asked)).toMatchObject({ error: { code: 'not-allowed' } });
    expect(await decide(facilitator, { ...asked, reason: ' ' })).toMatchObject({
      error: { code: 'invalid' },
    });
    const refusing = async () => ({ ok: false as const, error: { code: 'frozen' as const } });
    expect(await decide(facilitator, asked, refusing)).toEqual({ ok: false, error: { code: 'frozen' } });
    expect((await findProposal(facilitator, proposalId))?.state).toBe('open');
    const seen: string[] = [];
    const record = done(
      await decide(facilitator, asked, async (_, { decisionId }) => {
        seen.push(decisionId);
        return { ok: true, value: undefined };
      }),
    );
    expect(seen).toEqual([record.id]);
    expect((await findDecision(visitor, { id: record.id }))?.details).toMatchObject({
      outcome: 'adopted',
      reason: 'Six sur six.',
      proposed: { title: typedProposal.title },
      tookPart: {
        people: 1,
        inRoom: 6,
        colleges: [{ name: 'Élus', people: 6 }],
        tallies: { verified: null, room: { agree: 6, disagree: 0, pass: 0 } },
      },
      decidedOn: '2026-11-23',
      undone: false,
    });
    expect(await decide(facilitator, asked)).toMatchObject({ error: { code: 'decided' } });
    const voted = await castVote(member, await asMember(member, id), yes(proposalId));
    expect(voted).toMatchObject({ error: { code: 'not-found' } });

    done(await takeBack(facilitator, record.id));
    expect((await findDecision(visitor, { id: record.id }))?.details.undone).toBe(true);
    expect(await takeBack(facilitator, record.id)).toMatchObject({ error: { code: 'decided' } });
    expect(await findProposal(facilitator, proposalId)).toMatchObject({ state: 'open', decisionId: null });
  });
});

describe('someone who goes', () => {
  it('leaves their votes, and nothing that leads to them', async () => {
    const { id } = await openScene(facilitator);
    const zoe = await world.as('contributor', 'Zoé');
    const part = await asMember(zoe, id);
    const voted = done(await proposeChange(zoe, part, typedProposal));
    const alone = done(await proposeChange(zoe, part, { ...typedProposal, title: 'Seule' }));
    done(await sayWho(zoe, part, { college: 'Élus', namedAs: 'Zoé' }));
    done(await castVote(zoe, part, yes(voted, 'Avec Zoé')));
    const person = { id: zoe.actor.personId ?? '', name: 'Zoé', emails: [] };
    const told = deliberationPersonalData.tell(zoe, person);
    const rows = await Promise.all(told.map(async ({ rows: read }) => Array.fromAsync(await read())));
    expect(rows.map((of) => of.length)).toEqual([2, 1, 0]);
    await deliberationPersonalData.forget(zoe, person, { texts: 'erase', someone: 'une personne' });
    const { votes, participants } = await readVotes(facilitator, id);
    expect(votes).toMatchObject([{ proposalId: voted, vote: 1 }]);
    expect(participants).toMatchObject([{ college: 'Élus', namedAs: '', verified: true }]);
    expect(participants[0]?.key).not.toBe(part.key);
    expect(await findProposal(facilitator, alone)).toBeUndefined();
    expect(await findProposal(facilitator, voted)).toMatchObject({ authorId: null });
    expect(await selectOwnVotes(zoe, part)).toEqual(new Map());
  });

  it('takes no decision along: a consultation that is deleted leaves what was decided', async () => {
    const { id } = await openScene(facilitator);
    const proposalId = done(await proposeChange(member, await asMember(member, id), typedProposal));
    const declined = done(await decide(facilitator, { proposalId, outcome: 'declined', reason: 'Déjà là.' }));
    done(await deleteRecord(facilitator, id));
    expect(await findRecord(visitor, { id: declined.id })).toMatchObject({ kind: 'decision' });
  });
});

describe('what is shown of votes', () => {
  it('comes to who voted, or at the end, from five voters on; nuances alike, hidden and merged proposals not', async () => {
    const { id } = await openScene(facilitator);
    const ana = await asMember(member, id);
    const proposalId = done(await proposeChange(member, ana, typedProposal));
    const near = done(await proposeChange(member, ana, { ...typedProposal, title: 'Presque pareil' }));
    const [first, ...others] = await inRoom(facilitator, id, 5);
    if (!first) throw new Error('nobody in the room');
    for (const person of others) done(await castVote(visitor, person, yes(proposalId, 'Bof')));
    const shownTo = async (participant?: typeof first) => {
      const consultation = await findConsultation(visitor, { id });
      if (!consultation) throw new Error('no consultation');
      return readConsultation(visitor, consultation, participant);
    };
    expect((await shownTo(first)).proposals[0]).toMatchObject({ tallies: null, nuances: [] });
    await workOutOpinions(visitor, id);
    expect((await shownTo(others[0])).proposals[0]).toMatchObject({ tallies: { room: null }, nuances: [] });
    // Their vote on what is merged counts on what stands for it.
    done(await castVote(visitor, first, { ...yes(near), vote: 'pass' }));
    expect(await mergeProposal(member, { proposalId: near, into: proposalId })).toMatchObject({
      error: { code: 'not-allowed' },
    });
    expect(await mergeProposal(facilitator, { proposalId: near, into: near })).toMatchObject({
      error: { code: 'not-found' },
    });
    done(await mergeProposal(facilitator, { proposalId: near, into: proposalId }));
    await workOutOpinions(visitor, id);
    const shown = await shownTo(others[0]);
    expect(shown.people).toBe(5);
    expect(shown.proposals).toHaveLength(1);
    expect(shown.proposals[0]?.tallies?.room).toEqual({ agree: 4, disagree: 0, pass: 1 });
    const nuances = shown.proposals[0]?.nuances ?? [];
    expect(nuances.map(({ text }) => text)).toEqual(['Bof', 'Bof', 'Bof', 'Bof']);
    const nuance = { consultationId: id, nuanceId: nuances[0]?.id ?? '', hidden: true };
    expect(await moderateNuance(member, nuance)).toMatchObject({ error: { code: 'not-allowed' } });
    done(await moderateNuance(facilitator, nuance));
    expect((await shownTo(others[0])).proposals[0]?.nuances).toHaveLength(3);

    const hiding = { proposalId, reason: 'abusive', words: '' };
    expect(await hideProposal(member, hiding)).toMatchObject({ error: { code: 'not-allowed' } });
    done(await hideProposal(facilitator, hiding));
    expect((await shownTo(others[0])).proposals).toEqual([]);
    expect(await castVote(visitor, first, yes(proposalId))).toMatchObject({ error: { code: 'not-found' } });
    done(await showProposal(facilitator, proposalId));
    done(await mergeProposal(facilitator, { proposalId: near, into: null }));
    done(await setClosed(facilitator, { recordId: id, closed: true }));
    expect((await shownTo()).proposals[0]).toMatchObject({ own: null, tallies: { room: null } });
  });

  it('moves in steps of five voters, nuances alike, until it is closed: one vote is never seen to come', async () => {
    const { id } = await openScene(facilitator);
    const ana = await asMember(member, id);
    const proposalId = done(await proposeChange(member, ana, typedProposal));
    const [watcher, ...others] = await inRoom(facilitator, id, 11);
    if (!watcher) throw new Error('nobody in the room');
    const seen = async (people: typeof others, nuance = '') => {
      for (const person of people) done(await castVote(visitor, person, yes(proposalId, nuance)));
      await workOutOpinions(visitor, id);
      const consultation = await findConsultation(visitor, { id });
      if (!consultation) throw new Error('no consultation');
      const [shown] = (await readConsultation(visitor, consultation, watcher)).proposals;
      return [shown?.tallies?.room?.agree, shown?.nuances.length];
    };
    expect(await seen([watcher, ...others.slice(0, 4)])).toEqual([5, 0]);
    for (const person of others.slice(4, 8)) expect(await seen([person], 'Bof')).toEqual([5, 0]);
    expect(await seen(others.slice(8, 9))).toEqual([10, 4]);
    expect(await seen(others.slice(9, 10), 'Enfin')).toEqual([10, 4]);
    done(await setClosed(facilitator, { recordId: id, closed: true }));
    expect(await seen([])).toEqual([11, 5]);
  });

  it('lets a person meet each card once, and find what they said', async () => {
    const { id } = await openScene(facilitator);
    const ana = await asMember(member, id);
    const busy = done(await proposeChange(member, ana, typedProposal));
    const quiet = done(await proposeChange(member, ana, { ...typedProposal, title: 'Peu vue' }));
    const [other] = await inRoom(facilitator, id, 1);
    if (!other) throw new Error('nobody in the room');
    done(await castVote(visitor, other, yes(busy)));
    const consultation = await findConsultation(member, { id });
    if (!consultation) throw new Error('no consultation');
    expect((await readCards(member, consultation, ana)).next.map((card) => card.id)).toEqual([quiet, busy]);
    done(await castVote(member, ana, yes(quiet, 'Un peu')));
    const cards = await readCards(member, consultation, ana);
    expect(cards.next.map((card) => card.id)).toEqual([busy]);
    expect(cards.answered.map(({ proposal, own }) => [proposal.id, own])).toEqual([
      [quiet, { vote: 1, nuance: 'Un peu' }],
    ]);
  });
});
