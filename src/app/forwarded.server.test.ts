import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isProxy, requestOrigin, trustedProxies } from './forwarded.server.ts';

const trusted = trustedProxies(['127.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8']);

function originOf(peer: string, headers: Record<string, string> = {}) {
  const request = { headers: { host: 'exemple.fr', ...headers }, socket: { remoteAddress: peer } };
  return requestOrigin(request, trusted, 'http');
}

const forwarding = fc.record({
  'x-forwarded-for': fc.oneof(fc.string(), fc.ipV4(), fc.ipV6(), fc.constant('10.0.0.1, 127.0.0.1')),
  'x-forwarded-proto': fc.oneof(fc.string(), fc.constant('https')),
  'x-forwarded-host': fc.oneof(fc.string(), fc.constant('evil.test')),
  forwarded: fc.constant('for=1.2.3.4;proto=https;host=evil.test'),
  'x-real-ip': fc.ipV4(),
  'cf-connecting-ip': fc.ipV4(),
  'x-entrelacs-address': fc.ipV4(),
  'x-entrelacs-host': fc.constant('evil.test'),
});

/** Addresses that are none of the trusted ones. */
const stranger = fc.oneof(
  fc
    .tuple(fc.integer({ min: 11, max: 126 }), fc.nat(255), fc.nat(255))
    .map((parts) => `${parts.join('.')}.7`),
  fc.nat(0xffff).map((part) => `2001:db8::${part.toString(16)}`),
);

describe('a visitor who comes directly', () => {
  it('changes nothing by forwarding headers', () => {
    fc.assert(
      fc.property(stranger, forwarding, (peer, headers) => {
        expect(originOf(peer, headers)).toEqual({ address: peer, protocol: 'http', host: 'exemple.fr' });
      }),
    );
  });

  it('changes nothing when no proxy is trusted at all', () => {
    const none = trustedProxies([]);
    fc.assert(
      fc.property(fc.constantFrom('127.0.0.1', '10.1.2.3', '::1'), forwarding, (peer, headers) => {
        const request = { headers: { host: 'exemple.fr', ...headers }, socket: { remoteAddress: peer } };
        const origin = requestOrigin(request, none, 'https');
        expect(origin).toEqual({ address: peer, protocol: 'https', host: 'exemple.fr' });
      }),
    );
  });

  it('is known by the IPv4 address behind its mapped form', () => {
    expect(originOf('::ffff:203.0.113.9').address).toBe('203.0.113.9');
  });
});

describe('behind a trusted proxy', () => {
  it('the address is the one the proxy saw, whatever the visitor wrote before it', () => {
    const lies = fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string())).map((list) => list.join(','));
    fc.assert(
      fc.property(stranger, lies, (visitor, lie) => {
        const headers = { 'x-forwarded-for': lie === '' ? visitor : `${lie}, ${visitor}` };
        expect(originOf('10.0.0.1', headers).address).toBe(visitor);
      }),
    );
  });

  it('a chain of trusted proxies is followed to the first stranger', () => {
    const headers = { 'x-forwarded-for': '6.6.6.6, 203.0.113.9, 10.0.0.2, fd00::2' };
    expect(originOf('::1', headers).address).toBe('203.0.113.9');
    expect(originOf('::ffff:10.0.0.1', headers).address).toBe('203.0.113.9');
  });

  it('a proxy that nobody trusts ends the chain', () => {
    expect(originOf('10.0.0.1', { 'x-forwarded-for': '6.6.6.6, 198.51.100.1' }).address).toBe('198.51.100.1');
  });

  it('the address is a proxy’s own when nothing further is known', () => {
    expect(originOf('10.0.0.1').address).toBe('10.0.0.1');
    expect(originOf('10.0.0.1', { 'x-forwarded-for': '10.0.0.3' }).address).toBe('10.0.0.3');
    expect(originOf('10.0.0.1', { 'x-forwarded-for': '203.0.113.9, unknown' }).address).toBe('10.0.0.1');
    expect(originOf('10.0.0.1', { 'x-forwarded-for': ' , ' }).address).toBe('10.0.0.1');
  });

  it('ports and brackets that some proxies add are dropped', () => {
    expect(originOf('10.0.0.1', { 'x-forwarded-for': '203.0.113.9:51000' }).address).toBe('203.0.113.9');
    expect(originOf('10.0.0.1', { 'x-forwarded-for': '[2001:db8::1]:51000' }).address).toBe('2001:db8::1');
    expect(originOf('10.0.0.1', { 'x-forwarded-for': '::FFFF:203.0.113.9' }).address).toBe('203.0.113.9');
  });

  it('the protocol and the host are the ones the nearest proxy tells', () => {
    const headers = { 'x-forwarded-proto': 'http, https', 'x-forwarded-host': 'evil.test, pays.exemple.fr' };
    expect(originOf('10.0.0.1', headers)).toMatchObject({ protocol: 'https', host: 'pays.exemple.fr' });
    expect(originOf('10.0.0.1', { 'x-forwarded-proto': 'javascript' }).protocol).toBe('http');
    expect(originOf('10.0.0.1')).toMatchObject({ protocol: 'http', host: 'exemple.fr' });
  });
});

describe('a list of proxies', () => {
  it('can be used whenever each entry is accepted', () => {
    const entry = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.string(),
      fc
        .tuple(fc.oneof(fc.ipV4(), fc.ipV6()), fc.integer({ min: -2, max: 140 }))
        .map((parts) => parts.join('/')),
      fc.ipV4().map((address) => `${address}/`),
    );
    fc.assert(
      fc.property(entry, (text) => {
        fc.pre(isProxy(text));
        expect(() => trustedProxies([text])).not.toThrow();
      }),
    );
  });

  it('trusts everyone only when it says so', () => {
    expect(isProxy('10.0.0.0/')).toBe(false);
    expect(isProxy('0.0.0.0/0')).toBe(true);
  });
});
