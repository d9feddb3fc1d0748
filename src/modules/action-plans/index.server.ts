export { findAction } from './action-store.server.ts';
export { actionOrigins, listActions, newestActions } from './list-actions.server.ts';
export { changeStatus, editAction, openAction, undoActionChange } from './save-action.server.ts';
export { actionPersonalData } from './personal-data.server.ts';
