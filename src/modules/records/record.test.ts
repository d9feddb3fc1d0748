import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Role, roles } from '#kernel/context.ts';
import { newId, shortIdOf } from '#kernel/ids.ts';
import { anyText } from '#kernel/testing/any-text.ts';
import { type RecordAction, addressOf, can, shortIdIn } from './record.ts';

describe('an address', () => {
  it('leads to its record whatever slug precedes the short id', () => {
    const slug = fc.stringMatching(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    fc.assert(
      fc.property(slug, fc.uuid({ version: 7 }), (name, id) => {
        const shortId = shortIdOf(id);
        const address = addressOf({ kind: 'practice', slug: name, shortId });
        expect(address).toBe(`/pratiques/${name}-${shortId}`);
        expect(shortIdIn(address.slice('/pratiques/'.length))).toBe(shortId);
        expect(shortIdIn(`vieux-nom-${shortId.toUpperCase()}`)).toBe(shortId);
        expect(shortIdIn(shortId)).toBe(shortId);
      }),
    );
  });

  it('that ends with no short id leads nowhere, quietly', () => {
    for (const text of [
      '',
      'jardin',
      'a-1234567',
      'a-123456789',
      'a-1234\u0000678',
      'a-12345678\n',
      '../12345678',
    ]) {
      expect(shortIdIn(text)).toBe('');
    }
    fc.assert(fc.property(anyText, (text) => /^([0-9a-z]{8})?$/.test(shortIdIn(text))));
  });
});

describe('who may do what', () => {
  const person = newId();
  const open: RecordAction[] = ['edit', 'comment', 'link'];
  const kept: RecordAction[] = ['delete', 'restore', 'change-visibility'];
  const trusted: Role[] = ['facilitator', 'owner'];

  it.each(roles)('a %s', (role) => {
    // A visitor who is someone was removed from the territory.
    const actor = { personId: person, role };
    for (const action of open) {
      expect(can(actor, action, { createdBy: newId() })).toBe(role !== 'visitor');
    }
    for (const action of kept) {
      expect(can(actor, action, { createdBy: newId() })).toBe(trusted.includes(role));
      expect(can(actor, action, { createdBy: person })).toBe(role !== 'visitor');
      expect(can(actor, action, { createdBy: null })).toBe(trusted.includes(role));
    }
  });
});
