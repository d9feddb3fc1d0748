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
}

/** The source and the layers of the tiles of practices. */
export const practiceSource = 'practices';
export const clusterLayer = 'clusters';
export const pointLayer = 'points';

/** From this zoom level on, each practice is drawn by itself; MapLibre enlarges these tiles for closer views. */
export const deepestTile = 15;
