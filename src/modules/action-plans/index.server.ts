export { findAction } from './action-store.server.ts';
export { actionOrigins, listActions } from './list-actions.server.ts';
export { changeStatus, editAction, openAction, undoActionChange, undoable } from './save-action.server.ts';
export { readDemoActions, seedActions } from './seed-actions.server.ts';
