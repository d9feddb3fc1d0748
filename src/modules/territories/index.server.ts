export { addCommunes, removeCommunes } from './change-communes.server.ts';
export {
  type SettingsRefusal,
  changeColours,
  changeConfirmation,
  changeIdentity,
  changeNotice,
  changeSections,
  passSteps,
  undoSettingsChange,
} from './change-settings.server.ts';
export {
  communesOfEpci,
  findCommuneByCode,
  findCommunesByName,
  loadCommunes,
  resolveCommune,
} from './communes.server.ts';
export {
  communesOfTerritory,
  countTerritories,
  findTerritoryName,
  findTerritorySigns,
  findTerritory,
  insertTerritory,
  isDemonstration,
  takeFirstTurn,
  territoryIds,
} from './territory-store.server.ts';
export { type TerritoryDirectory, createTerritoryDirectory } from './territory-directory.server.ts';
export { readSettings, readSettingsHistory } from './read-settings.server.ts';
export { type SettingsForm, settingsMark } from './settings-mark.server.ts';
export { readConfirmAfter, readNotice, writingDefaults } from './settings-store.server.ts';
