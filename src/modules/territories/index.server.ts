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
  findTerritory,
  insertTerritory,
  takeFirstTurn,
  territoryIds,
} from './territory-store.server.ts';
export { type TerritoryDirectory, createTerritoryDirectory } from './territory-directory.server.ts';
