import type { PersonalDataPart } from '#kernel/personal-data.ts';
import { deleteFollows, selectFollows } from '#modules/records/index.server.ts';
import { showFollows } from './follow.server.ts';
import { deleteReader } from './reader-store.server.ts';

/** What someone follows: their own wish, told to nobody else, which goes with them. */
export const newsPersonalData: PersonalDataPart = {
  tell: (context, { id }) => [
    {
      name: 'follows',
      columns: ['title', 'url', 'at'],
      async rows() {
        const follows = await selectFollows(context, id);
        const shown = await showFollows(context, { follows, locale: 'fr' });
        return shown.map(({ title, address, since }) => ({
          title: title ?? '',
          url: address === null ? '' : context.origin + address,
          at: since.toISOString(),
        }));
      },
    },
  ],
  async forget(inside, { id }) {
    await deleteFollows(inside, id);
    await deleteReader(inside, id);
  },
};
