import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { findConsultation } from './consultation-store.server.ts';
import { workOutOpinions } from './opinions.server.ts';
import { deliberationPersonalData } from './personal-data.server.ts';
import { readStatedWeights } from './read-stated-weights.server.ts';
import { editConsultation, setClosed } from './run-consultation.server.ts';
import { showWeights } from './show-weights.server.ts';
import { readOwnWeights, stateWeights } from './state-weights.server.ts';
import type { Participant } from './take-part.server.ts';
import { asMember, done, inRoom, openScene, typedConsultation } from './testing/consultation-scene.server.ts';
import { sayWho } from './vote.server.ts';
import { findWeightsTold } from './weights-store.server.ts';

let world: TestWorld;
let facilitator: Context;
beforeAll(async () => {
  world = await openTestWorld();
  facilitator = await world.as('facilitator', 'Camille');
});
afterAll(() => world.close());

const lien = (points: number) => ({ 'w-lien': String(points), 'w-sol': String(100 - points) });

async function find(id: Id) {
  const found = await findConsultation(facilitator, { id });
  if (!found) throw new Error('the consultation is gone');
  return found;
}

it('asks one branch after the other, keeps the last answer, and takes none that is not understood', async () => {
  const { id } = await openScene(facilitator);
  const ana = await world.as('contributor', 'Ana');
  const participant = await asMember(ana, id);
  const give = (branch: string, typed: Record<string, string> | null) =>
    stateWeights(ana, participant, { branch, typed });
  const own = async () => {
    const { branches } = await readOwnWeights(ana, await find(id), participant);
    return branches.map((branch) => [branch.id, branch.said, branch.stated]);
  };
  expect(await own()).toEqual([
    ['', 'nothing', {}],
    ['lien', 'nothing', {}],
  ]);
  expect(await give('', { 'w-lien': '-5', 'w-sol': '105' })).toMatchObject({
    error: { code: 'weights-not-understood', problems: [{ field: 'w-lien' }, { field: 'w-sol' }] },
  });
  expect(await give('sol', { 'w-eau': '100' })).toMatchObject({ error: { code: 'not-asked' } });
  done(await give('', lien(60)));
  done(await give('', lien(70)));
  done(await give('lien', null));
  expect(await own()).toEqual([
    ['', 'given', lien(70)],
    ['lien', 'no-view', {}],
  ]);

  const edit = { recordId: id, version: 1, input: { ...typedConsultation, weighing: 'swing' } };
  expect(await editConsultation(facilitator, edit)).toMatchObject({
    error: { code: 'invalid', problems: [{ field: 'weighing' }] },
  });
  done(await setClosed(facilitator, { recordId: id, closed: true }));
  expect(await give('', lien(50))).toMatchObject({ error: { code: 'consultation-closed' } });

  const elsewhere = await world.elsewhere();
  const stranger = { ...participant, personId: null, verified: false };
  expect(await stateWeights(elsewhere, stranger, { branch: '', typed: lien(50) })).toMatchObject({
    error: { code: 'not-found' },
  });
  const told = await deliberationPersonalData.tell(ana, {
    id: participant.personId as Id,
    name: 'Ana',
    emails: [],
  });
  const rows = await told.find(({ name }) => name === 'weights')?.rows();
  expect(rows).toContainEqual(expect.objectContaining({ branch: '', item: 'lien', weight: '0.700' }));
});

it('tells what weights come to from five people on, the room apart, and to who answered while it is open', async () => {
  const { id } = await openScene(facilitator);
  const people: [Context, Participant][] = [];
  for (let person = 0; person < 10; person += 1) {
    const context = await world.as('contributor', `P${person}`);
    const participant = await asMember(context, id);
    people.push([context, participant]);
    const college = person < 5 ? 'Habitantes' : 'Élus';
    done(await sayWho(context, participant, { college, namedAs: '' }));
    const typed = lien(person < 5 ? 80 : 30);
    done(await stateWeights(context, participant, { branch: '', typed }));
  }
  const consultation = await find(id);
  const open = await showWeights(facilitator, consultation);
  expect(open).toMatchObject({ people: 10, branches: [], heldBack: ['', 'lien'] });
  const [first] = people;
  if (!first) throw new Error('nobody');
  const known = await showWeights(first[0], consultation, first[1]);
  expect(known.heldBack).toEqual(['lien']);
  expect(known.branches[0]).toMatchObject({ everyone: { people: 10 }, room: null, groups: [] });

  const room = await inRoom(facilitator, id, 4);
  for (const participant of room) {
    done(await stateWeights(facilitator, participant, { branch: '', typed: lien(0) }));
  }
  const subjectId = consultation.details.subjectId as Id;
  expect(await readStatedWeights(facilitator, subjectId)).toBeNull();
  done(await setClosed(facilitator, { recordId: id, closed: true }));
  const [first4, ...rest] = (await showWeights(facilitator, await find(id))).branches;
  expect(first4?.room).toBeNull();
  expect(rest).toMatchObject([{ id: 'lien', everyone: null }]);
  expect(first4?.colleges).toMatchObject([
    { name: 'Habitantes', people: 5, ranges: [{ median: 80 }, { median: 20 }] },
    { name: 'Élus', people: 5, ranges: [{ median: 30 }, { median: 70 }] },
  ]);
  expect(first4?.gap).toMatchObject({ by: 'colleges', low: { median: 30 }, high: { median: 80 } });

  const read = await readStatedWeights(facilitator, subjectId);
  expect(read?.people).toHaveLength(14);
  expect(read?.people.filter(({ verified }) => verified)).toHaveLength(10);
  expect(read?.people[0]?.alikeIn).toEqual(['lien']);
  expect(await readStatedWeights(await world.elsewhere(), subjectId)).toBeNull();

  // Whoever goes leaves their weights under a key that leads to nobody.
  await deliberationPersonalData.forget(
    first[0],
    { id: first[1].personId as Id, name: 'P0', emails: [] },
    { texts: 'erase', someone: 'une personne' },
  );
  expect((await showWeights(facilitator, await find(id))).people).toBe(14);
  expect((await readOwnWeights(first[0], consultation, first[1])).branches[0]?.said).toBe('nothing');

  await workOutOpinions(facilitator, id);
  expect((await findWeightsTold(facilitator, id))?.[0]).toMatchObject({ everyone: { people: 10 } });
});
