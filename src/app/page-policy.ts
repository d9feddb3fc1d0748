/**
 * Makes the policy of a page say that it runs no script, when it has none of its own to start: a page that is read then
 * runs nothing, not even a file of this site that someone sent. Kit gives a nonce to the script that starts a tool, and
 * to nothing else. The header by which Kit tells a page from other answers goes too: it only says what runs the site.
 */
export function tightenPolicy(headers: Headers): void {
  headers.delete('x-sveltekit-page');
  const policy = headers.get('content-security-policy');
  if (policy === null || policy.includes("'nonce-")) return;
  headers.set('content-security-policy', policy.replace("script-src 'self'", "script-src 'none'"));
}
