const here = 'http://here.invalid';

/**
 * Where to go back to: a page of this site, never another one. Read as a browser reads it, since browsers drop tabs
 * and line ends, take `\` for `/` and resolve dots.
 */
export function safeReturn(path: string | null): string {
  if (!path?.startsWith('/') || !URL.canParse(path, here)) return '/';
  const { origin, pathname, search, hash } = new URL(path, here);
  return origin === here && !pathname.startsWith('//') ? pathname + search + hash : '/';
}
