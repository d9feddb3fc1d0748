import { type RequestEvent, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { openByCode } from '#modules/evaluation/index.server.ts';

/** Goes to the sheet that a code opens; else gives back what was typed, and why it opens none. */
export async function enterCode(event: RequestEvent, typed: string) {
  const { context, locale } = event.locals;
  const opened = await openByCode(context, { typed, address: event.getClientAddress() });
  if (opened.ok) redirect(303, localPath(locale, `/evaluations/repondre/${opened.value}`));
  return { typed, error: opened.error.code };
}
