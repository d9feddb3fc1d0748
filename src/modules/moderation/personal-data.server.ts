import type { PersonalDataPart } from '#kernel/personal-data.ts';
import { forgetReportsBy, reportsBy } from './report-store.server.ts';

/** What someone reported and was not answered yet: once it is, nothing tells who reported. */
export const moderationPersonalData: PersonalDataPart = {
  tell: (context, { emails }) => [
    {
      name: 'reports',
      columns: ['record', 'reason', 'text', 'at'],
      rows: () => reportsBy(context, emails),
    },
  ],
  forget: (inside, { emails }, { texts }) => forgetReportsBy(inside, emails, texts),
};
