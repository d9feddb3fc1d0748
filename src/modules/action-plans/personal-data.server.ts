import type { PersonalDataPart } from '#kernel/personal-data.ts';
import { renameBearer } from './action-store.server.ts';

/** Who carries an action is typed by anyone; the action itself is a record, told with the others. */
export const actionPersonalData: PersonalDataPart = {
  tell: () => [],
  forget: (inside, { name }, { someone }) => renameBearer(inside, name, someone),
};
