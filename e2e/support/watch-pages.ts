import type { BrowserContext, Request, Response } from 'playwright-core';

/** What every answer must carry, whatever it is. */
const securityHeaders: Readonly<Record<string, RegExp>> = {
  'x-content-type-options': /^nosniff$/,
  // Not no-referrer: browsers then send forms with the origin "null", which is refused.
  'referrer-policy': /^same-origin$/,
  'permissions-policy': /camera=\(\)/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^(same|cross)-origin$/,
};

/** What only tells an attacker what runs here. */
const banners = /^(server|via|x-powered-by|x-generator|x-sveltekit.*)$/;

/** Policies of pages: nothing is allowed but what is ours, and nothing written inside the page runs. */
const requiredDirectives = ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"];
/** The pages that other sites may frame. */
const embedded = /^(\/en)?\/integrer\/(carte|liste)$/;

export function isEmbedded(url: string): boolean {
  return embedded.test(new URL(url).pathname);
}

const forbiddenSources = /unsafe-inline|unsafe-eval|https?:|\*/;

/**
 * Notes everything that must not happen on any page: an error in the console or in a script, a refused resource,
 * a request that fails or leaves for somewhere else, a dialog, an answer without its security headers. What is
 * noted goes to the list that is returned, as it happens.
 *
 * @param site.origin address of the site: any other one is somewhere else
 * @param site.javaScript whether the pages may run theirs
 */
export async function watchPages(
  context: BrowserContext,
  { origin, javaScript }: { origin: string; javaScript: boolean },
): Promise<string[]> {
  const complaints: string[] = [];
  context.on('console', (message) => {
    // The browser repeats here what the answers say already.
    const repeats = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !repeats) complaints.push(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => {
    complaints.push(`script: ${error.error().message}`);
  });
  context.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on('request', (request) => {
    if (!isOurs(request.url(), origin)) complaints.push(`third party: ${request.url()}`);
  });
  context.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    // Given up by the page itself: it is left, a file is downloaded, a tile of the map is no longer wanted.
    const isGivenUp = reason === 'net::ERR_ABORTED';
    // Without JavaScript, the browser refuses scripts before it asks for them.
    const isOff = reason === 'csp' && request.resourceType() === 'script' && !javaScript;
    // The journey itself cut the network of the device.
    const isCut = reason === 'net::ERR_INTERNET_DISCONNECTED';
    if (!isGivenUp && !isOff && !isCut) complaints.push(`failed: ${request.url()} (${reason})`);
  });
  context.on('response', (response) => {
    complaints.push(...responseProblems(response));
  });
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      console.error(`refused by the page's policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  return complaints;
}

function isOurs(url: string, origin: string): boolean {
  return /^(data|blob|about):/.test(url) || new URL(url).origin === origin;
}

function responseProblems(response: Response): string[] {
  if (!/^https?:/.test(response.url())) return [];
  const problems = headerProblems(response.headers(), { forFrames: isEmbedded(response.url()) });
  if (response.status() >= 400 && !isPage(response.request())) problems.push(`answers ${response.status()}`);
  const { pathname } = new URL(response.url());
  return problems.map((problem) => `${response.request().method()} ${pathname}: ${problem}`);
}

function isPage(request: Request): boolean {
  return request.isNavigationRequest() && request.frame().parentFrame() === null;
}

/** What is missing or too lax in the headers of an answer of the site, names in lower case. */
export function headerProblems(
  headers: Readonly<Record<string, string>>,
  { forFrames = false }: { forFrames?: boolean } = {},
): string[] {
  const missing = Object.entries(securityHeaders)
    .filter(([name, value]) => !value.test(headers[name] ?? ''))
    .map(([name]) => `header ${name} is "${headers[name] ?? ''}"`);
  const telling = Object.keys(headers)
    .filter((name) => banners.test(name))
    .map((name) => `header ${name} says what runs here`);
  const isHtml = (headers['content-type'] ?? '').startsWith('text/html');
  const policy = headers['content-security-policy'] ?? '';
  const strict = forFrames ? policy.replace('frame-ancestors *', "frame-ancestors 'none'") : policy;
  const ofPolicy = isHtml ? policyProblems(strict) : [];
  return [...missing, ...telling, ...ofPolicy];
}

function policyProblems(policy: string): string[] {
  const problems = requiredDirectives
    .filter((directive) => !policy.includes(directive))
    .map((directive) => `its policy lacks ${directive}`);
  const lax = forbiddenSources.exec(policy);
  return lax ? [...problems, `its policy allows ${lax[0]}`] : problems;
}
