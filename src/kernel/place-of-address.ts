/**
 * What counts as one place of the network: an IPv4 address, or the network of an IPv6 one. Its first 64 bits: whoever
 * has one of its addresses has them all (RFC 6177).
 *
 * Example: `2001:db8::7` → `2001:db8:0:0`.
 */
export function placeOfAddress(address: string): string {
  if (!address.includes(':')) return address;
  const [front = '', back] = address.toLowerCase().split('::');
  const parts = (text: string) => text.split(':').filter(Boolean);
  const missing = 8 - parts(front).length - parts(back ?? '').length;
  const groups = [...parts(front), ...Array.from({ length: Math.max(0, missing) }, () => '0')];
  return [...groups, ...parts(back ?? '')].slice(0, 4).join(':');
}
