export type { Territory } from './territory.ts';
