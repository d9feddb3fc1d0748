import { recordFollowed } from '../../follow-shown.server.ts';
import { recordForms } from '../../record-forms.server.ts';
import { recordShown } from '../../record-shown.server.ts';
import { pageAt } from '../page-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { record } = await pageAt(event);
  return {
    ...(await recordShown(event.locals.context, record)),
    follow: await recordFollowed(event, record),
  };
};

export const actions: Actions = recordForms('page', async (event) => (await pageAt(event)).record);
