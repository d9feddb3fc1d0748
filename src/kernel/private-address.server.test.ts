import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { isPrivateAddress } from './private-address.server.ts';

describe('isPrivateAddress', () => {
  it.each([
    '127.0.0.1',
    '127.255.3.9',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '[::1]',
    'fe80::1%eth0',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '::ffff:10.0.0.1',
    '::ffff:a00:1',
    '::ffff:127.0.0.1',
    '64:ff9b::10.0.0.1',
    '64:ff9b::7f00:1',
    '2002:a00:1::',
    '2001:db8::1',
  ])('%s is private', (address) => expect(isPrivateAddress(address)).toBe(true));

  it.each([
    '8.8.8.8',
    '172.15.255.255',
    '172.32.0.1',
    '100.63.255.255',
    '193.168.1.1',
    '2001:4860:4860::8888',
    '2a01:cb00::1',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
  ])('%s is public', (address) => expect(isPrivateAddress(address)).toBe(false));

  it('lets nothing through that is no address', () => {
    for (const text of [
      '',
      'localhost',
      '127.1',
      '0x7f.0.0.1',
      '2130706433',
      '1.2.3.4.5',
      ':::',
      'a'.repeat(1e5),
    ]) {
      expect(isPrivateAddress(text)).toBe(true);
    }
  });

  it('says the same of an IPv4 address as of the same inside an IPv6 one', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(isPrivateAddress(`::ffff:${address}`)).toBe(isPrivateAddress(address));
        expect(isPrivateAddress(`64:ff9b::${address}`)).toBe(isPrivateAddress(address));
      }),
    );
  });
});
