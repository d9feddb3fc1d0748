import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import {
  type Comparison,
  comparePractices,
  describeDifferences,
  mergePractices,
} from '#modules/practices/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { readTopics } from '#modules/records/index.server.ts';
import { refuse } from '../../../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

/** The two practices that the address names, the one to keep first. */
async function comparisonAt({ locals: { context }, url }: RequestEvent): Promise<Comparison> {
  const [kept = '', merged = ''] = (url.searchParams.get('fiches') ?? '').split('-');
  const named = [kept, merged].every((shortId) => /^[0-9a-z]{8}$/.test(shortId));
  const compared = await comparePractices(context, {
    kept: { shortId: named ? kept : '' },
    merged: { shortId: named ? merged : '' },
  });
  if (!compared.ok)
    return refuse(
      context.actor.personId || compared.error.code === 'not-found' ? compared.error.code : 'sign-in-first',
    );
  return compared.value;
}

export const load: PageServerLoad = async (event) => {
  const { kept, merged, states, fields, preferred, licences, contacts } = await comparisonAt(event);
  const topics = await readTopics(event.locals.context);
  const named = (state: typeof states.kept): typeof states.kept => ({
    ...state,
    topicIds: idsOf(state['topicIds']).map((id) => topics.get(id)?.name ?? ''),
  });
  const [own, other] = [named(states.kept), named(states.merged)];
  const changes = Object.fromEntries(
    [...new Set([...Object.keys(own), ...Object.keys(other)])].map((field) => [
      field,
      { before: own[field] ?? null, after: other[field] ?? null },
    ]),
  );
  const differences = await describeDifferences(event.locals.context, changes);
  const described = new Map(differences.map((change) => [change.field, change]));
  return {
    practices: [kept, merged].map(({ record }) => ({
      id: record.id,
      shortId: record.shortId,
      version: record.version,
      title: record.title,
      language: record.language,
      address: addressOf(record),
      source: record.sourceName,
      licence: record.licence,
      confirmedOn: record.confirmedOn,
    })),
    preferred,
    isCombined: 'licence' in licences,
    contacts,
    // What is off, or names only practices that nobody here sees, is as suggested: nothing could be shown of it.
    fields: fields.flatMap((field) => {
      const said = field.fields.flatMap((name) => described.get(name) ?? []);
      const isUnseen = field.name.startsWith('field.') && said.length === 0;
      return isUnseen ? [] : [{ ...field, label: said[0]?.label, changes: said }];
    }),
  };
};

const idsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

export const actions: Actions = {
  default: async (event) => {
    const { kept, merged } = await comparisonAt(event);
    const form = await event.request.formData();
    const read = (name: string) => String(form.get(name) ?? '');
    const choices = Object.fromEntries(
      [...form.keys()]
        .filter((name) => name.startsWith('choice-'))
        .map((name) => [name.slice('choice-'.length), read(name)]),
    );
    const done = await mergePractices(event.locals.context, {
      keptId: kept.record.id,
      keptVersion: Number(read('keptVersion')),
      mergedId: merged.record.id,
      mergedVersion: Number(read('mergedVersion')),
      choices,
      licencesAgreed: read('licences') === 'agreed',
    });
    if (done.ok) redirect(303, `${localPath(event.locals.locale, '/gestion/doublons')}?fait=reunies`);
    const { code } = done.error;
    if (code === 'not-found' || code === 'not-allowed') return refuse(code);
    return fail(code === 'licences' ? 422 : 409, { error: code, choices });
  },
};
