/** The site that all of some addresses are on; empty when there are several, or none. */
export function siteOf(addresses: readonly string[]): string {
  const known = addresses.filter((address) => /^https?:/i.test(address) && URL.canParse(address));
  const sites = new Set(known.map((address) => new URL(address).host));
  const [site = ''] = sites;
  return sites.size === 1 ? site : '';
}
