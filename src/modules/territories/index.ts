export type { Commune, CommuneDirectory } from './communes.ts';
export { communesIn, groupedCommunes, placesCalled } from './places.ts';
export { type Palette, palettes } from './palettes.ts';
export { type CommuneResolution, resolveCommuneIn } from './resolve-commune.ts';
export { type Section, sections } from './sections.ts';
export { mostCommunes, timeZones } from './settings-choices.ts';
export { type SetupStep, setupSteps, stepAfter } from './setup.ts';
export { settingsError } from './settings-words.ts';
export type { Notice, Settings, Territory } from './territory.ts';
