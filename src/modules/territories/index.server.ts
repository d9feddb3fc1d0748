export { countTerritories, findTerritory, insertTerritory } from './territory-store.server.ts';
