import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { hasRole } from '#kernel/context.ts';
import { understoodQuery } from '#modules/practices/index.ts';
import { askConfirmation, listPractices } from '#modules/practices/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { changeConfirmation, readSettings } from '#modules/territories/index.server.ts';
import { refuse } from '../../refusal.server.ts';
import { today } from '../../today.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

const perPage = 50;

/** What nobody confirmed for a year, unless the address says otherwise: the filters are those of the list. */
function filtersOf({ locals, url }: { locals: App.Locals; url: URL }) {
  // Without the name of a form, and what only says that one was saved.
  const given = [...url.searchParams].filter(([name]) => name !== 'fait' && !name.startsWith('/'));
  const params = new URLSearchParams(given);
  if (!params.get('confirmed_before')) params.set('confirmed_before', oneYearBefore(today(locals)));
  return { params, ...understoodQuery(params) };
}

function oneYearBefore(day: string): string {
  return `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`.replace('-02-29', '-02-28');
}

export const load: PageServerLoad = async ({ locals, url }) => {
  const { context } = locals;
  if (!hasRole(context.actor, 'facilitator')) refuse(locals.person ? 'not-allowed' : 'sign-in-first');
  const { params, query } = filtersOf({ locals, url });
  const list = await listPractices(context, { ...query, sort: 'confirmed', perPage });
  const settings = await readSettings(context);
  params.delete('page');
  return {
    before: params.get('confirmed_before') ?? '',
    search: `?${params}`,
    total: list.total,
    page: list.page,
    pages: list.pages,
    items: list.items.map((item) => ({ ...item, address: addressOf(item) })),
    months: settings.ok ? { value: settings.value.confirmAfterMonths } : null,
  };
};

export const actions: Actions = {
  ask: async ({ locals, url, request }) => {
    const id = String((await request.formData()).get('practice') ?? '') || undefined;
    const { query } = filtersOf({ locals, url });
    const { name, language } = locals.territory;
    const post = { territory: { name, language }, localPath };
    const filters = id === undefined ? query.filters : { id };
    const asked = await askConfirmation(locals.context, filters, post);
    if (!asked.ok) return refuse(asked.error.code);
    return { report: asked.value };
  },
  months: async ({ locals, request }) => {
    const confirmAfterMonths = String((await request.formData()).get('confirmAfterMonths') ?? '');
    const changed = await changeConfirmation(locals.context, { confirmAfterMonths });
    if (changed.ok) redirect(303, localPath(locals.locale, '/pratiques/a-confirmer?fait=1'));
    if (changed.error.code === 'invalid') return fail(422, { monthsError: true });
    return refuse(changed.error.code);
  },
};
