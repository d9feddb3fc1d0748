export type { Commune, CommuneDirectory } from './communes.ts';
export { type CommuneResolution, resolveCommuneIn } from './resolve-commune.ts';
export type { Territory } from './territory.ts';
