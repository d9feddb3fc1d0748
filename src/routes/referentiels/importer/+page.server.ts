import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import type { Context } from '#kernel/context.ts';
import { parseJson } from '#kernel/tabular/parse-json.ts';
import type { Locale } from '#kernel/translate.ts';
import { translators } from '#messages/index.ts';
import { type FileProblem, can, wordsIn } from '#modules/framework/index.ts';
import {
  findWritten,
  importFramework,
  importIntoDraft,
  markOf,
  previewImport,
} from '#modules/framework/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { refuse } from '../../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals: { context, locale }, url }) => {
  mustWrite(context);
  const into = await draftAsked(context, url);
  return {
    into: into && { title: wordsIn(into.draft.title, locale), shortId: into.record.shortId },
  };
};

export const actions: Actions = {
  read: async ({ locals, request, url }) => {
    const { context, locale, territory } = locals;
    mustWrite(context);
    const into = await draftAsked(context, url);
    const file = (await request.formData()).get('file');
    if (!(file instanceof File) || file.size === 0) return fail(422, { isMissing: true as const });
    const bytes = new Uint8Array(await file.arrayBuffer());
    const read = await previewImport(context, bytes, defaultsIn(locale, territory.name));
    if (read.ok) return { ...read.value, seen: into ? markOf(into.draft) : '' };
    if (read.error.code === 'invalid') return fail(422, { problems: read.error.problems });
    return refuse(read.error.code);
  },

  make: async ({ locals: { context, locale }, request, url }) => {
    mustWrite(context);
    const into = await draftAsked(context, url);
    const form = await request.formData();
    const content = parseJson(String(form.get('content') ?? ''));
    const made = into
      ? await importIntoDraft(context, {
          recordId: into.record.id,
          content,
          seen: String(form.get('seen') ?? ''),
        })
      : await importFramework(context, { content, language: locale });
    if (made.ok) redirect(303, localPath(locale, `${addressOf(made.value)}/brouillon`));
    if (made.error.code === 'draft-changed') return fail(409, { isChanged: true as const });
    if (made.error.code === 'invalid') {
      const problem: FileProblem = { line: null, place: '', code: 'not-a-framework' };
      return fail(422, { problems: [problem] });
    }
    return refuse(made.error.code);
  },
};

function mustWrite({ actor }: Context): void {
  if (!can(actor, 'write')) refuse(actor.personId ? 'not-allowed' : 'sign-in-first');
}

/** The draft that the file is to replace, when the address names one: `?dans=` and the end of its own address. */
async function draftAsked(context: Context, url: URL) {
  const shortId = url.searchParams.get('dans');
  if (shortId === null) return undefined;
  const found = await findWritten(context, { shortId });
  if (!found?.details.draft) refuse('not-found');
  return { record: found.record, draft: found.details.draft };
}

function defaultsIn(locale: Locale, territory: string) {
  const t = translators[locale];
  const scale = (['scale-1', 'scale-2', 'scale-3', 'scale-4'] as const).map((name) => ({
    [locale]: t(`framework.import.${name}`),
  }));
  return {
    title: t('framework.import.untitled'),
    author: territory,
    licence: 'CC BY-SA 4.0',
    language: locale,
    scale,
  };
}
