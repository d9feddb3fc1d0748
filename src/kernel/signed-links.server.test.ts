import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from './context.ts';
import { inTransaction } from './database.server.ts';
import { newId } from './ids.ts';
import { secretNamed } from './settings.server.ts';
import { forgetExpiredLinks, makeSignedLink, readSignedLink, useSignedLink } from './signed-links.server.ts';
import { anyText } from './testing/any-text.ts';
import { type TestWorld, openTestWorld } from './testing/test-context.server.ts';

const purpose = 'sign-in';
const invalid = { ok: false, error: { code: 'link-invalid' } };
const used = { ok: false, error: { code: 'link-used' } };
const expired = { ok: false, error: { code: 'link-expired' } };

let world: TestWorld;
let signer: Context;
let expected: { purpose: string; territoryId: string };
beforeAll(async () => {
  world = await openTestWorld();
  signer = await world.as('visitor');
  expected = { purpose, territoryId: world.territoryId };
});
afterAll(() => world.close());

const link = (subject = 'anne@exemple.test', minutes = 30) => ({
  purpose,
  territoryId: world.territoryId,
  subject,
  personId: null,
  minutes,
});

describe('a signed link', () => {
  it('says what it was made to say', async () => {
    const personId = newId();
    const token = await makeSignedLink(signer, { ...link('l’objet.avec.des.points'), personId });
    expect(await readSignedLink(signer, token, expected)).toEqual({
      ok: true,
      value: {
        id: expect.any(String),
        purpose,
        territoryId: world.territoryId,
        subject: 'l’objet.avec.des.points',
        personId,
        expiresAt: new Date(world.clock.now().getTime() + 30 * 60_000),
      },
    });
  });

  it('stands in an address as it is', async () => {
    const token = await makeSignedLink(signer, link('é?&#/ +%.\u{1F33B}'));
    expect(encodeURIComponent(token)).toBe(token);
  });

  it('can be opened any number of times, as scanners do, and still be used', async () => {
    const token = await makeSignedLink(signer, link());
    for (let time = 0; time < 20; time += 1) {
      expect(await readSignedLink(signer, token, expected)).toMatchObject({ ok: true });
    }
    expect(await useSignedLink(signer, token, expected)).toMatchObject({ ok: true });
  });

  it('is refused when any of its characters was changed, added or taken away', async () => {
    const token = await makeSignedLink(signer, link());
    const others = fc.constantFrom(...'ABCxyz019-_=.+/% é\0');
    const tampered = fc
      .tuple(fc.nat(token.length - 1), fc.constantFrom(0, 1), fc.string({ unit: others, maxLength: 2 }))
      .map(([at, removed, put]) => token.slice(0, at) + put + token.slice(at + removed))
      .filter((text) => text !== token);
    await fc.assert(
      fc.asyncProperty(tampered, async (text) => {
        expect(await readSignedLink(signer, text, expected)).toEqual(invalid);
        expect(await useSignedLink(signer, text, expected)).toEqual(invalid);
      }),
      { numRuns: 200 },
    );
    for (const text of [`${token}.`, `${token}.x`, `.${token}`, `${token} `, token.toUpperCase()]) {
      expect(await readSignedLink(signer, text, expected)).toEqual(invalid);
    }
  });

  it('is refused when every byte in turn has one bit turned', async () => {
    const token = await makeSignedLink(signer, link());
    for (let at = 0; at < token.length; at += 1) {
      const turned = token.slice(0, at) + String.fromCharCode(token.charCodeAt(at) ^ 1) + token.slice(at + 1);
      expect(await readSignedLink(signer, turned, expected), `byte ${at}`).toEqual(invalid);
    }
  });

  it('is refused for another purpose, and on another territory', async () => {
    const token = await makeSignedLink(signer, link());
    const { territoryId } = await world.elsewhere();
    for (const wrong of [
      { ...expected, purpose: 'become-owner' },
      { ...expected, territoryId },
    ]) {
      expect(await readSignedLink(signer, token, wrong)).toEqual(invalid);
      expect(await useSignedLink(signer, token, wrong)).toEqual(invalid);
    }
    expect(await useSignedLink(signer, token, expected), 'nothing was used up by it').toMatchObject({
      ok: true,
    });
  });

  it('is refused from the moment it expires', async () => {
    const token = await makeSignedLink(signer, link());
    world.clock.advance(30 * 60_000 - 1);
    expect(await readSignedLink(signer, token, expected)).toMatchObject({ ok: true });
    world.clock.advance(1);
    expect(await readSignedLink(signer, token, expected)).toEqual(expired);
    expect(await useSignedLink(signer, token, expected)).toEqual(expired);
  });

  it('made with another secret is refused', async () => {
    const token = await makeSignedLink(signer, link());
    const [payload = ''] = token.split('.');
    expect(await readSignedLink(signer, signed('another secret', payload), expected)).toEqual(invalid);
    expect(await readSignedLink(signer, signed('', payload), expected)).toEqual(invalid);
  });
});

