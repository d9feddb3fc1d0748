import type {
  LayerSpecification,
  StyleSpecification,
  VariableAnchorOffsetCollectionSpecification,
} from 'maplibre-gl';
import type { MapTheme } from './map-theme.ts';

interface Palette {
  sea: string;
  land: string;
  coast: string;
  border: string;
  town: string;
  halo: string;
}

/** Paper and ink: the practices drawn above must be the only strong colours. */
const palettes: Record<MapTheme, Palette> = {
  light: {
    sea: '#dfe8e4',
    land: '#faf5e9',
    coast: '#b3ab93',
    border: '#b09c7c',
    town: '#5c5546',
    halo: '#faf5e9',
  },
  dark: {
    sea: '#171d1e',
    land: '#2a2722',
    coast: '#4d483c',
    border: '#6d6350',
    town: '#bdb39d',
    halo: '#2a2722',
  },
};

/**
 * Fonts of the reader's own device, the first one that is there: without `glyphs` in the style, MapLibre draws
 * letters itself, and nothing is fetched. It reads the weight from the first name, which is no font.
 */
export const mapFonts = { regular: ['system-ui', 'sans-serif'], bold: ['Bold', 'system-ui', 'sans-serif'] };

/** Where a name may stand around its town, in widths of a letter: close, else clear of a circle drawn over the town. */
const aroundTown: VariableAnchorOffsetCollectionSpecification = [...anchorsAt(0.4), ...anchorsAt(1.5)];

/** The name of the basemap among the sources of the style. */
export const basemapSource = 'basemap';

/** Tells the towns among what the basemap holds. */
export const isTown = layerIs('town');

/**
 * The style of the shipped basemap for MapLibre, which draws land, borders and towns. `basemapPath` is a path of
 * our own site; nothing else is fetched: no glyph, no sprite, no third party.
 */
export function mapStyle({
  theme,
  basemapPath,
}: {
  theme: MapTheme;
  basemapPath: string;
}): StyleSpecification {
  const palette = palettes[theme];
  return {
    version: 8,
    sources: { [basemapSource]: { type: 'geojson', data: basemapPath, maxzoom: 12, tolerance: 0.3 } },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': palette.sea } },
      ...landLayers(palette),
      ...townLayers(palette),
    ],
  };
}

function landLayers({ land, coast, border }: Palette): LayerSpecification[] {
  return [
    {
      id: 'land',
      type: 'fill',
      source: basemapSource,
      filter: layerIs('land'),
      paint: { 'fill-color': land },
    },
    {
      id: 'coast',
      type: 'line',
      source: basemapSource,
      filter: layerIs('land'),
      layout: { 'line-join': 'round' },
      paint: { 'line-color': coast, 'line-width': ['interpolate', ['linear'], ['zoom'], 3, 0.6, 10, 1.4] },
    },
    {
      id: 'border',
      type: 'line',
      source: basemapSource,
      filter: layerIs('border'),
      paint: { 'line-color': border, 'line-width': 1.2, 'line-dasharray': [3, 2] },
    },
  ];
}

function townLayers({ town, halo, coast }: Palette): LayerSpecification[] {
  return [
    {
      id: 'town-mark',
      type: 'circle',
      source: basemapSource,
      filter: isTown,
      minzoom: 8,
      paint: { 'circle-radius': 1.8, 'circle-color': coast },
    },
    {
      id: 'town',
      type: 'symbol',
      source: basemapSource,
      filter: isTown,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': [
          'step',
          ['get', 'population'],
          ['literal', mapFonts.regular],
          30_000,
          ['literal', mapFonts.bold],
        ],
        'text-size': ['interpolate', ['linear'], ['log10', ['get', 'population']], 3, 11, 5, 14, 6.5, 17],
        'text-variable-anchor-offset': aroundTown,
        'text-padding': 6,
        'text-max-width': 8,
        'symbol-sort-key': ['-', ['get', 'population']],
      },
      paint: { 'text-color': town, 'text-halo-color': halo, 'text-halo-width': 1.4 },
    },
  ];
}

function layerIs(name: string): ['==', ['get', string], string] {
  return ['==', ['get', 'layer'], name];
}

function anchorsAt(distance: number): VariableAnchorOffsetCollectionSpecification {
  return ['top', [0, distance], 'bottom', [0, -distance], 'left', [distance, 0], 'right', [-distance, 0]];
}
