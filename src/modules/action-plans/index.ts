export { type Action, actionStatuses, can, isLate } from './action.ts';
export { actionError, actionWords } from './action-words.ts';
export { readActionQuery } from './action-filters.ts';
export {
  type ActionFormValues,
  actionFormFields,
  actionFormOf,
  emptyActionForm,
  readActionForm,
} from './action-form.ts';
