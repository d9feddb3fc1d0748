import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import type { Context } from '#kernel/context.ts';
import { storableLine } from '#kernel/storable-text.ts';
import { can, wordsIn } from '#modules/framework/index.ts';
import { findFrameworkVersion, listFrameworks, startFramework } from '#modules/framework/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { refuse } from '../../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals: { context, locale }, url }) => {
  if (!can(context.actor, 'write')) refuse(context.actor.personId ? 'not-allowed' : 'sign-in-first');
  const frameworks = await listFrameworks(context);
  return {
    chosen: url.searchParams.get('depuis') ?? '',
    starts: frameworks.map(({ version: { id, number, content } }) => ({
      id,
      number,
      title: wordsIn(content.title, locale),
      description: wordsIn(content.description, locale),
      startingPoint: content.startingPoint,
    })),
  };
};

async function contentOf(context: Context, from: string) {
  const framework = from === '' ? undefined : await findFrameworkVersion(context, from);
  return framework && { content: framework.version.content };
}

export const actions: Actions = {
  default: async ({ locals: { context, locale }, request }) => {
    if (!can(context.actor, 'write')) refuse('not-allowed');
    const form = await request.formData();
    const title = storableLine(String(form.get('title') ?? ''));
    const chosen = String(form.get('from') ?? '');
    const from = await contentOf(context, chosen);
    const started = await startFramework(context, { title, language: locale, ...(from && { from }) });
    if (started.ok) redirect(303, localPath(locale, `${addressOf(started.value)}/brouillon`));
    if (started.error.code === 'no-title') return fail(422, { title, chosen });
    return refuse(started.error.code);
  },
};
