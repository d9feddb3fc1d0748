import { localPath } from '#app/locale.ts';
import { licenceName } from '#kernel/ui/licence-name.ts';
import { translators } from '#messages/index.ts';
import { factText, practiceSorts } from '#modules/practices/index.ts';
import { addressOf } from '#modules/records/index.ts';
import { coversOf } from '#modules/records/index.server.ts';
import { listFollowed } from '../follow-shown.server.ts';
import { justTakenAway } from '../record-forms.server.ts';
import { listShown, searchOf } from './practice-list.server.ts';
import { pageViews, practiceViews } from './practice-views.ts';
import type { PageServerLoad } from './$types.d.ts';

/** The most that one page for print holds. */
const mostPrinted = 500;

export const load: PageServerLoad = async ({ locals, url }) => {
  const params = new URLSearchParams(url.searchParams);
  params.delete('retiree');
  const view = pageViews.find((one) => one === params.get('view')) ?? 'cards';
  params.delete('view');
  // What is printed says on which day.
  locals.sameForVisitors = !url.searchParams.has('retiree') && view !== 'print';
  const whole = view === 'print' ? { page: 1, perPage: mostPrinted } : {};
  const { list, query, filters, instead, ignored, search } = await listShown({ locals, params }, whole);
  const covers = view === 'cards' ? await coversOf(locals.context, list.items) : new Map();
  const { context, locale } = locals;
  const t = translators[locale];
  return {
    total: list.total,
    page: list.page,
    pages: list.pages,
    isCut: list.isCut,
    resembling: list.resembling,
    items: list.items.map(({ facts, ...item }) => ({
      ...item,
      says: facts.map((fact) => t('own-fields.says', { label: fact.label, text: factText(fact, locale) })),
      licence: licenceName(item.licence),
      address: addressOf(item),
      cover: covers.get(item.id),
    })),
    view,
    views: practiceViews(t, { path: localPath(locale, '/pratiques'), search, view }),
    filters: {
      ...filters,
      chips: filters.chips.map((chip) => ({ ...chip, href: withView(chip.href, view) })),
    },
    instead: instead.map((chip) => ({ ...chip, href: withView(chip.href, view) })),
    ignored,
    search,
    sort: query.sort,
    /** What was chosen; nothing where the usual order is. */
    sortChosen: params.get('sort') ?? '',
    sorts: practiceSorts.filter(
      (sort) =>
        (sort !== 'relevance' || query.filters.q !== undefined) &&
        (sort !== 'nearest' || query.near !== undefined),
    ),
    near: list.items.some(({ km }) => km !== undefined) ? filters.near.label : '',
    follow: await listFollowed({ locals, url }, '/pratiques', new URLSearchParams(search)),
    takenAway: justTakenAway(locals, 'practice', url),
    fullAddress: `${context.origin}${localPath(locale, '/pratiques')}${search}`,
    madeAt: context.clock.now(),
    mayImport: context.actor.role === 'facilitator' || context.actor.role === 'owner',
  };
};

function withView(href: string, view: string): string {
  const params = new URLSearchParams(href);
  if (view !== 'cards') params.set('view', view);
  return searchOf(params) || '?';
}
