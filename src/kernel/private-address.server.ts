import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Networks that the public Internet does not reach (IANA special-purpose registries, RFC 6890), and multicast. */
const networks: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 4, 'ipv4'],
  ['240.0.0.0', 4, 'ipv4'],
  ['::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['100::', 64, 'ipv6'],
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['3fff::', 20, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 9, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];

const blocked = new BlockList();
for (const [address, prefix, family] of networks) blocked.addSubnet(address, prefix, family);

/**
 * Whether an IP address, in any writing, is of a network that is not the public Internet's: loopback, private,
 * link-local, documentation, multicast, or an IPv4 address of those kinds inside an IPv6 one. What is no IP address
 * counts as private too, so that nothing unknown is let through.
 */
export function isPrivateAddress(address: string): boolean {
  const bare = address.replaceAll(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (isIPv4(bare)) return blocked.check(bare, 'ipv4');
  if (!isIPv6(bare)) return true;
  // BlockList itself reads the IPv4 address of `::ffff:…`.
  return blocked.check(bare, 'ipv6') || isPrivateThroughNat(bare);
}

/** NAT64 (64:ff9b::/96, RFC 6052): the last 32 bits are the IPv4 address that is reached. */
function isPrivateThroughNat(address: string): boolean {
  const { hostname } = new URL(`http://[${address}]`);
  const groups = /^\[64:ff9b::(?:([0-9a-f]{1,4}):)?([0-9a-f]{1,4})\]$/.exec(hostname);
  if (!groups) return false;
  const [high, low] = [groups[1] ?? '0', groups[2] ?? '0'].map((group) => Number.parseInt(group, 16));
  return blocked.check(dotted((high ?? 0) * 65_536 + (low ?? 0)), 'ipv4');
}

function dotted(bits: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(bits / 2 ** shift) % 256).join('.');
}
