import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { mapFonts } from '#kernel/map/map-style.ts';
import type { Purpose } from '../practice.ts';
import { areaLayer, clusterLayer, pointLayer, practiceSource } from './map-point.ts';

/** The colours of the page, so that the map and its legend are of one piece. */
export interface MapPalette extends Record<Purpose | 'unknown', string> {
  /** Behind circles and numbers. */
  surface: string;
  cluster: string;
  clusterInk: string;
  focus: string;
}

/** The ring around the practice that the reader points at in the list, and along what it covers; none until told which. */
export const pointedLayers = ['pointed-area', 'pointed'] as const;

/**
 * The layers that draw practices above the basemap: what they cover, then practices by purpose, then clusters with their
 * number.
 */
export function practiceLayers(palette: MapPalette): LayerSpecification[] {
  return [
    ...areas(palette),
    pointed(palette),
    points(palette),
    aggregateCounts(palette),
    clusters(palette),
    clusterCounts(palette),
  ];
}

/** Shows the ring around the practice of that id, around none for ''. */
export function isPointed(id: string): ['==', ['get', string], string] {
  return ['==', ['get', 'id'], id];
}

function colourOf(palette: MapPalette): ExpressionSpecification {
  return [
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
}

/** Drawn areas are tinted; outlines that are only about right are dashed, and tint nothing. */
function areas(palette: MapPalette): LayerSpecification[] {
  const isDrawn: ExpressionSpecification = ['==', ['get', 'kind'], 'drawn'];
  const shared = { source: practiceSource, 'source-layer': areaLayer } as const;
  const line = { 'line-color': colourOf(palette), 'line-width': 2 } as const;
  return [
    {
      ...shared,
      id: areaLayer,
      type: 'fill',
      paint: { 'fill-color': colourOf(palette), 'fill-opacity': ['case', isDrawn, 0.16, 0] },
    },
    { ...shared, id: 'area-lines', type: 'line', filter: isDrawn, paint: line },
    {
      ...shared,
      id: 'area-about-lines',
      type: 'line',
      filter: ['!', isDrawn],
      paint: { ...line, 'line-width': 1.6, 'line-dasharray': [3, 2.5] },
    },
    {
      ...shared,
      id: pointedLayers[0],
      type: 'line',
      filter: isPointed(''),
      paint: { 'line-color': palette.focus, 'line-width': 4 },
    },
  ];
}

function points(palette: MapPalette): LayerSpecification {
  const colour = colourOf(palette);
  const isIdea: ExpressionSpecification = ['==', ['get', 'status'], 'idea'];
  return {
    id: pointLayer,
    type: 'circle',
    source: practiceSource,
    'source-layer': pointLayer,
    paint: {
      'circle-radius': [
        'interpolate',
        ['linear'],
        ['zoom'],
        6,
        ['case', isAggregate, 12, 6],
        14,
        ['case', isAggregate, 15, 9],
      ],
      'circle-color': ['case', isIdea, palette.surface, colour],
      'circle-stroke-color': ['case', isIdea, colour, palette.surface],
      'circle-stroke-width': ['case', isIdea, 3, 2],
    },
  };
}

function pointed(palette: MapPalette): LayerSpecification {
  return {
    id: pointedLayers[1],
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

/** A record that stands for several says how many inside its circle: it is no single organisation. */
const isAggregate: ExpressionSpecification = ['>', ['coalesce', ['get', 'count'], 0], 1];

function aggregateCounts(palette: MapPalette): LayerSpecification {
  return {
    id: 'aggregate-counts',
    type: 'symbol',
    source: practiceSource,
    'source-layer': pointLayer,
    filter: isAggregate,
    layout: {
      'text-field': ['concat', '×', ['to-string', ['get', 'count']]],
      'text-font': mapFonts.bold,
      'text-size': 11,
      'text-allow-overlap': true,
    },
    paint: { 'text-color': palette.clusterInk },
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
