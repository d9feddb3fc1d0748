import type { PersonalDataPart } from '#kernel/personal-data.ts';
import { choicesBy } from './chosen-lever-store.server.ts';

/** The levers that someone chose after an evaluation. A choice is the territory's: it stays, by nobody in particular. */
export const knowledgePersonalData: PersonalDataPart = {
  tell: (context, { id }) => [
    { name: 'choices', columns: ['record', 'text', 'at'], rows: () => choicesBy(context, id) },
  ],
  forget: async () => undefined,
};
