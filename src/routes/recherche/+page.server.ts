import { readScope, searchScopes } from '#modules/overview/index.ts';
import { searchEverything } from '#modules/overview/index.server.ts';
import { pageAsked } from '../page-asked.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  locals.sameForVisitors = true;
  const { searchParams } = url;
  const typed = searchParams.get('q') ?? '';
  const result = await searchEverything(locals.context, {
    text: typed,
    scope: readScope(searchParams.get('dans')),
    page: pageAsked(searchParams.get('page')),
    locale: locals.locale,
  });
  const { groups } = result;
  return {
    ...result,
    isAsked: typed.trim() !== '',
    total: groups.reduce((sum, group) => sum + group.total, 0),
    parts: searchScopes.flatMap((scope) => groups.find((group) => group.scope === scope) ?? []),
  };
};
