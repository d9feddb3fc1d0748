import { afterAll, beforeAll, expect, it } from 'vitest';
import { secretNamed } from './settings.server.ts';
import { type TestWorld, openTestWorld } from './testing/test-context.server.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());

it('a secret is made once, even when several nodes ask for it first at the same moment', async () => {
  const asked = await Promise.all(Array.from({ length: 20 }, () => secretNamed(world.db, 'essai')));
  expect(new Set(asked).size).toBe(1);
  expect(await secretNamed(world.db, 'essai')).toBe(asked[0]);
});

it('a secret has 256 bits and serves one purpose', async () => {
  const secret = await secretNamed(world.db, 'one');
  expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  expect(await secretNamed(world.db, 'another')).not.toBe(secret);
});
