import { asDownload } from '#kernel/files/file-name.ts';
import type { OpenEvidence } from '#modules/evaluation/index.server.ts';
import { refuse } from '../refusal.server.ts';

/**
 * A photograph, shown where it stands, or a document, which browsers save and never open here. Whether it may be seen is
 * asked each time: no cache keeps it.
 */
export function evidenceFile(file: OpenEvidence | undefined, name: string): Response {
  if (!file) return refuse('not-found');
  const isPicture = file.mediaType === 'image/webp';
  const ending = name.slice(name.lastIndexOf('.'));
  return new Response(file.read(), {
    headers: {
      'content-type': file.mediaType,
      'content-length': String(file.size),
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-robots-tag': 'noindex',
      ...(!isPicture && { 'content-disposition': asDownload(`justificatif${ending}`) }),
    },
  });
}
