/** For a page that is nothing but words. */
export const barePolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** By which a page that is read says that it has one script all the same, of this site, that it works without. */
export const pageScript = 'x-page-script';

/**
 * Makes the policy of a page say that it runs no script, when it has none of its own to start: a page that is read then
 * runs nothing, not even a file of this site that someone sent. Kit gives a nonce to the script that starts a tool, and
 * to nothing else. The header by which Kit tells a page from other answers goes too: it only says what runs the site.
 */
export function tightenPolicy(headers: Headers): void {
  headers.delete('x-sveltekit-page');
  const policy = headers.get('content-security-policy');
  if (policy?.includes("'nonce-")) return;
  if (policy === null) {
    // The bare page with which Kit answers for an endpoint that fails.
    const isPage = headers.get('content-type')?.startsWith('text/html');
    if (isPage) headers.set('content-security-policy', barePolicy);
    return;
  }
  const hasScript = headers.has(pageScript);
  headers.delete(pageScript);
  if (hasScript) return;
  headers.set('content-security-policy', policy.replace("script-src 'self'", "script-src 'none'"));
}
