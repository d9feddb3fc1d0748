import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Context, roles } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { changeRole } from './change-role.server.ts';
import { type PeopleList, listPeople } from './list-people.server.ts';
import { type PeopleQuery, readPeopleQuery } from './role-holder.ts';
import { peopleRows } from './role-holder-store.server.ts';
import { acceptSignInLink, requestSignIn } from './sign-in.server.ts';
import {
  type RolesScene,
  idOf,
  invitationMail,
  newAddress,
  openRolesScene,
} from './testing/roles-scene.server.ts';
import { putContributors, putRoleHolder } from './testing/roles-store.server.ts';

let world: TestWorld;
let scene: RolesScene;
let owner: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  scene = await openRolesScene(world);
  owner = await scene.as('owner', 'Sacha');
});

const everyone = readPeopleQuery(new URLSearchParams());

async function list(context: Context, query: Partial<PeopleQuery> = {}): Promise<PeopleList> {
  const listed = await listPeople(context, { ...everyone, ...query });
  if (!listed.ok) throw new Error(listed.error.code);
  return listed.value;
}

/** Signs in by mail; tells who that is. */
async function signIn(email: string): Promise<Id> {
  const visitor = await scene.as('visitor');
  const mail = invitationMail.mail('visitor');
  await requestSignIn(visitor, { email, path: '/connexion/lien', returnTo: '/', mail });
  const [token = ''] = (await scene.tokenTo(email)).split('?');
  const person = await acceptSignInLink(visitor, token);
  if (!person.ok) throw new Error(person.error.code);
  return person.value.id;
}

const namesIn = ({ people }: PeopleList) => people.map(({ name }) => name);

describe('the people of a territory', () => {
  it('come by role, then by name, whoever chose none last, and nobody of elsewhere', async () => {
    for (const name of ['Zoé', 'élise', '', 'Bob', 'Eve']) await scene.as('contributor', name);
    for (const name of ['Yann', 'Anne']) await scene.as('facilitator', name);
    await (await openRolesScene(world)).as('owner', 'Étranger');
    expect(namesIn(await list(owner))).toEqual(['Sacha', 'Anne', 'Yann', 'Bob', 'élise', 'Eve', 'Zoé', '']);
  });

  it('are those of one role when it is asked for', async () => {
    await scene.as('facilitator', 'Anne');
    const { people, counts } = await list(owner, { role: 'facilitator' });
    expect(people).toMatchObject([{ name: 'Anne', role: 'facilitator', since: world.clock.now() }]);
    expect(counts).toEqual({ owner: 1, facilitator: 1, contributor: 0, visitor: 0 });
  });

  it('leave out those who were removed, who have a list of their own', async () => {
    const person = await scene.as('contributor', 'Bob');
    await changeRole(owner, { personId: idOf(person), role: 'visitor' });
    expect(namesIn(await list(owner))).toEqual(['Sacha']);
    expect(namesIn(await list(owner, { role: 'visitor' }))).toEqual(['Bob']);
  });

  it.each(roles)('are shown or not to a %s', async (role) => {
    const context = await scene.as(role);
    const answer = await listPeople(context, everyone);
    if (role === 'owner' || role === 'facilitator') expect(answer).toMatchObject({ ok: true });
    else {
      const code = role === 'visitor' ? 'sign-in-first' : 'not-allowed';
      expect(answer).toEqual({ ok: false, error: { code } });
    }
  });

  it('join by proving their address, keep the role they have, and stay removed', async () => {
    const email = newAddress();
    const personId = await signIn(email);
    const role = async () => (await scene.roles()).get(personId);
    expect(await role()).toBe('contributor');
    for (const given of ['facilitator', 'visitor'] as const) {
      await changeRole(owner, { personId, role: given });
      await signIn(email);
      expect(await role()).toBe(given);
    }
  });
});

describe('addresses', () => {
  it('are for owners', async () => {
    const facilitator = await scene.as('facilitator');
    const asOwner = (await list(owner)).people.map(({ email }) => email);
    expect(asOwner.every((email) => email?.endsWith('@exemple.test'))).toBe(true);
    expect((await list(facilitator)).people.map(({ email }) => email)).toEqual([null, null]);
  });

  it('find nobody for those who may not read them', async () => {
    const person = await scene.as('contributor', 'Bob');
    const q = idOf(person).slice(-12);
    expect(namesIn(await list(owner, { q }))).toEqual(['Bob']);
    expect(namesIn(await list(owner, { q: q.toUpperCase() }))).toEqual(['Bob']);
    expect(namesIn(await list(await scene.as('facilitator'), { q }))).toEqual([]);
  });
});

describe('looking for someone', () => {
  it('forgives accents and capitals, and takes every sign as it is', async () => {
    for (const name of ['Élise Bréhat', '100 % Bio', 'a_b', String.raw`c\d`, "L'Œuf"]) {
      await scene.as('contributor', name);
    }
    const found = async (q: string) => namesIn(await list(owner, { q }));
    expect(await found('elise')).toEqual(['Élise Bréhat']);
    expect(await found('BREHAT')).toEqual(['Élise Bréhat']);
    expect(await found('0 % b')).toEqual(['100 % Bio']);
    expect(await found('a_b')).toEqual(['a_b']);
    expect(await found(String.raw`c\d`)).toEqual([String.raw`c\d`]);
    expect(await found("l'oe")).toEqual(["L'Œuf"]);
    expect(await found('%%%')).toEqual([]);
    expect((await list(owner, { q: 'nobody' })).pages).toBe(1);
  });
});

describe('pages', () => {
  it('each person stands on exactly one', async () => {
    await putContributors(owner, 120);
    await scene.as('facilitator', 'Anne');
    const first = await list(owner);
    expect(first).toMatchObject({ page: 1, pages: 3 });
    const people = [first, await list(owner, { page: 2 }), await list(owner, { page: 3 })].flatMap(namesIn);
    expect(people.slice(0, 3)).toEqual(['Sacha', 'Anne', 'Membre 000001']);
    expect(people).toHaveLength(122);
    expect(new Set(people).size).toBe(122);
    expect(await list(owner, { page: 99 })).toMatchObject({ page: 3 });
  });

  it('begin with the most trusted, even when they do not fit on one', async () => {
    const owners = await Promise.all(Array.from({ length: 60 }, () => world.as('contributor')));
    for (const one of owners) await putRoleHolder(owner, { personId: idOf(one), role: 'owner' });
    await scene.as('contributor', 'Zoé');
    const second = await list(owner, { page: 2 });
    expect(second.people.map(({ role }) => role)).toEqual([...Array(11).fill('owner'), 'contributor']);
  });

  it('of tens of thousands of people are read from an index', async () => {
    await putContributors(owner, 20_000);
    const { people, counts } = await list(owner);
    expect(people).toHaveLength(50);
    expect(counts.contributor).toBe(20_000);
    const options = { words: '', addresses: true, role: 'contributor', limit: 50, offset: 0 } as const;
    const plan = JSON.stringify(await peopleRows(owner, options).explain());
    expect(plan).toContain('person_listed');
    const named = JSON.stringify(await peopleRows(owner, { ...options, words: '019999' }).explain());
    expect(named).toContain('person_name_words');
  });
});
