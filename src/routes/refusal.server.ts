import { error } from '@sveltejs/kit';
import type { MessageKey } from '#messages/index.ts';

/** Which status answers which refusal: the one place where codes meet HTTP. */
const statuses: Record<string, { status: number; message: MessageKey }> = {
  'not-found': { status: 404, message: 'app.error.not-found' },
  gone: { status: 410, message: 'app.error.gone' },
  'too-late': { status: 410, message: 'app.error.too-late' },
  'not-allowed': { status: 403, message: 'app.error.not-allowed' },
  mirrored: { status: 409, message: 'app.error.mirrored' },
  'sign-in-first': { status: 401, message: 'app.error.sign-in-first' },
};

/** Ends the request with the page that explains why. */
export function refuse(code: string): never {
  const known = statuses[code] ?? { status: 400, message: 'app.error.not-found' as const };
  error(known.status, { message: code, code: known.message });
}
