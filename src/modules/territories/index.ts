export type { Commune, CommuneDirectory } from './communes.ts';
export { type CommuneGroup, type Place, groupedCommunes, placesCalled, sumOf } from './places.ts';
export { type CommuneResolution, resolveCommuneIn } from './resolve-commune.ts';
export { type Section, sections } from './sections.ts';
export { mostCommunes, timeZones } from './settings-choices.ts';
export { type SetupStep, setupSteps, stepAfter } from './setup.ts';
export type { Notice, Territory } from './territory.ts';
