import fc from 'fast-check';
import { expect, it } from 'vitest';
import { troubleOf } from './mail-trouble.ts';

const reply = (responseCode: number, command: string, code = 'EENVELOPE') => ({
  code,
  command,
  responseCode,
});

it.each([
  ['a wrong password', { code: 'EAUTH', responseCode: 535, command: 'AUTH PLAIN' }, 'credentials'],
  ['a server that lets nobody write without a password', reply(530, 'MAIL FROM'), 'credentials'],
  ['a sender that is not ours', reply(553, 'MAIL FROM'), 'sender'],
  ['an address that is not known', reply(550, 'RCPT TO'), 'recipient'],
  ['a server that does not know us yet (greylisting)', reply(451, 'RCPT TO'), 'later'],
  ['a password that cannot be checked just now', reply(454, 'AUTH LOGIN', 'EPROTOCOL'), 'later'],
  ['a message taken for unwanted', reply(554, 'DATA', 'EMESSAGE'), 'message'],
  ['a name that leads nowhere', { code: 'EDNS' }, 'unreachable'],
  ['a server that is off', { code: 'ESOCKET', command: 'CONN' }, 'unreachable'],
  ['a connection that cannot be made safe', { code: 'ETLS' }, 'unreachable'],
  ['anything else', new Error('anne@exemple.test'), 'other'],
  ['nothing', undefined, 'other'],
])('tells what happened to %s', (_, error, expected) => {
  expect(troubleOf(error)).toBe(expected);
});

it('keeps no word of what the server said', () => {
  const error = fc.record({
    code: fc.string(),
    command: fc.string(),
    message: fc.constant('anne@exemple.test'),
  });
  fc.assert(
    fc.property(error, (said) => {
      expect(troubleOf(said)).toMatch(/^[a-z-]+$/);
    }),
  );
});
