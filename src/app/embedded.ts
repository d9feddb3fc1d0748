/** The pages made to stand in a frame of another site, by their routes. */
const embedded = new Set(['/integrer/carte', '/integrer/liste']);

export function isEmbedded(routeId: string | null): boolean {
  return routeId !== null && embedded.has(routeId);
}

/** Lets any site show this page in a frame: it knows nobody, and holds nothing that a click could change. */
export function openToFrames(headers: Headers): void {
  const policy = headers.get('content-security-policy');
  if (policy === null) return;
  headers.set('content-security-policy', policy.replace("frame-ancestors 'none'", 'frame-ancestors *'));
  headers.set('cross-origin-resource-policy', 'cross-origin');
}
