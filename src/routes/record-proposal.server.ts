import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import type { Context } from '#kernel/context.ts';
import type { Result } from '#kernel/result.ts';
import type { Person } from '#modules/accounts/index.ts';
import { openSessionFor } from '#modules/accounts/index.server.ts';
import { type RecordCore, addressOf } from '#modules/records/index.ts';
import { passCookies } from './cookies.server.ts';

type Accept = (
  context: Context,
  token: string,
) => Promise<Result<{ record: RecordCore; person: Person; signsIn: boolean }, { code: string }>>;

/** The form of the page that a proposal's mail leads to, whatever its kind: publishes the record, signs in, and shows it. */
export function acceptForm(accept: Accept) {
  return async ({ locals, params, request, cookies }: RequestEvent) => {
    const accepted = await accept(locals.context, params['token'] ?? '');
    if (!accepted.ok) return fail(422, { refusal: accepted.error.code });
    const { record, person, signsIn } = accepted.value;
    if (signsIn) passCookies(cookies, await openSessionFor(locals.app.sessions, person.id, request.headers));
    redirect(303, localPath(locals.locale, addressOf(record)));
  };
}
