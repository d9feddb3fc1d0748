import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import type { Context } from '#kernel/context.ts';
import type { Result } from '#kernel/result.ts';
import { type Framework, type FrameworkContent, can } from '#modules/framework/index.ts';
import {
  type WrittenFramework,
  findFramework,
  findNumbered,
  findWritten,
} from '#modules/framework/index.server.ts';
import { type RecordCore, addressOf } from '#modules/records/index.ts';
import { atAddress } from '../record-address.server.ts';
import { refuse } from '../refusal.server.ts';

/**
 * The framework that the address of a page names, in the version that is asked for, else in the last one. One that is not
 * published yet leads those who may read drafts to its draft.
 */
export async function frameworkAt(event: RequestEvent): Promise<Framework> {
  const found = await atAddress(event, 'framework', findPublishedOrDraft);
  if (!('version' in found)) {
    redirect(302, localPath(event.locals.locale, `${addressOf(found.record)}/brouillon`));
  }
  return inVersionAsked(event, found);
}

async function inVersionAsked({ locals, url }: RequestEvent, last: Framework): Promise<Framework> {
  const asked = url.searchParams.get('version');
  if (asked === null) return last;
  const { shortId } = last.record;
  const number = /^\d{1,9}$/.test(asked) ? Number(asked) : 0;
  return (await findNumbered(locals.context, { shortId, number })) ?? refuse('not-found');
}

/** What is printed or taken away: the version asked for, else the last one; or `?version=brouillon`, for facilitators. */
export async function contentAt(
  event: RequestEvent,
): Promise<{ record: RecordCore; content: FrameworkContent; isDraft: boolean }> {
  if (event.url.searchParams.get('version') === 'brouillon') {
    const { record, draft } = await draftAt(event);
    return { record, content: draft, isDraft: true };
  }
  const { record, version } = await inVersionAsked(event, await atAddress(event, 'framework', findFramework));
  return { record, content: version.content, isDraft: false };
}

async function findPublishedOrDraft(
  context: Context,
  name: { shortId: string },
): Promise<Framework | WrittenFramework | undefined> {
  const published = await findFramework(context, name);
  return published ?? (can(context.actor, 'read-draft') ? findWritten(context, name) : undefined);
}

/** The framework as those who may read drafts see it. */
export async function writtenAt(event: RequestEvent): Promise<WrittenFramework> {
  const { actor } = event.locals.context;
  const written = await atAddress(event, 'framework', findWritten);
  if (!can(actor, 'read-draft')) refuse(actor.personId ? 'not-allowed' : 'sign-in-first');
  return written;
}

/** The draft that a facilitator writes; without one, the page that offers to begin it. */
export async function draftAt(event: RequestEvent): Promise<{ record: RecordCore; draft: FrameworkContent }> {
  const { record, details } = await writtenAt(event);
  if (!can(event.locals.context.actor, 'write')) refuse('not-allowed');
  if (!details.draft) redirect(303, draftPath(event, record));
  return { record, draft: details.draft };
}

/** The page of the draft, at one of its parts. */
function draftPath({ locals }: RequestEvent, record: RecordCore, part = ''): string {
  return localPath(locals.locale, `${addressOf(record)}/brouillon${part && `#${part}`}`);
}

/** What follows a change of the draft: its page, where the change is; or the same page, with why not. */
export function saved(event: RequestEvent, result: Result<RecordCore, { code: string }>, part?: string) {
  if (result.ok) redirect(303, draftPath(event, result.value, part));
  const { code } = result.error;
  if (code === 'not-allowed' || code === 'not-found') refuse(code);
  return fail(422, { refusal: code });
}
