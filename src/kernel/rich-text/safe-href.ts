const MAX_HREF_LENGTH = 2_048;

/** A host that cannot exist (RFC 2606), against which an address of our own site is resolved. */
const OWN_ORIGIN = 'http://own-site.invalid';

/**
 * The address a link may carry, in the one form it is stored and written in, or null when it must not be a
 * link. Allowed: http, https, mailto, and paths of our own site that begin with a single slash; `www.…` is
 * completed with https. Refused: every other scheme, addresses that name a user or a password (they pass for
 * another site), those over 2,048 characters. The result is ASCII without quotes, angle brackets, backslashes
 * or spaces, and `safeHref` gives it back unchanged.
 */
export function safeHref(raw: string): string | null {
  const address = raw.trim().replace(/^www\./i, 'https://www.');
  const href = address.startsWith('/') ? ownPath(address) : foreignAddress(address);
  if (href === null) return null;
  const encoded = href.replace(/["<>\\^`{|}\s]/g, encodeURIComponent);
  return encoded.length > MAX_HREF_LENGTH ? null : encoded;
}

/** Whether a safe address stays on our own site. */
export function isOwnPath(href: string): boolean {
  return href.startsWith('/');
}

function ownPath(address: string): string | null {
  if (!URL.canParse(address, OWN_ORIGIN)) return null;
  const url = new URL(address, OWN_ORIGIN);
  const path = url.pathname + url.search + url.hash;
  // Two slashes at the start would lead a browser to another site: `//host`, `/\host`, `/.//host`.
  return url.origin === OWN_ORIGIN && !path.startsWith('//') ? path : null;
}

function foreignAddress(address: string): string | null {
  if (!/^(https?:\/\/|mailto:)/i.test(address) || !URL.canParse(address)) return null;
  const url = new URL(address);
  return url.username === '' && url.password === '' ? url.href : null;
}
