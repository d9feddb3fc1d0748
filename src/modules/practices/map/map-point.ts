import type { Purpose, Status } from '../practice.ts';

/** A practice as the map knows it. */
export interface MapPoint {
  id: string;
  title: string;
  /** BCP 47 language of the title. */
  language: string;
  /** Path of its page, without the prefix of the interface language. */
  address: string;
  purpose: Purpose | null;
  status: Status;
  /** Of a record that stands for several, how many; null for one practice. */
  count: number | null;
}

/** How sure an outline is: drawn by somebody, or worked out from where its communes are. */
export type OutlineKind = 'drawn' | 'about';

/** The source and the layers of the tiles of practices. */
export const practiceSource = 'practices';
export const clusterLayer = 'clusters';
export const pointLayer = 'points';
export const areaLayer = 'areas';

/** From this zoom level on, each practice is drawn by itself; MapLibre enlarges these tiles for closer views. */
export const deepestTile = 15;
