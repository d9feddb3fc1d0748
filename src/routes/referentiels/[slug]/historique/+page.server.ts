import { translators } from '#messages/index.ts';
import { can, draftTeller } from '#modules/framework/index.ts';
import {
  findFramework,
  findWritten,
  titlesEverGiven,
  undoFrameworkChange,
} from '#modules/framework/index.server.ts';
import { atAddress } from '../../../record-address.server.ts';
import { historyShown, undoForm } from '../../../record-history.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { context, locale } = event.locals;
  const found = await atAddress(event, 'framework', findWritten);
  const last = await findFramework(context, found.record);
  const contents = [found.details.draft, last?.version.content].flatMap((content) => content ?? []);
  const mayRead = can(context.actor, 'read-draft');
  return {
    ...(await historyShown(context, found.record, {
      // What is being written is for those who may read drafts; that something was published, and when, is for everyone.
      isTold: ({ action }) => mayRead || !/\.(changed|change-undone|draft-begun)$/.test(action),
      ...(mayRead && {
        tellOwn: async () =>
          draftTeller(translators[locale], locale, {
            contents,
            once: await titlesEverGiven(context, found.record.id),
          }),
      }),
    })),
    mayUndo: can(context.actor, 'write'),
  };
};

export const actions: Actions = {
  default: undoForm(
    async (event) => (await atAddress(event, 'framework', findWritten)).record,
    undoFrameworkChange,
  ),
};
