import { can, consultationFormOf, readConsultationForm } from '#modules/deliberation/index.ts';
import { editConsultation } from '#modules/deliberation/index.server.ts';
import { editForm, editShown } from '../../../record-edit.server.ts';
import { refuse } from '../../../refusal.server.ts';
import { consultationAt } from '../../consultation-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const consultation = await consultationAt(event);
  const shown = await editShown(event.locals.context, consultation.record);
  if (!can(event.locals.context.actor, 'run')) refuse('not-allowed');
  return { ...shown, values: consultationFormOf(consultation) };
};

export const actions: Actions = {
  default: editForm({
    at: consultationAt,
    read: readConsultationForm,
    formOf: consultationFormOf,
    save: (event, edit) => editConsultation(event.locals.context, edit),
  }),
};
