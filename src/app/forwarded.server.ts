import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Where a request really comes from, and under which address its sender sees us. */
export interface RequestOrigin {
  address: string;
  protocol: 'http' | 'https';
  host: string;
}

/** What is read of a request. */
interface ForwardedRequest {
  headers: IncomingHttpHeaders;
  socket: { remoteAddress?: string | undefined };
}

/** Whether a text names a proxy: an address, or a network such as `10.0.0.0/8`. */
export function isProxy(entry: string): boolean {
  const [address = '', prefix = '0', ...rest] = entry.split('/');
  const family = isIP(address);
  return (
    family !== 0 && rest.length === 0 && /^\d+$/.test(prefix) && Number(prefix) <= (family === 6 ? 128 : 32)
  );
}

/** The proxies whose forwarding headers are believed; see {@link isProxy}. */
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
  request: ForwardedRequest,
  trusted: BlockList,
  ownProtocol: 'http' | 'https',
): RequestOrigin {
  const peer = plainAddress(request.socket.remoteAddress ?? '');
  const direct: RequestOrigin = { address: peer, protocol: ownProtocol, host: request.headers.host ?? '' };
  if (!isTrusted(trusted, peer)) return direct;
  const protocol = headerParts(request, 'x-forwarded-proto').at(-1) === 'https' ? 'https' : 'http';
  const host = headerParts(request, 'x-forwarded-host').at(-1) ?? direct.host;
  return { address: farthestKnown(request, trusted, peer), protocol, host };
}

/** Whether a request comes straight from a proxy whose headers are believed. */
export function isTrustedPeer(request: Pick<ForwardedRequest, 'socket'>, trusted: BlockList): boolean {
  return isTrusted(trusted, plainAddress(request.socket.remoteAddress ?? ''));
}

/** The first address, from the nearest outwards, that no trusted proxy has; what is no address ends the chain. */
function farthestKnown(request: ForwardedRequest, trusted: BlockList, peer: string): string {
  let known = peer;
  for (const hop of headerParts(request, 'x-forwarded-for').map(plainAddress).toReversed()) {
    if (isIP(hop) === 0) break;
    known = hop;
    if (!isTrusted(trusted, hop)) break;
  }
  return known;
}

function isTrusted(trusted: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && trusted.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** `::ffff:10.0.0.1` is 10.0.0.1 seen from an IPv6 socket; some proxies add the port. */
function plainAddress(address: string): string {
  return address
    .replace(/^\[([^\]]*)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/^::ffff:(?=\d+\.)/i, '');
}

function headerParts(request: ForwardedRequest, name: string): string[] {
  return String(request.headers[name] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}
