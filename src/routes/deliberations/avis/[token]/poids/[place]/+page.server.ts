import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { type Stated, placesIn, shareOut } from '#modules/deliberation/index.ts';
import { readOwnWeights, stateWeights } from '#modules/deliberation/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { refuse } from '../../../../../refusal.server.ts';
import { participantOrWayIn } from '../../../../participant-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

/** The branch that the address names, as whoever comes by it finds it. */
async function branchAt(event: RequestEvent) {
  const { consultation, participant } = await participantOrWayIn(event);
  const own = await readOwnWeights(event.locals.context, consultation, participant);
  const place = Number(event.params['place']);
  const branch = own.branches[place - 1];
  if (!branch?.method) return refuse('not-found');
  return { ...own, consultation, participant, place, branch: { ...branch, method: branch.method } };
}

function pathOf(event: RequestEvent, place?: number) {
  const own = `/deliberations/avis/${event.params['token'] ?? ''}/poids`;
  return localPath(event.locals.locale, place === undefined ? own : `${own}/${place}`);
}

export const load: PageServerLoad = async (event) => {
  event.setHeaders({ 'cache-control': 'no-store' });
  const { consultation, branches, branch, place, state } = await branchAt(event);
  if (state !== 'open') redirect(303, pathOf(event));
  const { record } = consultation;
  // The best and the worst are chosen before the others are compared with them.
  const chosen = ['best', 'worst'].flatMap((name) => {
    const value = event.url.searchParams.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return {
    consultation: { title: record.title, language: record.language, address: addressOf(record) },
    labels: placesIn(consultation.branches, event.locals.locale),
    branch: { id: branch.id, method: branch.method, said: branch.said, doubt: branch.doubt },
    ids: branch.items.map(({ id }) => id),
    typed:
      chosen.length > 0
        ? { ...branch.stated, best: '', worst: '', ...Object.fromEntries(chosen) }
        : branch.stated,
    isChosen: chosen.length === 2,
    progress: { done: place - 1, total: branches.length },
  };
};

async function typedIn({ request }: RequestEvent): Promise<Stated> {
  const form = await request.formData();
  return Object.fromEntries(
    [...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

/** Keeps what was typed, then leads to what is still asked; back to the same when it contradicts itself. */
async function keep(event: RequestEvent, typed: Stated | null) {
  const { branch, participant, place, branches } = await branchAt(event);
  const done = await stateWeights(event.locals.context, participant, { branch: branch.id, typed });
  if (!done.ok) {
    const { error } = done;
    if (error.code === 'weights-not-understood') return fail(422, { typed: typed ?? {}, refused: error });
    if (error.code === 'consultation-closed') redirect(303, pathOf(event));
    return refuse(error.code === 'removed' ? 'not-allowed' : 'not-found');
  }
  if (done.value.doubt) redirect(303, `${pathOf(event, place)}#doubt`);
  const next = branches.findIndex(
    ({ id, said, method }) =>
      id !== branch.id && method !== null && (said === 'nothing' || said === 'former'),
  );
  return redirect(303, pathOf(event, next === -1 ? undefined : next + 1));
}

export const actions: Actions = {
  save: async (event) => keep(event, await typedIn(event)),
  none: async (event) => keep(event, null),
  share: async (event) => {
    const { branch } = await branchAt(event);
    const typed = await typedIn(event);
    const ids = branch.items.map(({ id }) => id);
    const shared = shareOut(ids, typed);
    return shared.ok ? { typed: shared.value, shared: true } : fail(422, { typed, refused: shared.error });
  },
};
