import {
  Map as MapLibre,
  setWorkerUrl,
  type GeoJSONFeature,
  type PointLike,
  type VectorTileSource,
} from 'maplibre-gl';
import { workerUrl } from 'virtual:maplibre-worker';
import { surroundingsOf, type Bounds, type Position } from '#kernel/map/bounds.ts';
import { basemapSource, isTown } from '#kernel/map/map-style.ts';
import {
  readInView,
  toPoint,
  type DrawnFeature,
  type InView,
  type PointInView,
  type Surroundings,
} from './in-view.ts';
import { areaLayer, clusterLayer, deepestTile, pointLayer, practiceSource } from './map-point.ts';
import { isPointed, pointedLayers, practiceLayers, type MapPalette } from './practice-layers.ts';

export interface MapCanvasOptions {
  container: HTMLElement;
  /** Address of the basemap's style. */
  styleUrl: string;
  /** Address of the tiles of practices, with {z}, {x} and {y}. */
  tilesUrl: string;
  territory: Bounds;
  /** What is shown first. */
  first: Bounds;
  palette: MapPalette;
  locale: string;
  /** Said of the map by assistive technology, and shown to fingers on a phone. */
  words: { region: string; twoFingers: string };
  onView: (view: InView) => void;
  /** Practices under a click, none when it fell beside. */
  onSelect: (points: PointInView[]) => void;
  onTrouble: () => void;
}

/** What the page may ask of the drawn map. */
export interface MapCanvas {
  zoomIn(): void;
  zoomOut(): void;
  showAll(): void;
  open(place: { position: Position; opensAt: number }): void;
  /** Puts a ring around a practice and what it covers, around none for ''. */
  point(id: string): void;
  /** Draws other practices: those of that address. */
  showTiles(tilesUrl: string): void;
  restyle(styleUrl: string, palette: MapPalette): void;
  remove(): void;
}

/** Pixels around a click in which a practice still counts as clicked: a fingertip. */
const fingertip = 12;

const margin = 36;

/** Half the distance at which practices become one circle, and a little more, in pixels. */
const clusterReach = 30;

/** Pixels around the world at zoom level 0, as MapLibre counts them. */
const worldWidth = 512;

/** One practice alone is shown with its surroundings. */
const closestAtFirst = 12;

/** Closer than this, the basemap has nothing left to show. */
const closest = 17;

/**
 * Draws the map into its container. Throws when the device has no WebGL 2.
 * Nothing turns or tilts: north is up, and every gesture has its key (arrows, + and −).
 */
export function createMapCanvas(options: MapCanvasOptions): MapCanvas {
  setWorkerUrl(workerUrl);
  const map = new MapLibre({
    container: options.container,
    style: options.styleUrl,
    bounds: [...options.first],
    fitBoundsOptions: { padding: margin, maxZoom: closestAtFirst },
    maxBounds: [...surroundingsOf(options.territory)],
    maxZoom: closest,
    maxPitch: 0,
    dragRotate: false,
    touchPitch: false,
    boxZoom: false,
    renderWorldCopies: false,
    attributionControl: false,
    cooperativeGestures: window.matchMedia('(pointer: coarse)').matches,
    locale: {
      'Map.Title': options.words.region,
      'CooperativeGesturesHandler.MobileHelpText': options.words.twoFingers,
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();

  let { palette, tilesUrl } = options;
  map.on('style.load', () => addPractices(map, tilesUrl, palette));
  map.on('error', options.onTrouble);
  map.on('idle', () => options.onView(look(map, options.locale)));
  listenToClicks(map, options.onSelect);

  return {
    zoomIn: () => map.zoomIn(),
    zoomOut: () => map.zoomOut(),
    showAll: () => map.fitBounds([...options.territory], { padding: margin, maxZoom: closestAtFirst }),
    open: (place) => open(map, place),
    point(id) {
      // While another style is on its way the layer is not there.
      for (const layer of pointedLayers) if (map.getLayer(layer)) map.setFilter(layer, isPointed(id));
    },
    showTiles(newTilesUrl) {
      if (newTilesUrl === tilesUrl) return;
      tilesUrl = newTilesUrl;
      map.getSource<VectorTileSource>(practiceSource)?.setTiles([tilesUrl]);
    },
    restyle(styleUrl, newPalette) {
      palette = newPalette;
      map.setStyle(styleUrl, { diff: false });
    },
    remove: () => map.remove(),
  };
}

function addPractices(map: MapLibre, tilesUrl: string, palette: MapPalette): void {
  map.addSource(practiceSource, { type: 'vector', tiles: [tilesUrl], maxzoom: deepestTile });
  for (const layer of practiceLayers(palette)) map.addLayer(layer);
}

function look(map: MapLibre, locale: string): InView {
  const drawn = {
    points: map.queryRenderedFeatures({ layers: [pointLayer] }).map(drawnFeature),
    clusters: map.queryRenderedFeatures({ layers: [clusterLayer] }).map(drawnFeature),
    areas: map.queryRenderedFeatures({ layers: [areaLayer] }),
  };
  return readInView(drawn, surroundingsIn(map), locale);
}

function surroundingsIn(map: MapLibre): Surroundings {
  const towns = map.querySourceFeatures(basemapSource, { filter: isTown }).map((feature) => ({
    name: String(feature.properties['name']),
    population: Number(feature.properties['population']),
    position: drawnFeature(feature).position,
  }));
  return { towns, reach: (clusterReach * 360) / (worldWidth * 2 ** map.getZoom()) };
}

function drawnFeature({ properties, geometry }: GeoJSONFeature): DrawnFeature {
  if (geometry.type !== 'Point') throw new Error('Only points are asked for.');
  const [lng = 0, lat = 0] = geometry.coordinates;
  return { properties, position: [lng, lat] };
}

function open(
  map: MapLibre,
  { position: [lng, lat], opensAt }: { position: Position; opensAt: number },
): void {
  map.easeTo({ center: [lng, lat], zoom: Math.min(opensAt + 0.3, closest) });
}

function listenToClicks(map: MapLibre, onSelect: MapCanvasOptions['onSelect']): void {
  map.on('click', ({ point: { x, y } }) => {
    const around: [PointLike, PointLike] = [
      [x - fingertip, y - fingertip],
      [x + fingertip, y + fingertip],
    ];
    const [cluster] = map.queryRenderedFeatures([x, y], { layers: [clusterLayer] }).map(drawnFeature);
    if (cluster) open(map, { position: cluster.position, opensAt: Number(cluster.properties['opensAt']) });
    const found = map.queryRenderedFeatures(around, { layers: [pointLayer] });
    // What covers the place is meant where no point is.
    const meant = found.length > 0 ? found : map.queryRenderedFeatures([x, y], { layers: [areaLayer] });
    const points = meant.map(({ properties }) => toPoint(properties));
    const distinct = new Map(points.map((point) => [point.id, point]));
    onSelect(cluster ? [] : [...distinct.values()]);
  });
  for (const layer of [clusterLayer, pointLayer]) {
    map.on('mouseenter', layer, () => map.getCanvas().classList.add('over-practice'));
    map.on('mouseleave', layer, () => map.getCanvas().classList.remove('over-practice'));
  }
}
