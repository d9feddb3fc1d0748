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
  findTerritory,
  insertTerritory,
} from './territory-store.server.ts';
