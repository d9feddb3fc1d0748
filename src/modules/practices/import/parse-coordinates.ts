import { parseGeometry } from './formats/parse-geometry.ts';
import { representativePoint } from './formats/geometry.ts';

/** Minus signs, spaces and primes as people and programs write them. */
function tidy(text: string): string {
  return text
    .replaceAll(/[−–]/g, '-')
    .replaceAll(/[\s\u00A0\u202F]+/g, ' ')
    .replaceAll(/[’′`´]/g, "'")
    .trim();
}

/** What is longer is a text: looking for a coordinate in it would take seconds. */
const longest = 300;

const decimal = /^([-+]?\d+(?:[.,]\d+)?(?:[eE][-+]?\d{1,2})?)\s*°?$/;
/** Degrees, minutes that may have decimals, seconds: `47° 39' 6"`, `47°39.106`. */
const sexagesimal =
  /^(\d{1,3})\s*°\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:'|$)\s*)?(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:"|”|″|'')\s*)?$/;

/**
 * Reads one coordinate: decimal point or comma, degrees, minutes and seconds, with N, S, E, O or W before or after;
 * or metres, with spaces between thousands. Null when it is none.
 *
 * @example parseCoordinate('1° 40\' 46" O') // -1.6794…
 */
export function parseCoordinate(text: string): number | null {
  if (text.length > longest) return null;
  const [, before = '', middle = '', after = ''] =
    /^([NSEOW]?)\s*(.*?)\s*([NSEOW]?)$/i.exec(tidy(text)) ?? [];
  const value = parseUnsigned(middle);
  if (value === null) return null;
  const side = (before || after).toUpperCase();
  return side === 'S' || side === 'O' || side === 'W' ? -Math.abs(value) : value;
}

function parseUnsigned(text: string): number | null {
  const number = decimal.exec(text.replaceAll(/(?<=\d) (?=\d{3}(\D|$))/g, ''))?.[1];
  if (number) return Number(number.replace(',', '.'));
  const [, sign = '', unsigned = ''] = /^([-+]?)(.*)$/.exec(text) ?? [];
  const [, degrees, minutes = '0', seconds = '0'] = sexagesimal.exec(unsigned) ?? [];
  const [inMinutes, inSeconds] = [minutes, seconds].map((part) => Number(part.replace(',', '.')));
  if (!degrees || inMinutes === undefined || inSeconds === undefined || inMinutes >= 60) return null;
  return (Number(degrees) + inMinutes / 60 + inSeconds / 3600) * (sign === '-' ? -1 : 1);
}

interface Pair {
  /** As written; which is which depends on `order`. */
  first: number;
  second: number;
  /** Standard formats begin with the longitude (or x), people with the latitude. */
  order: 'lat-lng' | 'lng-lat';
}

/**
 * Reads a cell that holds both coordinates: `47.65|-2.08`, `47,65 ; -2,08`, `(47.65, -2.08)`, `{"lat": 47.65,
 * "lon": -2.08}`, or a drawing in WKT or GeoJSON, by the point that stands for it. Null when it is none.
 */
export function parsePair(text: string): Pair | null {
  const drawn = parseGeometry(text);
  if (drawn) {
    const { x, y } = representativePoint(drawn) ?? {};
    return x === undefined || y === undefined ? null : { first: x, second: y, order: 'lng-lat' };
  }
  if (text.length > longest) return null;
  const tidied = tidy(text);
  const named = [
    /\blat(?:itude)?"?\s*[:=]\s*"?([-\d.]+)/i,
    /\b(?:lon|lng|long|longitude)"?\s*[:=]\s*"?([-\d.]+)/i,
  ];
  const [latitude, longitude] = named.map((shape) => shape.exec(tidied)?.[1]);
  if (latitude && longitude) return toPair([latitude, longitude], 'lat-lng');
  const bare = tidied.replaceAll(/^[([{]|[)\]}]$/g, '').trim();
  const ways = [
    bare.split(/\s*[|;/]\s*/),
    bare.split(/,\s+/),
    splitCommas(bare),
    bare.split(/(?<=[\d°"'NSEOW])\s+(?=[-+\dNSEOW])/i),
    (/^(.*[NS])[\s,]*(.*[EOW])$/i.exec(bare) ?? []).slice(1),
  ];
  const parts = ways.find((way) => way.length === 2 && way.every((part) => parseCoordinate(part) !== null));
  return parts ? toPair(parts, 'lat-lng') : null;
}

/** `47.65,-2.08`, and `47,65,-2,08` where the commas between are decimal ones. */
function splitCommas(text: string): string[] {
  const parts = text.split(/\s*,\s*/);
  return parts.length === 4 ? [`${parts[0]},${parts[1]}`, `${parts[2]},${parts[3]}`] : parts;
}

function toPair(parts: readonly string[], order: Pair['order']): Pair | null {
  const [first, second] = parts.map((part) => parseCoordinate(part));
  return first == null || second == null ? null : { first, second, order };
}
