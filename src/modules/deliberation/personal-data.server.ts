import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { PersonalDataPart } from '#kernel/personal-data.ts';
import { deleteLetters } from './letter-store.server.ts';
import {
  consultationIds,
  detachParticipant,
  detachProposals,
  proposalsBy,
  votesUnder,
  weightsUnder,
} from './personal-data-store.server.ts';
import { keyOfPerson } from './take-part.server.ts';

/** What someone proposed and voted: told to them alone, and kept without them when they go. */
export const deliberationPersonalData: PersonalDataPart = {
  tell: (context, { id }) => [
    {
      name: 'proposals',
      columns: ['consultation', 'title', 'reason', 'at'],
      rows: () => proposalsBy(context, id),
    },
    {
      name: 'votes',
      columns: ['consultation', 'proposal', 'vote', 'text', 'college', 'name'],
      rows: async () => votesUnder(context, await keysOf(context, id)),
    },
    {
      name: 'weights',
      columns: ['consultation', 'branch', 'item', 'weight'],
      rows: async () => weightsUnder(context, await keysOf(context, id)),
    },
  ],
  async forget(inside, { id }, { texts }) {
    for (const key of await keysOf(inside, id)) {
      await detachParticipant(inside, key, { nuances: texts });
      await deleteLetters(inside, key);
    }
    await detachProposals(inside, id, { texts });
  },
};

async function keysOf(context: Context, personId: Id): Promise<string[]> {
  const ids = await consultationIds(context);
  return Promise.all(ids.map((id) => keyOfPerson(context.db, id, personId)));
}
