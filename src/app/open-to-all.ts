/** Open data may be read and shown by the pages of any other site. */
export const openToAll = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'ETag, Last-Modified, Link',
  'cross-origin-resource-policy': 'cross-origin',
};

/** What a browser asks before a page of another site may say which version it holds. */
export function preflight(): Response {
  const headers = {
    ...openToAll,
    'access-control-allow-methods': 'GET, HEAD, OPTIONS',
    'access-control-allow-headers': 'If-None-Match, Accept, Content-Type',
    'access-control-max-age': '86400',
  };
  return new Response(null, { status: 204, headers });
}
