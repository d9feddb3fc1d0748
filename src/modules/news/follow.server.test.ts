import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Context, roles } from '#kernel/context.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { maySee, onlookers, putInState, recordStates } from '#kernel/testing/visibility-matrix.server.ts';
import { deleteRecord } from '#modules/records/index.server.ts';
import { findOwn, listFollows, startFollowing, stopFollowing } from './follow.server.ts';
import { makeRecord } from './testing/news-scene.server.ts';

let world: TestWorld;
let author: Context;

beforeAll(async () => {
  world = await openTestWorld();
  author = await world.as('contributor', 'Maël');
});
afterAll(() => world.close());

const start = async (context: Context, shortId: string) => {
  const started = await startFollowing(context, { name: { shortId }, locale: 'fr' });
  return started.ok ? 'followed' : started.error.code;
};
const named = ({ shortId }: { shortId: string }) => ({ shortId });

describe('following', () => {
  it('is for those who are signed in', async () => {
    const record = await makeRecord(author);
    for (const role of roles) {
      const expected = role === 'visitor' ? 'not-allowed' : 'followed';
      expect([role, await start(await world.as(role), record.shortId)]).toEqual([role, expected]);
    }
  });

  it('is of what one sees: no draft or hidden record of someone else, whoever one is', async () => {
    const record = await makeRecord(author);
    for (const state of recordStates) {
      await putInState(author, record.id, state);
      for (const onlooker of onlookers.filter((one) => one !== 'visitor')) {
        const elsewhere = { ...(await world.elsewhere()), actor: author.actor };
        const context =
          onlooker === 'author' ? author : onlooker === 'elsewhere' ? elsewhere : await world.as(onlooker);
        const isOthersHidden = state.startsWith('hidden') && onlooker !== 'author';
        const may = maySee(onlooker, state) && !isOthersHidden;
        const told = await start(context, record.shortId);
        expect([state, onlooker, told]).toEqual([state, onlooker, may ? 'followed' : 'not-found']);
      }
    }
  });

  it('comes with making a record, and stops in one click, for good', async () => {
    const record = await makeRecord(author);
    expect(await findOwn(author, named(record))).toBeDefined();
    await stopFollowing(author, named(record));
    expect(await findOwn(author, named(record))).toBeUndefined();
    await stopFollowing(author, named(record));
  });

  it('is one, however often one asks', async () => {
    const reader = await world.as('contributor');
    const name = { list: '/pratiques?theme=jardins&q=four' };
    const same = { list: '/pratiques?q=four&page=3&theme=jardins' };
    for (const one of [name, same]) await startFollowing(reader, { name: one, locale: 'fr' });
    const follows = await listFollows(reader, 'fr');
    expect(follows).toMatchObject([{ address: '/pratiques?q=four&theme=jardins', kind: null }]);
    expect(follows[0]?.title).toContain('«\u00a0four\u00a0»');
  });

  it('is told to nobody else, and stopped by nobody else', async () => {
    const reader = await world.as('contributor');
    const record = await makeRecord(author);
    await start(reader, record.shortId);
    const [mine] = await listFollows(reader, 'fr');
    const facilitator = await world.as('facilitator');
    expect(await listFollows(facilitator, 'fr')).toEqual([]);
    await stopFollowing(facilitator, { id: mine?.id ?? '' });
    await stopFollowing(facilitator, { id: 'x' });
    expect(await listFollows(reader, 'fr')).toHaveLength(1);
    const elsewhere = { ...(await world.elsewhere()), actor: reader.actor };
    expect(await listFollows(elsewhere, 'fr')).toEqual([]);
  });

  it('of what was taken away since shows neither its title nor its address', async () => {
    const reader = await world.as('contributor');
    const record = await makeRecord(author, { title: 'Trop' });
    await start(reader, record.shortId);
    await deleteRecord(author, record.id);
    expect(await listFollows(reader, 'fr')).toMatchObject([{ title: null, address: null }]);
  });

  it('of an address that is no list, or names no topic, is refused', async () => {
    for (const list of [
      '',
      'x',
      '/compte',
      '//x.test/pratiques',
      '/themes/inconnu',
      '/pratiques/../gestion',
    ]) {
      const started = await startFollowing(author, { name: { list }, locale: 'fr' });
      expect([list, started]).toEqual([list, { ok: false, error: { code: 'not-found' } }]);
    }
  });
});