function signed(secret: string, payload: string): string {
  return `${payload}.${createHmac('sha256', secret).update(payload).digest('base64url')}`;
}

describe('a link of a single use', () => {
  it('is refused the second time', async () => {
    const token = await makeSignedLink(signer, link());
    expect(await useSignedLink(signer, token, expected)).toMatchObject({ ok: true });
    expect(await useSignedLink(signer, token, expected)).toEqual(used);
    expect(await readSignedLink(signer, token, expected)).toEqual(used);
  });

  it('is won by exactly one of those who use it at the same moment', async () => {
    const token = await makeSignedLink(signer, link());
    const use = () => inTransaction(world.db, (db) => useSignedLink({ ...signer, db }, token, expected));
    const outcomes = await Promise.all(Array.from({ length: 8 }, use));
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
    expect(outcomes.filter((outcome) => !outcome.ok)).toEqual(Array.from({ length: 7 }, () => used));
  });

  it('is not used up when what it allows failed', async () => {
    const token = await makeSignedLink(signer, link());
    const failing = inTransaction(world.db, async (db) => {
      await useSignedLink({ ...signer, db }, token, expected);
      throw new Error('what it allows failed');
    });
    await expect(failing).rejects.toThrow('what it allows failed');
    expect(await useSignedLink(signer, token, expected)).toMatchObject({ ok: true });
  });

  it('stays used after old ones are forgotten', async () => {
    const short = await makeSignedLink(signer, link('court', 1));
    const long = await makeSignedLink(signer, link('long', 60));
    await useSignedLink(signer, short, expected);
    await useSignedLink(signer, long, expected);
    world.clock.advance(2 * 60_000);
    await forgetExpiredLinks(signer);
    expect(await useSignedLink(signer, short, expected)).toEqual(expired);
    expect(await useSignedLink(signer, long, expected)).toEqual(used);
  });
});

describe('a token that is none of ours', () => {
  it('is refused, never thrown at', async () => {
    const valid = await makeSignedLink(signer, link());
    const [payload = '', signature = ''] = valid.split('.');
    const garbage = Buffer.from('{"not": "ours"}').toString('base64url');
    const strange = [
      '',
      '.',
      '..',
      '...',
      payload,
      `${payload}.`,
      `.${signature}`,
      `${garbage}.${signature}`,
      `${garbage}.${garbage}`,
      'é.è',
      '\u{1F33B}.\uD800',
      '\0',
      'x'.repeat(10_000),
      `${'x'.repeat(10_000)}.${signature}`,
      `${payload}.${'x'.repeat(10_000)}`,
      '.'.repeat(10_000),
    ];
    for (const token of strange) {
      expect(await readSignedLink(signer, token, expected)).toEqual(invalid);
      expect(await useSignedLink(signer, token, expected)).toEqual(invalid);
    }
    await fc.assert(
      fc.asyncProperty(anyText, anyText, async (one, other) => {
        expect(await readSignedLink(signer, `${one}.${other}`, expected)).toEqual(invalid);
      }),
      { numRuns: 50 },
    );
  });

  it('is not even read before its signature holds', async () => {
    const secret = await secretNamed(world.db, 'signed-links');
    const garbage = Buffer.from('{"not": "ours"').toString('base64url');
    await expect(readSignedLink(signer, signed(secret, garbage), expected)).rejects.toThrow(SyntaxError);
    expect(await readSignedLink(signer, signed('another', garbage), expected)).toEqual(invalid);
  });
});
