import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureFacts, withoutCitations } from './failure-facts.ts';

describe('what is told of a failure', () => {
  it('names it, with its code and where it happened', () => {
    const facts = failureFacts(Object.assign(new TypeError('no such thing'), { code: '22P02' }));
    expect(facts).toMatchObject({ error: 'TypeError', code: '22P02', reason: 'no such thing' });
    expect(facts.stack).toMatch(/^at .*failure-facts\.test\.ts:\d+:\d+/);
  });

  it('leaves out what the message cites', () => {
    const messages = [
      'invalid input syntax for type uuid: "canari@example.org"',
      'Unexpected token \'c\', "canari à Redon"... is not valid JSON',
      'cannot reach https://exemple.fr/connexion/lien/canari?a=canari',
      'mail to canari@example.org refused',
      'No « canari » here',
      `bad token ${Buffer.from('canari, a link to sign in').toString('base64url')}`,
    ];
    for (const message of messages) {
      const told = JSON.stringify(failureFacts(new Error(message, { cause: new Error(message) })));
      expect(told).not.toMatch(/canari|Y2FuYXJp/);
    }
  });

  it('takes no line of the message for a place in the code', () => {
    const message = 'refused\n    at canari (file:1:1)\n    at Camille Canari:12:3';
    const { stack, reason } = failureFacts(new Error(message));
    expect(stack).not.toContain('anari');
    expect(stack).toContain('failure-facts.test.ts');
    expect(reason).not.toContain('\n');
  });

  it('takes copies of errors for errors, and nothing else', () => {
    expect(failureFacts({ message: 'gone', name: 'canari@example.org' })).toMatchObject({
      error: 'Error',
      reason: 'gone',
    });
    expect(failureFacts({ email: 'canari@example.org' })).toEqual({ error: 'object' });
    expect(failureFacts('canari@example.org')).toEqual({ error: 'string' });
    expect(failureFacts(undefined)).toEqual({ error: 'undefined' });
  });

  it('says nothing of a code that is more than a code', () => {
    const facts = failureFacts(Object.assign(new Error('no'), { code: 'camille@example.org' }));
    expect(facts.code).toBeUndefined();
  });
});

describe('a text without citations', () => {
  it('never tells what stands in quotes, whole or cut', () => {
    const word = fc.stringMatching(/^canari[a-z ]{0,30}$/);
    fc.assert(
      fc.property(word, fc.constantFrom('"', "'", '`'), fc.boolean(), (secret, quote, isClosed) => {
        const text = `invalid value ${quote}${secret}${isClosed ? quote : ''}`;
        expect(withoutCitations(text)).not.toContain('canari');
      }),
    );
  });

  it('is one short line', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2000 }), (text) => {
        const told = withoutCitations(text);
        expect(told.length).toBeLessThanOrEqual(300);
        expect(told).not.toMatch(/[\n\r]/);
      }),
    );
  });
});
