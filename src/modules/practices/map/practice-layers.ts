import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { mapFonts } from '#kernel/map/map-style.ts';
import type { Purpose } from '../practice.ts';
import { clusterLayer, pointLayer, practiceSource } from './map-point.ts';

/** The colours of the page, so that the map and its legend are of one piece. */
export interface MapPalette extends Record<Purpose | 'unknown', string> {
  /** Behind circles and numbers. */
  surface: string;
  cluster: string;
  clusterInk: string;
  focus: string;
}

/** The ring around the practice that the reader points at in the list; it shows none until it is told which. */
export const pointedLayer = 'pointed';

/** The layers that draw practices above the basemap: clusters with their number, and practices by purpose. */
export function practiceLayers(palette: MapPalette): LayerSpecification[] {
  return [pointed(palette), points(palette), clusters(palette), clusterCounts(palette)];
}

/** Shows the ring around the practice of that id, around none for ''. */
export function isPointed(id: string): ['==', ['get', string], string] {
  return ['==', ['get', 'id'], id];
}

function points(palette: MapPalette): LayerSpecification {
  const colour: ExpressionSpecification = [
    'match',
    ['get', 'purpose'],
    'redistribution',
    palette.redistribution,
    'sharing',
    palette.sharing,
    'organisation',
    palette.organisation,
    palette.unknown,
  ];
  const isIdea: ExpressionSpecification = ['==', ['get', 'status'], 'idea'];
  return {
    id: pointLayer,
    type: 'circle',
    source: practiceSource,
    'source-layer': pointLayer,
    paint: {
      'circle-radius': ['interpolate', ['linear'], ['zoom'], 6, 6, 14, 9],
      'circle-color': ['case', isIdea, palette.surface, colour],
      'circle-stroke-color': ['case', isIdea, colour, palette.surface],
      'circle-stroke-width': ['case', isIdea, 3, 2],
    },
  };
}

function pointed(palette: MapPalette): LayerSpecification {
  return {
    id: pointedLayer,
    type: 'circle',
    source: practiceSource,
    'source-layer': pointLayer,
    filter: isPointed(''),
    paint: {
      'circle-radius': ['interpolate', ['linear'], ['zoom'], 6, 13, 14, 16],
      'circle-opacity': 0,
      'circle-stroke-color': palette.focus,
      'circle-stroke-width': 3,
    },
  };
}

function clusters(palette: MapPalette): LayerSpecification {
  return {
    id: clusterLayer,
    type: 'circle',
    source: practiceSource,
    'source-layer': clusterLayer,
    paint: {
      // Its area grows with the logarithm of the number: 2 practices 15 px, 100 practices 21 px, 10,000 27 px.
      'circle-radius': ['+', 14, ['*', 3.3, ['log10', ['get', 'count']]]],
      'circle-color': palette.cluster,
      'circle-stroke-color': palette.surface,
      'circle-stroke-width': 2.5,
    },
  };
}

function clusterCounts(palette: MapPalette): LayerSpecification {
  const count: ExpressionSpecification = ['get', 'count'];
  return {
    id: 'cluster-counts',
    type: 'symbol',
    source: practiceSource,
    'source-layer': clusterLayer,
    layout: {
      'text-field': [
        'case',
        ['<', count, 10_000],
        ['to-string', count],
        ['concat', ['to-string', ['round', ['/', count, 1000]]], ' k'],
      ],
      'text-font': mapFonts.bold,
      'text-size': 13,
      'text-allow-overlap': true,
      // Keeps the names of towns from under the circle.
      'text-padding': 14,
    },
    paint: { 'text-color': palette.clusterInk },
  };
}
