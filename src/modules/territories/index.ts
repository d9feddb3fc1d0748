export type { Commune, CommuneCentre, CommuneDirectory, Epci } from './communes.ts';
export { type CommuneQuery, type CommuneResolution, resolveCommune } from './resolve-commune.ts';
export type { Territory } from './territory.ts';
