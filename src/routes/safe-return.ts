/** Where to go back to: a page of this site, never another one. */
export function safeReturn(path: string | null): string {
  return path && /^\/(?![/\\])/.test(path) ? path : '/';
}
