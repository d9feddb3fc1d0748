import { asDownload } from '#kernel/files/file-name.ts';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { type OpenFile, findHiding, openFile } from '#modules/records/index.server.ts';
import { refuse } from '../../../../refusal.server.ts';
import { recordOfFiles } from '../../../record-of-files.server.ts';
import type { RequestHandler } from './$types.d.ts';

/**
 * In seconds, how long a copy of a public file may be used without asking again: what is taken away, or no longer for
 * everyone, is out of reach everywhere after that.
 */
const copyLasts = 3600;

/**
 * A size of a picture, `800.webp`, shown where it stands; or a document under its own name, which browsers save and
 * never open here.
 */
export const GET: RequestHandler = async (event) => {
  const { locals, params, request } = event;
  const record = await recordOfFiles(event);
  const width = Number(/^(\d{1,5})\.webp$/.exec(params.name)?.[1] ?? 0);
  const file = await openFile(locals.context, { recordId: record.id, id: params.file, width });
  if (!file) return refuse('not-found');
  const etag = `"${file.digest}"`;
  const isPublic =
    file.isShown && record.visibility === 'public' && !(await isHidden(locals.context, record.id));
  const reader = locals.context.actor.personId === null ? 'public' : 'private';
  const headers = {
    etag,
    'cache-control': isPublic ? `${reader}, max-age=${copyLasts}` : 'private, no-store',
    // What everyone sees, other sites may show: readers of feeds do.
    ...(isPublic && { 'cross-origin-resource-policy': 'cross-origin' }),
    ...protections,
  };
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
  return new Response(file.read(), {
    headers: { ...headers, ...contentHeaders(file), 'content-length': String(file.size) },
  });
};

/** Who is not signed in sees no hidden record: nothing to ask. */
async function isHidden(context: Context, recordId: Id): Promise<boolean> {
  return context.actor.personId !== null && (await findHiding(context, recordId)) !== null;
}

/** Nothing in a file acts, whatever a browser takes it for. */
const protections = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "sandbox; default-src 'none'",
};

function contentHeaders(file: OpenFile): Record<string, string> {
  if (file.kind === 'picture') return { 'content-type': file.mediaType };
  return { 'content-type': file.mediaType, 'content-disposition': asDownload(file.name) };
}
