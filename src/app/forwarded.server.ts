import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Where a request really comes from, and under which address its sender sees us. */
export interface RequestOrigin {
  address: string;
  protocol: 'http' | 'https';
  host: string;
}

/** The proxies whose forwarding headers are believed: addresses or networks such as `10.0.0.0/8`. */
export function trustedProxies(list: string[]): BlockList {
  const trusted = new BlockList();
  for (const entry of list) {
    const [address = '', prefix] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(prefix), family);
  }
  return trusted;
}

/**
 * Forwarding headers are read from the nearest proxy outwards, and only as long as each hop is trusted: what
 * a visitor writes into them changes nothing.
 */
export function requestOrigin(
  request: IncomingMessage,
  trusted: BlockList,
  ownProtocol: 'http' | 'https',
): RequestOrigin {
  const peer = plainAddress(request.socket.remoteAddress ?? '');
  const direct: RequestOrigin = { address: peer, protocol: ownProtocol, host: request.headers.host ?? '' };
  if (!isTrusted(trusted, peer)) return direct;
  const hops = headerParts(request, 'x-forwarded-for').map(plainAddress);
  const address = hops.findLast((hop) => !isTrusted(trusted, hop)) ?? hops[0] ?? peer;
  const protocol = headerParts(request, 'x-forwarded-proto').at(-1) === 'https' ? 'https' : 'http';
  return { address, protocol, host: headerParts(request, 'x-forwarded-host').at(-1) ?? direct.host };
}

function isTrusted(trusted: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && trusted.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** `::ffff:10.0.0.1` is 10.0.0.1 seen from an IPv6 socket. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/, '');
}

function headerParts(request: IncomingMessage, name: string): string[] {
  return String(request.headers[name] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}
